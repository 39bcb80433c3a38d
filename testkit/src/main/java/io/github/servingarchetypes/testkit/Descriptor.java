package io.github.servingarchetypes.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The properties that an archetype asks for: archetype-metadata.xml. */
public final class Descriptor {

    /** A property; defaultValue and pattern are null where the descriptor has none. */
    public record Property(String name, String defaultValue, String pattern) {}

    private final List<Property> properties;

    private Descriptor(List<Property> properties) {
        this.properties = properties;
    }

    /** That of the module that the test runs in. */
    public static Descriptor ofThisArchetype() {
        return of(Path.of(""));
    }

    /** That of a module, by its folder. */
    public static Descriptor of(Path module) {
        Path file = module.resolve("src/main/resources/META-INF/maven/archetype-metadata.xml");
        try {
            NodeList nodes = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile())
                    .getElementsByTagName("requiredProperty");
            List<Property> properties = new ArrayList<>();
            for (int i = 0; i < nodes.getLength(); i++) {
                Element node = (Element) nodes.item(i);
                properties.add(new Property(
                        node.getAttribute("key"), child(node, "defaultValue"), child(node, "validationRegex")));
            }
            return new Descriptor(properties);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        } catch (ParserConfigurationException | SAXException error) {
            throw new IllegalStateException(file + " is no descriptor", error);
        }
    }

    public List<Property> properties() {
        return properties;
    }

    /** Fails if there is no such property. */
    public Property property(String name) {
        return properties.stream().filter(property -> property.name().equals(name)).findFirst()
                .orElseThrow(() -> new AssertionError("the descriptor has no property " + name));
    }

    private static String child(Element node, String name) {
        NodeList found = node.getElementsByTagName(name);
        return found.getLength() == 0 ? null : found.item(0).getTextContent();
    }
}
