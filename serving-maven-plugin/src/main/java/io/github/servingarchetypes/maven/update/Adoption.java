package io.github.servingarchetypes.maven.update;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Makes a repository one that an archetype updates, as if it had been generated and then edited. */
final class Adoption {

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
     * Writes .archetype.properties, and what serving:update needs in pom.xml.
     *
     * @param archetype without a version, its newest release is meant
     * @param given answers by property; the others have their defaults, artifactId the folder's name
     * @throws Refusal if there is a record already, or the archetype refuses an answer; nothing is written then
     */
    void run(Coordinates archetype, Map<String, String> given) throws IOException {
        if (Files.exists(folder.resolve(Record.FILE))) {
            throw new Refusal(Record.FILE + " is here already: this repository needs no adoption");
        }
        Coordinates coordinates = archetype.version() != null ? archetype : archetype.withVersion(
                archetypes.newestRelease(archetype).orElseThrow(() -> new Refusal("there is no release of " + archetype)));
        if (coordinates.isSnapshot()) {
            throw new Refusal("archetype '" + coordinates + "': a SNAPSHOT changes, so no update could tell what is yours;"
                    + " release it first");
        }
        Archetype next = archetypes.resolve(coordinates);
        Map<String, String> answers = answers(next, given);
        Path temporary = Files.createTempDirectory("serving-adopt");
        try {
            Path rendered = Update.render(archetypes, next, answers, temporary);
            writePom(rendered);
            Files.copy(rendered.resolve(Record.FILE), folder.resolve(Record.FILE));
            log.accept("Adopted by " + coordinates + ". Of the files that it generates with these answers:");
            answers.forEach((name, value) -> log.accept("  " + name + "=" + value));
            distance(rendered).forEach((file, kind) -> log.accept("  %-9s %s".formatted(kind, file)));
            log.accept("Commit " + Record.FILE + " and " + Pom.FILE + "; what differs counts as yours from now on");
        } finally {
            Update.deleteTree(temporary);
        }
    }

    private Map<String, String> answers(Archetype archetype, Map<String, String> given) {
        Map<String, String> answers = new LinkedHashMap<>();
        for (String property : archetype.properties()) {
            String value = given.get(property);
            if (value == null || value.isBlank()) {
                value = property.equals("artifactId") ? folder.toAbsolutePath().normalize().getFileName().toString()
                        : archetype.defaultOf(property, answers);
            }
            answers.put(property, value);
        }
        archetype.check(answers);
        return answers;
    }

    private void writePom(Path rendered) throws IOException {
        Path pom = folder.resolve(Pom.FILE);
        String generated = Files.readString(rendered.resolve(Pom.FILE));
        Files.writeString(pom, Files.exists(pom) ? Pom.withPluginOf(Files.readString(pom), generated) : generated);
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
