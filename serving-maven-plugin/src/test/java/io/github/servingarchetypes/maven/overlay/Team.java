package io.github.servingarchetypes.maven.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.servingarchetypes.maven.Coordinates;
import io.github.servingarchetypes.maven.Refusal;
import io.github.servingarchetypes.testkit.ArchetypeUnderTest;
import io.github.servingarchetypes.testkit.BatchMode;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.TextFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A team's module with one archetype, built over a real one, in a folder of a test. */
final class Team {

    static final Coordinates COORDINATES = new Coordinates("com.acme.ml", "acme-archetype", "1.0.0");

    private final Path folder;
    private final List<String> log = new ArrayList<>();
    private List<Path> layers;
    private Path original;
    private Coordinates from;

    /** @param name of the archetype that it is built over, such as mlserver */
    Team(Path folder, String name) {
        this.folder = folder;
        this.layers = List.of(folder);
        this.original = jarOf(name);
        this.from = new Coordinates("io.github.serving-archetypes", name + "-archetype", "0.1.0");
    }

    /** Returns the jar of an archetype, as it is built. */
    static Path jarOf(String name) {
        return ArchetypeUnderTest.in(Path.of("..", name + "-archetype").toAbsolutePath().normalize()).jar();
    }

    Path folder() {
        return folder;
    }

    /** Writes a file of its src/main. */
    Team with(String path, String text) {
        Path file = folder.resolve("src/main").resolve(path);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        return this;
    }

    /** Writes organisation.xml with these elements, the first one on line 2. */
    Team withOrganisation(String elements) {
        return with("organisation.xml", "<organisation>\n" + elements + "\n</organisation>\n");
    }

    /** Puts its files over those of the parent's folder. */
    Team below(Team parent) {
        layers = List.of(parent.folder, folder);
        return this;
    }

    /** Returns what the last build has said. */
    List<String> log() {
        return log;
    }

    /** Takes another archetype to build over, such as the next version. */
    Team over(Entries entries, Coordinates coordinates) {
        original = jar(entries, folder.resolve(coordinates.artifactId() + "-" + coordinates.version() + ".jar"));
        from = coordinates;
        return this;
    }

    /** Takes the next version of what it is built over. */
    Team overNext(Entries entries) {
        return over(entries, new Coordinates(from.groupId(), from.artifactId(), "0.2.0"));
    }

    /** Returns the content of what it is built over. */
    Entries original() {
        return Entries.ofJar(original);
    }

    /** Builds it. @return the content of its jar */
    Entries build(boolean accept) {
        log.clear();
        new Overlay(original, from, COORDINATES, layers, overridden(), log::add).write(classes(), accept);
        return Entries.ofFolder(classes());
    }

    Entries build() {
        return build(false);
    }

    /** Builds it in vain, and leaves what was built before. @return the message */
    String refused() {
        Map<String, String> before = texts(classes());
        Map<String, String> remembered = texts(overridden());
        Refusal refusal = catchThrowableOfType(Refusal.class, this::build);
        assertThat(refusal).as("the build ends").isNotNull();
        assertThat(texts(classes())).isEqualTo(before);
        assertThat(texts(overridden())).isEqualTo(remembered);
        return refusal.getMessage().replace(folder + "/", "");
    }

    /** Builds it and generates a repository from it. */
    GeneratedRepository generated(Map<String, String> answers) {
        return generate(build(), answers);
    }

    /** Generates a repository from the content of a jar. */
    GeneratedRepository generate(Entries entries, Map<String, String> answers) {
        try {
            Path jar = jar(entries, Files.createTempFile(folder, "built", ".jar"));
            return new BatchMode(jar).generated(Files.createTempDirectory(folder, "generated"), answers);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** Builds it and gives a wrong answer. @return Maven's message */
    String generateRefused(Map<String, String> answers) {
        try {
            Path jar = jar(build(), Files.createTempFile(folder, "built", ".jar"));
            return new BatchMode(jar).generate(Files.createTempDirectory(folder, "refused"), answers).orElseThrow();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    Path overridden() {
        return folder.resolve("src/main/overridden");
    }

    private Path classes() {
        return folder.resolve("target/classes");
    }

    private static Map<String, String> texts(Path folder) {
        Entries entries = Entries.ofFolder(folder);
        return entries.stream().collect(Collectors.toMap(path -> path, entries::text));
    }

    static Path jar(Entries entries, Path file) {
        try (OutputStream stream = Files.newOutputStream(file); ZipOutputStream zip = new ZipOutputStream(stream)) {
            for (String path : entries.paths()) {
                zip.putNextEntry(new ZipEntry(path));
                zip.write(entries.get(path));
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        return file;
    }

    static String read(Path file) {
        return TextFile.read(file);
    }
}
