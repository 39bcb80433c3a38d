package io.github.servingarchetypes.maven.update;

import io.github.servingarchetypes.maven.Coordinates;
import io.github.servingarchetypes.maven.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Makes a repository one that an archetype updates, as if it had been generated and then edited. */
final class Adoption {

    /** What AdoptMojo takes beside answers. */
    private static final Set<String> PARAMETERS = Set.of("archetype");

    private final Path folder;
    private final Archetypes archetypes;
    private final Consumer<String> log;

    /** @param log gets what the user should read, line by line */
    Adoption(Path folder, Archetypes archetypes, Consumer<String> log) {
        this.folder = folder;
        this.archetypes = archetypes;
        this.log = log;
    }

    /**
     * Writes .archetype.properties, and what serving:update needs in pom.xml. The record is no part of pom.xml, because users
     * edit that: a conflict in it must not hide what the repository was generated from.
     *
     * @param archetype without a version, its newest release is meant
     * @param given answers by property; groupId, artifactId and version are else as pom.xml has them,
     *     artifactId else the folder's name, and the others have their defaults
     * @throws Refusal if there is a record already, or the archetype refuses an answer; nothing is written then
     */
    void run(Coordinates archetype, Map<String, String> given) throws IOException {
        if (Files.exists(folder.resolve(Record.FILE))) {
            throw new Refusal(Record.FILE + " is here already: this repository needs no adoption (delete it to adopt again)");
        }
        Coordinates coordinates = archetype.version() != null ? archetype : archetype.withVersion(
                archetypes.newestRelease(archetype).orElseThrow(() -> new Refusal("there is no release of " + archetype)));
        if (coordinates.isSnapshot()) {
            throw new Refusal("archetype '" + coordinates + "': a SNAPSHOT changes, so no update could tell what is yours;"
                    + " release it first");
        }
        Archetype next = archetypes.resolve(coordinates);
        Misspelt.refuse(given.keySet(), next, PARAMETERS);
        Map<String, String> found = found();
        try {
            adopt(next, answers(next, given, found));
        } catch (Refusal refusal) {
            // The user has not given it, and cannot know how.
            for (Map.Entry<String, String> answer : found.entrySet()) {
                if (isBlank(given.get(answer.getKey())) && refusal.getMessage().contains(answer.getKey() + " '" + answer.getValue() + "'")) {
                    throw new Refusal(refusal.getMessage() + ". It is what " + (pomHas(answer.getKey()) ? Pom.FILE : "the folder")
                            + " has: -D" + answer.getKey() + "=... sets another", refusal);
                }
            }
            throw refusal;
        }
    }

    private void adopt(Archetype next, Map<String, String> answers) throws IOException {
        Path temporary = Files.createTempDirectory("serving-adopt");
        try {
            Path rendered = Update.render(archetypes, next, answers, temporary);
            boolean pomChanged = writePom(rendered);
            Files.copy(rendered.resolve(Record.FILE), folder.resolve(Record.FILE));
            log.accept("Adopted by " + next.coordinates() + ". Of the files that it generates with these answers:");
            answers.forEach((name, value) -> log.accept("  " + name + "=" + value));
            distance(rendered).forEach((file, kind) -> log.accept("  %-9s %s".formatted(kind, file)));
            Optional<String> version = Pom.pluginVersion(Files.readString(folder.resolve(Pom.FILE)));
            Optional<String> generated = Pom.pluginVersion(Files.readString(rendered.resolve(Pom.FILE)));
            if (!version.equals(generated)) {
                log.accept(Pom.FILE + " keeps your own version of the plugin, " + version.orElse("which it inherits") + "; the archetype's is "
                        + generated.orElseThrow());
            }
            log.accept("Commit " + Record.FILE + (pomChanged ? " and " + Pom.FILE : "") + "; what differs counts as yours from now on");
        } finally {
            Update.deleteTree(temporary);
        }
    }

    /** What the repository tells of its answers. */
    private Map<String, String> found() throws IOException {
        Map<String, String> found = new LinkedHashMap<>();
        for (String name : List.of("groupId", "artifactId", "version")) {
            pomValue(name).ifPresent(value -> found.put(name, value));
        }
        found.putIfAbsent("artifactId", folder.toAbsolutePath().normalize().getFileName().toString());
        return found;
    }

    private Optional<String> pomValue(String name) throws IOException {
        Path pom = folder.resolve(Pom.FILE);
        return Files.exists(pom) ? Pom.coordinate(Files.readString(pom), name) : Optional.empty();
    }

    private boolean pomHas(String name) throws IOException {
        return pomValue(name).isPresent();
    }

    private static Map<String, String> answers(Archetype archetype, Map<String, String> given, Map<String, String> found) {
        Map<String, String> answers = new LinkedHashMap<>();
        for (String property : archetype.properties()) {
            String value = given.get(property);
            if (isBlank(value)) {
                value = found.containsKey(property) ? found.get(property) : archetype.defaultOf(property, answers);
            }
            answers.put(property, value);
        }
        archetype.check(answers);
        return answers;
    }

    private static boolean isBlank(String value) {
        return value == null || value.isBlank();
    }

    /** Returns whether it is another one now. */
    private boolean writePom(Path rendered) throws IOException {
        Path pom = folder.resolve(Pom.FILE);
        String generated = Files.readString(rendered.resolve(Pom.FILE));
        String before = Files.exists(pom) ? Files.readString(pom) : "";
        String after = before.isEmpty() ? generated : Pom.withPluginOf(before, generated);
        Files.writeString(pom, after);
        return !after.equals(before);
    }

    /** How each generated file is here: the same, different or missing; the record and pom.xml are not counted. */
    private TreeMap<String, String> distance(Path rendered) throws IOException {
        TreeMap<String, String> kinds = new TreeMap<>();
        try (var walk = Files.walk(rendered)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                String path = rendered.relativize(file).toString().replace('\\', '/');
                Path here = folder.resolve(path);
                if (!path.equals(Record.FILE) && !path.equals(Pom.FILE)) {
                    kinds.put(path, !Files.isRegularFile(here) ? "missing" : lines(here).equals(lines(file)) ? "same" : "different");
                }
            }
        }
        return kinds;
    }

    private static String lines(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
    }
}
