package io.github.servingarchetypes.maven.update;

import io.github.servingarchetypes.maven.Coordinates;
import io.github.servingarchetypes.maven.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a repository was generated from: .archetype.properties. Each line is a name, "=" and a value; nothing is escaped,
 * because templates write the file.
 *
 * @param answers by property, in the file's order
 */
record Record(Coordinates archetype, Map<String, String> answers) {

    static final String FILE = ".archetype.properties";
    private static final String ARCHETYPE = "archetype";

    /** @throws Refusal if it is not such a file */
    static Record parse(String text) {
        Map<String, String> lines = new LinkedHashMap<>();
        text.lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#")).forEach(line -> {
            int equals = line.indexOf('=');
            if (equals < 1) {
                throw nonsense("'" + line + "' is not name=value");
            }
            if (lines.put(line.substring(0, equals), line.substring(equals + 1)) != null) {
                throw nonsense("'" + line.substring(0, equals) + "' is there twice");
            }
        });
        String archetype = lines.remove(ARCHETYPE);
        if (archetype == null) {
            throw nonsense("no line starts with '" + ARCHETYPE + "='");
        }
        Coordinates coordinates = Coordinates.parse(archetype);
        if (coordinates.version() == null) {
            throw nonsense("archetype '" + archetype + "' has no version");
        }
        return new Record(coordinates, lines);
    }

    /** Tells that the file cannot be used. */
    static Refusal nonsense(String why) {
        return new Refusal(FILE + " was edited: " + why + ". Restore it from git's history, or delete and commit it and"
                + " run serving:adopt");
    }

    /** Returns the file's text with these answers, keeping its other lines: those of a template, or none. */
    String writtenOver(String template) {
        StringBuilder text = new StringBuilder();
        Map<String, String> left = new LinkedHashMap<>();
        left.put(ARCHETYPE, archetype.toString());
        left.putAll(answers);
        template.lines().forEach(line -> {
            int equals = line.indexOf('=');
            boolean comment = line.startsWith("#") || equals < 1;
            String value = comment ? null : left.remove(line.substring(0, equals));
            if (comment) {
                text.append(line).append('\n');
            } else if (value != null) {
                text.append(line, 0, equals + 1).append(value).append('\n');
            }
        });
        left.forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
        return text.toString();
    }
}
