package io.github.servingarchetypes.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.Command;
import io.github.servingarchetypes.testkit.Examples;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.Readme;
import io.github.servingarchetypes.testkit.Requires;
import io.github.servingarchetypes.testkit.TextFile;
import io.github.servingarchetypes.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README and CONTRIBUTING of the project promise. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProjectReadmeIT {

    private static final Pattern LINK = Pattern.compile("!?\\[[^\\]]*\\]\\(([^)#\\s]+)[^)]*\\)");
    private static final List<String> ARCHETYPES = List.of("mlserver-archetype", "triton-archetype", "seldon-archetype");

    private Clone clone;

    /** The first command of README: builds the archetypes and writes a repository. */
    @BeforeAll
    void start(@TempDir Path folder) {
        clone = Clone.into(folder.resolve("serving-archetypes"));
        clone.command(startCommand()).with("TZ", "UTC").with("LC_ALL", "C").run().succeeded();
    }

    @Test
    void theFirstCommandWritesTheExample() {
        GeneratedRepository.at(clone.folder().resolveSibling("my-models"))
                .assertSameBytesAs(GeneratedRepository.at(Examples.folder("requirements")));
    }

    /** README: another name makes another repository. The archetypes are built already. */
    @ParameterizedTest
    @ValueSource(strings = {"triton-archetype", "seldon-archetype"})
    void withAnotherNameItWritesAnother(String archetype, @TempDir Path folder) {
        String generate = startCommand().split(" && ", 2)[1];
        assertThat(generate).contains("cd ..", "mlserver-archetype");
        clone.command(generate.replace("mlserver-archetype", archetype).replace("cd ..", "cd '" + folder + "'"))
                .run().succeeded();
        assertThat(GeneratedRepository.at(folder.resolve("my-models")).text(".archetype.properties")).contains(":" + archetype + ":");
    }

    /** Where and when the jars are built does not show in them. */
    @Test
    void theArchetypesAreReproducible(@TempDir Path folder) {
        Clone other = Clone.into(folder.resolve("elsewhere"));
        other.command(startCommand().split(" && ", 2)[0].replace(" install ", " package "))
                .with("TZ", "Asia/Tokyo").with("LC_ALL", "C.UTF-8").run().succeeded();
        for (String archetype : ARCHETYPES) {
            String jar = archetype + "/target/" + archetype + "-" + System.getProperty("project.version") + ".jar";
            assertThat(other.folder().resolve(jar)).hasSameBinaryContentAs(clone.folder().resolve(jar));
        }
    }

    @Test
    void ciRunsTheTestCommand() {
        String command = readme().commands("Test", "mvn").strip();
        String options = " --batch-mode --no-transfer-progress";   // what a log needs
        assertThat(TextFile.read(Clone.PROJECT.resolve(".ci/run")).lines())
                .contains(command.replaceFirst("mvn", "mvn" + options));
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "CONTRIBUTING.md"})
    void eachLinkLeadsToAFile(String document) {
        List<String> links = LINK.matcher(TextFile.read(Clone.PROJECT.resolve(document))).results()
                .map((MatchResult link) -> link.group(1)).filter(link -> !link.contains("://")).toList();
        assertThat(links).allSatisfy(link -> assertThat(Clone.PROJECT.resolve(link)).exists());
    }

    /** Whoever has no Maven: ./mvnw finds the one that it has downloaded, by the address that it has in its properties. */
    @Test
    @Requires(Tool.MAVEN_MATRIX)
    void theWrapperRunsMaven(@TempDir Path home) throws IOException {
        Properties wrapper = new Properties();
        try (var reader = Files.newBufferedReader(Clone.PROJECT.resolve(".mvn/wrapper/maven-wrapper.properties"))) {
            wrapper.load(reader);
        }
        String url = wrapper.getProperty("distributionUrl");
        String name = url.replaceAll(".*/|-bin\\.zip$", "");   // apache-maven-3.9.16
        Path downloaded = Files.createDirectories(home.resolve("wrapper/dists").resolve(name))
                .resolve(Integer.toHexString(url.hashCode()));
        Files.createSymbolicLink(downloaded, mavenOfTheMatrix(name));
        Command.Result version = Command.of("./mvnw", "-v").in(Clone.PROJECT)
                .with("MAVEN_USER_HOME", home.toString()).run().succeeded();
        assertThat(version.output()).contains("Apache Maven " + name.replace("apache-maven-", ""));
    }

    private static Path mavenOfTheMatrix(String name) {
        String core = "lib/maven-core-" + name.replace("apache-maven-", "") + ".jar";
        return Arrays.stream(System.getenv("MATRIX_MAVEN_HOMES").split(":")).map(Path::of)
                .filter(home -> Files.exists(home.resolve(core))).findFirst()
                .orElseThrow(() -> new AssertionError("MATRIX_MAVEN_HOMES has no " + name));
    }

    private static Readme readme() {
        return new Readme(TextFile.read(Clone.PROJECT.resolve("README.md")));
    }

    private static String startCommand() {
        return readme().commands("Start", "mvn -q -B clean install");
    }
}
