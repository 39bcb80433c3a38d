package io.github.servingarchetypes.maven.update;

import io.github.servingarchetypes.maven.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The answers that a repository is generated with next.
 *
 * @param before those it was generated with, by the names that the properties have now
 * @param after one for each property of the next version
 * @param changes what is different, a line each, for the user
 */
record Answers(Map<String, String> before, Map<String, String> after, List<String> changes) {

    /**
     * Takes over what was chosen. What was the old version's default becomes the new one's.
     *
     * @param given by -D; a blank value counts as not given
     * @throws Refusal if an answer is missing, or is not what the next version allows
     */
    static Answers of(Record record, Archetype old, Archetype next, Map<String, String> given) {
        Map<String, String> before = new LinkedHashMap<>();
        Map<String, String> after = new LinkedHashMap<>();
        List<String> changes = new ArrayList<>();
        Map<String, String> oldNames = new LinkedHashMap<>();
        record.answers().forEach((name, value) -> {
            String now = next.namesFrom(old).getOrDefault(name, name);
            oldNames.put(now, name);
            before.put(now, value);
            if (!next.has(now)) {
                changes.add(name + "=" + value + " is no longer asked for");
            } else if (!now.equals(name)) {
                changes.add(name + " is called " + now + " now");
            }
        });
        Map<String, String> asked = new LinkedHashMap<>();
        given.forEach((name, value) -> {
            String now = next.namesFrom(old).getOrDefault(name, name);
            if (next.has(now) && !value.isBlank()) {
                asked.put(now, value);
            } else if (!next.has(now) && old.has(name)) {
                throw new Refusal(name + " '" + value + "': " + next.coordinates() + " no longer asks for it");
            }
        });
        for (String property : next.properties()) {
            String standing = before.get(property);
            String fallback = next.defaultOf(property, after);
            String value;
            if (asked.containsKey(property)) {
                value = asked.get(property);
                if (!value.equals(standing)) {
                    changes.add(property + ": " + (standing == null ? "" : standing + " -> ") + value);
                }
            } else if (standing == null) {
                value = fallback;
                changes.add(property + ": " + value + ", the default of a new property");
            } else if (fallback != null && !fallback.equals(standing)
                    && standing.equals(old.defaultOf(oldNames.get(property), record.answers()))) {
                value = fallback;
                changes.add(property + ": " + standing + " -> " + value + ", the new default");
            } else {
                value = standing;
            }
            after.put(property, value);
        }
        next.check(after);
        return new Answers(before, after, changes);
    }
}
