package io.github.servingarchetypes.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.ArchetypeUnderTest;
import io.github.servingarchetypes.testkit.BatchMode;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.Leftovers;
import io.github.servingarchetypes.testkit.Readme;
import io.github.servingarchetypes.testkit.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CONTRIBUTING's way to add an archetype: its commands, as they stand there, make one that works. */
class FourthArchetypeIT {

    private static final String SECTION = "Add an archetype";

    @TempDir
    private Path folder;

    @Test
    void theCommandsOfContributingMakeAnArchetype() throws IOException {
        Clone clone = Clone.into(folder.resolve("serving-archetypes"));
        TreeSet<String> before = archetypes(clone);
        List<String> blocks = new Readme(TextFile.read(clone.folder().resolve("CONTRIBUTING.md"))).blocks(SECTION, "bash");
        clone.command(String.join("\n", blocks)).run().succeeded();
        TreeSet<String> added = archetypes(clone);
        added.removeAll(before);
        assertThat(added).as("the folder of the new archetype").hasSize(1);
        String name = added.first();

        clone.command("mvn -q -B install -DskipTests -pl " + name + " -am").run().succeeded();

        Path jar = ArchetypeUnderTest.in(clone.folder().resolve(name)).jar();
        GeneratedRepository repository = new BatchMode(jar).generated(folder.resolve("generated"), Map.of());
        assertThat(repository.files()).contains("README.md").anyMatch(file -> file.matches("(.*/)?Dockerfile"));
        assertThat(repository.text("README.md")).startsWith("# my-models\n");
        String dockerfile = repository.files().stream().filter(file -> file.matches("(.*/)?Dockerfile")).findFirst().orElseThrow();
        assertThat(repository.text(dockerfile).lines().filter(line -> line.matches("(FROM|ARG) .*")).collect(Collectors.joining("\n")))
                .contains("FROM ").doesNotContainPattern("\\$\\{[a-z]");
        assertThat(Leftovers.in(repository, file -> false)).isEmpty();
    }

    private static TreeSet<String> archetypes(Clone clone) throws IOException {
        try (Stream<Path> folders = Files.list(clone.folder())) {
            return folders.filter(module -> Files.exists(module.resolve("pom.xml")))
                    .map(module -> module.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
