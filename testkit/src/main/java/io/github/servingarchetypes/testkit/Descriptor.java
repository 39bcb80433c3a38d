package io.github.servingarchetypes.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The properties that an archetype asks for: archetype-metadata.xml. */
public final class Descriptor {

    /**
     * A property.
     *
     * @param defaultValue what it is in the end, without the checks that stand before it; null if there is none
     * @param written the default as the source has it: what an IDE shows, if that shows it
     * @param pattern null if there is none
     */
    public record Property(String name, String defaultValue, String written, String pattern) {}

    private static final String FILE = "META-INF/maven/archetype-metadata.xml";
    private static final String CHECKS = "@checks@";   // where the build puts shared/checks.vm

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
        Path file = module.resolve("src/main/resources").resolve(FILE);
        try (InputStream stream = Files.newInputStream(file)) {
            return read(stream);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** That of an archetype as it is built: the checks are in it. */
    public static Descriptor ofJar(Path jar) {
        try (ZipFile zip = new ZipFile(jar.toFile()); InputStream stream = zip.getInputStream(zip.getEntry(FILE))) {
            return read(stream);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private static Descriptor read(InputStream stream) throws IOException {
        try {
            NodeList nodes = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream)
                    .getElementsByTagName("requiredProperty");
            List<Property> properties = new ArrayList<>();
            for (int i = 0; i < nodes.getLength(); i++) {
                Element node = (Element) nodes.item(i);
                String written = child(node, "defaultValue");
                String defaultValue = written == null ? null : written.substring(written.indexOf(CHECKS) < 0
                        ? 0 : written.indexOf(CHECKS) + CHECKS.length());
                properties.add(new Property(
                        node.getAttribute("key"), defaultValue, written, child(node, "validationRegex")));
            }
            return new Descriptor(properties);
        } catch (ParserConfigurationException | SAXException error) {
            throw new IllegalStateException("no descriptor", error);
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
