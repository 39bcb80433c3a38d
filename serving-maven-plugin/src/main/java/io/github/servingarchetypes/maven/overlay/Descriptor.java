package io.github.servingarchetypes.maven.overlay;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.codehaus.plexus.util.SelectorUtils;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** An archetype's descriptor, archetype-metadata.xml: what Maven asks for and which files it fills in. */
final class Descriptor {

    static final String ENTRY = "META-INF/maven/archetype-metadata.xml";

    private final Document document;

    private Descriptor(Document document) {
        this.document = document;
    }

    static Descriptor of(byte[] xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            return new Descriptor(factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml)));
        } catch (SAXException | IOException | ParserConfigurationException error) {
            throw new IllegalStateException(ENTRY + " of the original cannot be read", error);
        }
    }

    byte[] bytes() {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.setXmlStandalone(true);
            TransformerFactory.newInstance().newTransformer().transform(new DOMSource(document), new StreamResult(bytes));
            return bytes.toByteArray();
        } catch (TransformerException error) {
            throw new IllegalStateException(error);
        }
    }

    void rename(String name) {
        document.getDocumentElement().setAttribute("name", name);
    }

    /** Returns the names of the properties, in the descriptor's order. */
    List<String> properties() {
        return elements(document.getDocumentElement(), "requiredProperty").stream().map(property -> property.getAttribute("key")).toList();
    }

    /** Returns the default as it is written, with checks before it, or null. */
    String defaultOf(String property) {
        return child(property, "defaultValue");
    }

    /** Returns the pattern of a property, or null. */
    String patternOf(String property) {
        return child(property, "validationRegex");
    }

    void setDefault(String property, String value) {
        Element element = elements(property(property), "defaultValue").get(0);
        element.setTextContent("");
        element.appendChild(value.contains("\n") ? document.createCDATASection(value) : document.createTextNode(value));
    }

    void remove(String property) {
        Element element = property(property);
        element.getParentNode().removeChild(element);
    }

    void add(String property, String defaultValue, String pattern) {
        Element element = element("requiredProperty");
        element.setAttribute("key", property);
        element.appendChild(element("defaultValue")).setTextContent(defaultValue);
        element.appendChild(element("validationRegex")).setTextContent(pattern);
        elements(document.getDocumentElement(), "requiredProperties").get(0).appendChild(element);
    }

    /** Tells whether a file of archetype-resources is filled in by Velocity; pom.xml is, without a file set. */
    boolean isFiltered(String file) {
        return file.equals("pom.xml") || fileSets().stream().anyMatch(set -> set.getAttribute("filtered").equals("true") && includes(set, file));
    }

    /** Adds a file of the team's, whatever the other file sets say of it. */
    void addFile(String file, boolean filtered) {
        for (Element set : fileSets()) {
            if (includes(set, file)) {
                Element excludes = elements(set, "excludes").stream().findFirst()
                        .orElseGet(() -> (Element) set.appendChild(element("excludes")));
                String folder = folder(set);
                excludes.appendChild(element("exclude"))
                        .setTextContent(folder.isEmpty() ? file : file.substring(folder.length() + 1));
            }
        }
        Element set = element("fileSet");
        set.setAttribute("filtered", String.valueOf(filtered));
        set.setAttribute("encoding", "UTF-8");
        set.appendChild(element("directory"));
        set.appendChild(element("includes")).appendChild(element("include")).setTextContent(file);
        elements(document.getDocumentElement(), "fileSets").get(0).appendChild(set);
    }

    private List<Element> fileSets() {
        return elements(document.getDocumentElement(), "fileSet");
    }

    private static boolean includes(Element set, String file) {
        String folder = folder(set);
        if (!folder.isEmpty() && !file.startsWith(folder + "/")) {
            return false;
        }
        String path = folder.isEmpty() ? file : file.substring(folder.length() + 1);
        return elements(set, "include").stream().anyMatch(pattern -> matches(pattern, path))
                && elements(set, "exclude").stream().noneMatch(pattern -> matches(pattern, path));
    }

    private static boolean matches(Element pattern, String path) {
        return SelectorUtils.matchPath(pattern.getTextContent().strip(), path, "/", true);
    }

    private static String folder(Element set) {
        return elements(set, "directory").stream().findFirst().map(directory -> directory.getTextContent().strip()).orElse("");
    }

    private String child(String property, String name) {
        return elements(property(property), name).stream().findFirst().map(Node::getTextContent).orElse(null);
    }

    private Element property(String name) {
        return elements(document.getDocumentElement(), "requiredProperty").stream()
                .filter(property -> property.getAttribute("key").equals(name)).findFirst().orElseThrow();
    }

    private Element element(String name) {
        return document.createElementNS(document.getDocumentElement().getNamespaceURI(), name);
    }

    private static List<Element> elements(Element parent, String name) {
        NodeList nodes = parent.getElementsByTagNameNS("*", name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
