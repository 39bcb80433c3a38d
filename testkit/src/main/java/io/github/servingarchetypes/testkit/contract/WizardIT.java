package io.github.servingarchetypes.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.ArchetypeUnderTest;
import io.github.servingarchetypes.testkit.Command;
import io.github.servingarchetypes.testkit.Descriptor;
import io.github.servingarchetypes.testkit.Generate;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.Requires;
import io.github.servingarchetypes.testkit.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The new-project wizards of IDEs: what each does with the descriptor, done by a real Maven. */
class WizardIT {

    /** What IntelliJ's table leaves out, for its dialog has fields of its own for them. */
    private static final Set<String> FIELDS_OF_INTELLIJ = Set.of("groupId", "artifactId", "version");

    private final Descriptor descriptor = ArchetypeUnderTest.current().descriptor();

    /** The latest plugin, in batch mode, in a temporary folder; each property of the table as the descriptor has it. */
    @Test
    void intelliJ(@TempDir Path folder) {
        Generate generate = Generate.byThisArchetype()
                .with("groupId", "org.example").with("artifactId", "untitled").with("version", "1.0-SNAPSHOT");
        for (Descriptor.Property property : descriptor.properties()) {
            if (!FIELDS_OF_INTELLIJ.contains(property.name())) {
                assertThat(property.written()).as("what the table shows for %s", property.name())
                        .matches("[\\w./-]+");
                generate.with(property.name(), property.written());
            }
        }
        generate.runIn(folder).succeeded();
        assertWritten(folder, "untitled");
    }

    /** Plugin 3.2.1, in batch mode; groupId, artifactId, version and package have fields, always filled in. */
    @Test
    void netBeans(@TempDir Path folder) {
        Generate.byThisArchetype().plugin("3.2.1")
                .with("groupId", "com.mycompany").with("artifactId", "mavenproject1")
                .with("version", "1.0-SNAPSHOT").with("package", "com.mycompany.mavenproject1")
                .runIn(folder).succeeded();
        assertWritten(folder, "mavenproject1");
    }

    /** Its table has the properties with a literal default, and takes what their patterns match. */
    @Test
    void m2e(@TempDir Path folder) {
        Generate generate = Generate.byThisArchetype().plugin("3.2.1")
                .with("groupId", "org.example").with("artifactId", "demo").with("version", "0.0.1-SNAPSHOT")
                .with("package", "org.example.demo");
        List<Descriptor.Property> table = descriptor.properties().stream()
                .filter(property -> !Set.of("groupId", "artifactId", "version", "package").contains(property.name()))
                .toList();
        assertThat(table).allSatisfy(property -> assertThat(property.written()).matches(property.pattern()));
        table.forEach(property -> generate.with(property.name(), property.written()));
        generate.runIn(folder).succeeded();
        assertWritten(folder, "demo");
    }

    /** Plugin 3.1.2, interactive, in a terminal: asks for groupId and artifactId itself, the rest is Maven's prompts. */
    @Test
    @Requires(Tool.TERMINAL)
    void vsCode(@TempDir Path folder) {
        Command.Result terminal = inATerminal(folder, "\nY\n", Generate.byThisArchetype().plugin("3.1.2").prompts()
                .with("groupId", "com.example").with("artifactId", "demo"));
        terminal.succeeded();
        assertThat(terminal.output()).containsPattern("Define value for property 'version' .*0\\.1\\.0: ");
        assertWritten(folder, "demo");
    }

    /** Nothing is given: each prompt asks again until the pattern matches, and shows the real default. */
    @Test
    @Requires(Tool.TERMINAL)
    void prompts(@TempDir Path folder) {
        Command.Result terminal = inATerminal(folder, "9 lives\ndemo\n1.0 beta\n\n\nY\n", Generate.byThisArchetype().prompts());
        terminal.succeeded();
        assertThat(terminal.output())
                .containsPattern("property 'artifactId' .*Value does not match the expression, please try again: ")
                .containsPattern("property 'version' .*0\\.1\\.0: Value does not match the expression, please try again 0\\.1\\.0: ")
                .containsPattern("Define value for property 'groupId' .*com\\.example: ");
        assertWritten(folder, "demo");
    }

    private static Command.Result inATerminal(Path folder, String typed, Generate generate) {
        try {
            Path answers = Files.writeString(folder.resolve("typed"), typed);
            String line = generate.words().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
            Command.Result result = Command.script("script --quiet --return --command \"$LINE\" /dev/null < \"$TYPED\"")
                    .with("LINE", line).with("TYPED", answers.toString()).in(folder).run();
            Files.delete(answers);
            return result;
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** Fails unless the folder has the repository, with the files of the case that has all defaults, and nothing else. */
    private static void assertWritten(Path folder, String artifactId) {
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(folder.resolve(artifactId));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        assertThat(GeneratedRepository.at(folder.resolve(artifactId)).files())
                .isEqualTo(GeneratedRepository.of("requirements").files());
    }
}
