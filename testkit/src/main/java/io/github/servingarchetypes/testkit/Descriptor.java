package io.github.servingarchetypes.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What an archetype asks for and copies: archetype-metadata.xml, as it is built.
 *
 * @param properties in the descriptor's order
 * @param copied the names of the single files that are copied as they are, as in the jar
 */
public record Descriptor(List<Property> properties, List<String> copied) {

    /** Its name in the jar and in target/classes. */
    public static final String ENTRY = "META-INF/maven/archetype-metadata.xml";

    /**
     * A property.
     *
     * @param written the default as the jar has it; it may begin with lines of checks; null if there is none
     * @param pattern null if there is none
     */
    public record Property(String name, String written, String pattern) {

        /** Returns the default that the files get: what follows the checks; null if there is none. */
        public String defaultValue() {
            return written == null ? null : written.substring(written.lastIndexOf('\n') + 1);
        }
    }

    /** @throws UncheckedIOException if there is no such file */
    public static Descriptor read(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream);
            NodeList nodes = document.getElementsByTagName("requiredProperty");
            List<Property> properties = new ArrayList<>();
            for (int i = 0; i < nodes.getLength(); i++) {
                Element node = (Element) nodes.item(i);
                properties.add(new Property(
                        node.getAttribute("key"), child(node, "defaultValue"), child(node, "validationRegex")));
            }
            return new Descriptor(properties, copied(document));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        } catch (ParserConfigurationException | SAXException error) {
            throw new IllegalStateException(file + " is not XML", error);
        }
    }

    /** @throws AssertionError if there is no such property */
    public Property property(String name) {
        return properties.stream().filter(property -> property.name().equals(name)).findFirst()
                .orElseThrow(() -> new AssertionError("the descriptor has no property " + name));
    }

    /** Tells whether it has a property. */
    public boolean has(String name) {
        return properties.stream().anyMatch(property -> property.name().equals(name));
    }

    /** Tells whether a generated file is one of those that are copied as they are. */
    public boolean copies(String file) {
        return copied.stream().anyMatch(name -> file.matches(Stream.of(Leftovers.FILE_NAME_VARIABLE.split(name, -1))
                .map(Pattern::quote).collect(Collectors.joining(".*")).replace(".*\\Q/", "(.*/)?\\Q")));
    }

    /** Returns the defaults by name, those with checks without them; artifactId has none. */
    public Map<String, String> defaults() {
        Map<String, String> defaults = new LinkedHashMap<>();
        properties.stream().filter(property -> property.written() != null)
                .forEach(property -> defaults.put(property.name(), property.defaultValue()));
        return defaults;
    }

    private static List<String> copied(Document document) {
        List<String> copied = new ArrayList<>();
        NodeList sets = document.getElementsByTagName("fileSet");
        for (int i = 0; i < sets.getLength(); i++) {
            Element set = (Element) sets.item(i);
            String include = child(set, "include");
            if (!set.getAttribute("filtered").equals("true") && child(set, "directory").isBlank() && !include.contains("*")) {
                copied.add(include.strip());
            }
        }
        return copied;
    }

    private static String child(Element node, String name) {
        NodeList found = node.getElementsByTagName(name);
        return found.getLength() == 0 ? null : found.item(0).getTextContent();
    }
}
