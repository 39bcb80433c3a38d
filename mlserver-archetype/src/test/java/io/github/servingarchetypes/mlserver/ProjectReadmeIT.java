package io.github.servingarchetypes.mlserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.Answer;
import io.github.servingarchetypes.testkit.Command;
import io.github.servingarchetypes.testkit.Descriptor;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.Readme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the project's own README promises. Its example is made by mlserver-archetype. */
class ProjectReadmeIT {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void theTreeIsWhatIsGenerated() throws IOException {
        assertThat(filesOf(readme().blocks("What it writes", "text").get(0)))
                .containsExactlyInAnyOrderElementsOf(GeneratedRepository.of("requirements").files());
    }

    /** Where and when the jars are built does not show in them. */
    @Test
    void theArchetypesAreReproducible(@TempDir Path folder) throws IOException {
        List<Path> clones = List.of(clone(folder.resolve("here")), clone(folder.resolve("there")));
        String build = readme().commands("Start", "mvnw").split(" && ")[0].replace(" install ", " package ");
        Command.script(build).in(clones.get(0)).with("TZ", "UTC").with("LC_ALL", "C").run().succeeded();
        Command.script(build).in(clones.get(1)).with("TZ", "Asia/Tokyo").with("LC_ALL", "C.UTF-8").run().succeeded();
        for (String archetype : List.of("mlserver-archetype", "triton-archetype", "seldon-archetype")) {
            String jar = archetype + "/target/" + archetype + "-" + System.getProperty("project.version") + ".jar";
            assertThat(clones.get(0).resolve(jar)).hasSameBinaryContentAs(clones.get(1).resolve(jar));
        }
    }

    @Test
    void theFirstCommandWritesARepository(@TempDir Path folder) throws IOException {
        Path clone = clone(folder.resolve("serving-archetypes"));
        Command.script(readme().commands("Start", "mvnw")).in(clone).run().succeeded();
        assertThat(GeneratedRepository.at(folder.resolve("my-models")).files())
                .isEqualTo(GeneratedRepository.of("requirements").files());
    }

    /** README: another name makes another repository. */
    @ParameterizedTest
    @ValueSource(strings = {"triton-archetype", "seldon-archetype"})
    void withAnotherNameItWritesAnother(String archetype, @TempDir Path folder) throws IOException {
        Path clone = clone(folder.resolve("serving-archetypes"));
        String command = readme().commands("Start", "mvnw").replace("mlserver-archetype", archetype);
        assertThat(command).contains(archetype);
        Command.script(command).in(clone).run().succeeded();
        assertThat(GeneratedRepository.at(folder.resolve("my-models")).text("pom.xml")).contains(":" + archetype + ":");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlserver", "triton", "seldon"})
    void theCheckForPortalsLetsRightAnswersThrough(String runtime) throws IOException {
        List<String> values = Answer.of("right", runtime, descriptor(runtime)).stream().map(Answer::value).toList();
        portalCheck(values).succeeded();
        portalCheck(descriptor(runtime).properties().stream()
                .map(Descriptor.Property::defaultValue).filter(Objects::nonNull).toList()).succeeded();
    }

    @Test
    void theCheckForPortalsRefusesExpressions() throws IOException {
        List<String> expressions = Answer.of("wrong", "mlserver", descriptor("mlserver")).stream()
                .filter(answer -> answer.property().equals("modelName")).map(Answer::value)
                .filter(value -> value.contains("$") || value.contains("#") || value.contains("\n")).toList();
        assertThat(expressions).hasSizeGreaterThan(10);
        for (String expression : expressions) {
            assertThat(portalCheck(List.of("modelB", expression)).failed().output()).startsWith("refused: ");
        }
    }

    /** Runs README's check with these values as its arguments. */
    private static Command.Result portalCheck(List<String> values) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                "bash", "-euc", readme().commands("Properties", "for value in"), "check"));
        words.addAll(values);
        return Command.of(words).run();
    }

    private static Descriptor descriptor(String runtime) {
        return Descriptor.of(PROJECT.resolve(runtime + "-archetype"));
    }

    @Test
    void ciRunsTheTestCommand() throws IOException {
        String command = readme().commands("Test", "mvnw").strip();
        String options = " --batch-mode --no-transfer-progress";   // what a log needs
        assertThat(Files.readString(PROJECT.resolve(".ci/run")).lines())
                .contains(command.replace("./mvnw", "./mvnw" + options));
    }

    private static Path clone(Path folder) throws IOException {
        Files.createDirectory(folder);
        Command.script("tar -C \"$PROJECT\" --exclude=.git --exclude=target -c . | tar -x").in(folder)
                .with("PROJECT", PROJECT.toString()).run().succeeded();
        return folder;
    }

    private static Readme readme() throws IOException {
        return new Readme(Files.readString(PROJECT.resolve("README.md")));
    }

    /** The paths in a drawn tree, without its root, its folders and what is said of them. */
    private static List<String> filesOf(String tree) {
        List<String> folders = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        for (String line : tree.lines().skip(1).toList()) {
            int depth = (line.indexOf("── ") - 1) / 4;
            String name = line.substring(line.indexOf("── ") + 3).split(" ")[0];
            while (folders.size() > depth) {
                folders.remove(folders.size() - 1);
            }
            folders.add(name);
            String path = String.join("/", folders);
            paths.removeIf(folder -> path.startsWith(folder + "/"));
            paths.add(path);
        }
        return paths;
    }
}
