package io.github.servingarchetypes.maven.overlay;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What a team changes without a template: src/main/organisation.xml. Each setting knows its line.
 *
 * @param defaults other defaults of properties, which users may still answer
 * @param fixed answers that users are not asked for
 * @param properties the team's own
 * @param pins other values of pins
 */
record Organisation(List<Setting> defaults, List<Setting> fixed, List<Property> properties, List<Setting> pins) {

    /** A value by the name of what gets it. */
    record Setting(Place place, String name, String value) {}

    /**
     * A property that users of the team's archetypes are asked for.
     *
     * @param allowed what a right answer is, in words: a refusal ends with them
     */
    record Property(Place place, String name, String pattern, String allowed, String defaultValue) {}

    /** The name of the file, in src/main. */
    static final String FILE = "organisation.xml";

    private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]*");
    private static final Map<String, Set<String>> ATTRIBUTES = Map.of(
            "default", Set.of("property"),
            "fixed", Set.of("property"),
            "property", Set.of("name", "pattern", "allowed", "default"),
            "pin", Set.of("name"));

    /** Returns what a file says; all of it is well-formed, but nothing is compared with an archetype yet. */
    static Organisation read(Path file) {
        Organisation read = new Organisation(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try (InputStream stream = Files.newInputStream(file)) {
            XMLStreamReader xml = factory.createXMLStreamReader(stream);
            xml.nextTag();
            if (!xml.getLocalName().equals("organisation") || xml.getAttributeCount() > 0) {
                throw place(file, xml).refuse("the root must be <organisation>");
            }
            for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
                if (event == XMLStreamConstants.START_ELEMENT) {
                    read.add(file, xml);
                } else if (event == XMLStreamConstants.CHARACTERS && !xml.isWhiteSpace()) {
                    throw place(file, xml).refuse("'%s' is outside any element", xml.getText().strip());
                }
            }
            while (xml.hasNext()) {
                xml.next();
            }
            return read;
        } catch (XMLStreamException error) {
            int line = error.getLocation() == null ? 0 : error.getLocation().getLineNumber();
            throw new Place(file, line).refuse("no XML: %s",
                    String.valueOf(error.getMessage()).replaceAll("(?s)ParseError at.*?Message: ", "").strip());
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** Returns the settings of several files in one; none may set the same twice. */
    static Organisation join(List<Organisation> parts) {
        Organisation all = new Organisation(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Organisation part : parts) {
            part.defaults.forEach(setting -> all.addOnce(all.defaults, setting, "default"));
            part.fixed.forEach(setting -> all.addOnce(all.fixed, setting, "fixed"));
            part.pins.forEach(setting -> all.addOnce(all.pins, setting, "pin"));
            part.properties.forEach(all::addOnce);
        }
        for (Setting fixed : all.fixed) {
            all.defaults.stream().filter(setting -> setting.name.equals(fixed.name)).findFirst().ifPresent(setting -> {
                throw fixed.place.refuse("%s has a default in %s already, and a fixed answer needs none", fixed.name, setting.place);
            });
        }
        return all;
    }

    private void add(Path file, XMLStreamReader xml) throws XMLStreamException {
        Place place = place(file, xml);
        String element = xml.getLocalName();
        Set<String> attributes = ATTRIBUTES.get(element);
        if (attributes == null) {
            throw place.refuse("<%s> is unknown: use <default>, <fixed>, <property> or <pin>", element);
        }
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            if (!attributes.contains(xml.getAttributeLocalName(i))) {
                throw place.refuse("<%s> has no attribute '%s', only %s", element, xml.getAttributeLocalName(i), words(attributes));
            }
        }
        for (String attribute : new TreeSet<>(attributes)) {
            String value = xml.getAttributeValue(null, attribute);
            if (value == null || value.isBlank()) {
                throw place.refuse("<%s> needs the attribute '%s'", element, attribute);
            }
        }
        if (element.equals("property")) {
            Property property = new Property(place, xml.getAttributeValue(null, "name"), xml.getAttributeValue(null, "pattern"),
                    xml.getAttributeValue(null, "allowed"), xml.getAttributeValue(null, "default"));
            if (!text(file, xml).isEmpty()) {
                throw place.refuse("<property> has attributes only: put the default into default=\"...\"");
            }
            check(property);
            properties.add(property);
            return;
        }
        String name = xml.getAttributeValue(null, element.equals("pin") ? "name" : "property");
        Setting setting = new Setting(place, name, text(file, xml));
        if (setting.value.isEmpty()) {
            throw place.refuse("<%s> of %s is empty", element, name);
        }
        boolean pin = element.equals("pin");
        if (!pin && !isLiteral(setting.value) || setting.value.matches("(?s).*[\n\"'#].*")) {
            throw place.refuse("%s '%s' must be one line of plain text, without quotes, '#'%s",
                    name, setting.value, pin ? "" : " and '${'");
        }
        switch (element) {
            case "default" -> defaults.add(setting);
            case "fixed" -> fixed.add(setting);
            default -> pins.add(setting);
        }
    }

    /** Reads the text up to the element's end. */
    private static String text(Path file, XMLStreamReader xml) throws XMLStreamException {
        String element = xml.getLocalName();
        StringBuilder text = new StringBuilder();
        for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                throw place(file, xml).refuse("<%s> must not be in <%s>", xml.getLocalName(), element);
            } else if (event == XMLStreamConstants.CHARACTERS) {
                text.append(xml.getText());
            }
        }
        return text.toString().strip();
    }

    private static void check(Property property) {
        if (!NAME.matcher(property.name).matches()) {
            throw property.place.refuse("the property's name '%s' must be letters and digits with a lower-case letter first,"
                    + " such as costCentre", property.name);
        }
        Pattern pattern;
        try {
            pattern = Pattern.compile(property.pattern);
        } catch (PatternSyntaxException error) {
            throw property.place.refuse("the pattern of %s is no regular expression: %s in '%s'",
                    property.name, error.getDescription(), property.pattern);
        }
        if (property.pattern.contains("##") || property.allowed.matches(".*([#\"]|\\$\\{).*")) {
            throw property.place.refuse("%s: neither '##' in the pattern nor quotes, '#' and '${' in the words are possible", property.name);
        }
        for (String hostile : List.of("${artifactId}", "a\nb", "a\"b")) {
            if (pattern.matcher(hostile).matches()) {
                throw property.place.refuse("the pattern of %s, '%s', also matches '%s', which would change the files around it:"
                        + " name the characters that are allowed", property.name, property.pattern, hostile.replace("\n", "\\n"));
            }
        }
        if (!isLiteral(property.defaultValue)) {
            throw property.place.refuse("the default of %s, '%s', must be plain text: IDEs show it as it is", property.name, property.defaultValue);
        }
        if (!pattern.matcher(property.defaultValue).matches()) {
            throw property.place.refuse("the default of %s, '%s', must be %s (%s)",
                    property.name, property.defaultValue, property.allowed, property.pattern);
        }
    }

    private void addOnce(List<Setting> list, Setting setting, String element) {
        list.stream().filter(other -> other.name.equals(setting.name)).findFirst().ifPresent(other -> {
            throw setting.place.refuse("<%s> of %s is in %s already", element, setting.name, other.place);
        });
        list.add(setting);
    }

    private void addOnce(Property property) {
        properties.stream().filter(other -> other.name.equals(property.name)).findFirst().ifPresent(other -> {
            throw property.place.refuse("the property %s is in %s already", property.name, other.place);
        });
        properties.add(property);
    }

    private static boolean isLiteral(String value) {
        return !value.contains("${") && !value.contains("#") && !value.contains("\n");
    }

    private static Place place(Path file, XMLStreamReader xml) {
        return new Place(file, xml.getLocation().getLineNumber());
    }

    private static String words(Set<String> names) {
        return "'" + String.join("', '", new TreeSet<>(names)) + "'";
    }
}
