package io.github.servingarchetypes.maven.update;

import io.github.servingarchetypes.maven.Coordinates;
import io.github.servingarchetypes.maven.Refusal;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.maven.archetype.metadata.ArchetypeDescriptor;
import org.apache.maven.archetype.metadata.RequiredProperty;
import org.apache.maven.archetype.metadata.io.xpp3.ArchetypeDescriptorXpp3Reader;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.VelocityEngine;
import org.codehaus.plexus.util.xml.pull.XmlPullParserException;

/** An archetype's jar, with what it says of itself. */
final class Archetype {

    /** In a jar: properties that had another name in an earlier version, each as old=new. */
    static final String RENAMED_PROPERTIES = "META-INF/maven/renamed-properties.properties";

    private static final String DESCRIPTOR = "META-INF/maven/archetype-metadata.xml";
    private static final String TEMPLATES = "archetype-resources/";

    private final Coordinates coordinates;
    private final File jar;
    private final List<RequiredProperty> properties;
    private final List<String> templates;
    private final Map<String, String> renamed;

    private Archetype(Coordinates coordinates, File jar, List<RequiredProperty> properties, List<String> templates,
            Map<String, String> renamed) {
        this.coordinates = coordinates;
        this.jar = jar;
        this.properties = properties;
        this.templates = templates;
        this.renamed = renamed;
    }

    /** @throws Refusal if the jar is no archetype */
    static Archetype read(Coordinates coordinates, File jar) {
        try (ZipFile zip = new ZipFile(jar)) {
            ZipEntry entry = zip.getEntry(DESCRIPTOR);
            if (entry == null) {
                throw new Refusal(coordinates + " is not an archetype: it has no " + DESCRIPTOR);
            }
            ArchetypeDescriptor descriptor;
            try (InputStream stream = zip.getInputStream(entry)) {
                descriptor = new ArchetypeDescriptorXpp3Reader().read(stream);
            }
            List<String> templates = new ArrayList<>();
            zip.stream().map(ZipEntry::getName).filter(name -> name.startsWith(TEMPLATES) && !name.endsWith("/"))
                    .forEach(name -> templates.add(name.substring(TEMPLATES.length())));
            Map<String, String> renamed = new LinkedHashMap<>();
            if (zip.getEntry(RENAMED_PROPERTIES) != null) {
                Properties lines = new Properties();
                try (InputStream stream = zip.getInputStream(zip.getEntry(RENAMED_PROPERTIES))) {
                    lines.load(stream);
                }
                lines.stringPropertyNames().forEach(name -> renamed.put(name, lines.getProperty(name).strip()));
            }
            return new Archetype(coordinates, jar, descriptor.getRequiredProperties(), templates, renamed);
        } catch (IOException | XmlPullParserException error) {
            throw new Refusal(coordinates + " cannot be read: " + error.getMessage(), error);
        }
    }

    Coordinates coordinates() {
        return coordinates;
    }

    File jar() {
        return jar;
    }

    /** Returns the paths of the templates, in which __name__ stands for an answer. */
    List<String> templates() {
        return templates;
    }

    /** Returns what the properties of earlier versions are called now, by their old names. */
    Map<String, String> renamed() {
        return renamed;
    }

    /** Returns the new names of what another version calls otherwise; on the way back, by what that version says. */
    Map<String, String> namesFrom(Archetype other) {
        Map<String, String> names = new LinkedHashMap<>(renamed);
        other.renamed.forEach((was, is) -> {
            if (!has(is) && has(was)) {
                names.putIfAbsent(is, was);
            }
        });
        return names;
    }

    List<String> properties() {
        return properties.stream().map(RequiredProperty::getKey).toList();
    }

    boolean has(String property) {
        return properties().contains(property);
    }

    /**
     * Returns the default of a property, or null if it has none. It may use other answers. Lines above the last one only
     * check answers: the pom.xml template does so too.
     */
    String defaultOf(String property, Map<String, String> answers) {
        String written = properties.stream().filter(candidate -> candidate.getKey().equals(property))
                .map(RequiredProperty::getDefaultValue).filter(value -> value != null).findFirst().orElse(null);
        if (written == null) {
            return null;
        }
        String value = written.substring(written.lastIndexOf('\n') + 1);
        if (!value.contains("$") && !value.contains("#")) {
            return value;
        }
        StringWriter evaluated = new StringWriter();
        new VelocityEngine().evaluate(new VelocityContext(new LinkedHashMap<String, Object>(answers)), evaluated,
                property, value);
        return evaluated.toString();
    }

    /** @throws Refusal if an answer is missing, or is not what the descriptor allows */
    void check(Map<String, String> answers) {
        for (RequiredProperty property : properties) {
            String value = answers.get(property.getKey());
            String pattern = property.getValidationRegex();
            if (value == null) {
                throw new Refusal(property.getKey() + " has no default in " + coordinates + ": give it by -D"
                        + property.getKey() + "=...");
            }
            // The generator would evaluate it.
            if (value.contains("${") || value.contains("\n")) {
                throw new Refusal(property.getKey() + " '" + value + "': must not contain '${' or a line end");
            }
            if (pattern != null && !value.matches(pattern)) {
                throw new Refusal(property.getKey() + " '" + value + "': must match " + pattern + " in " + coordinates);
            }
        }
    }
}
