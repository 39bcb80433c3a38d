package io.github.servingarchetypes.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.Command;
import io.github.servingarchetypes.testkit.Generate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How a wrong answer ends a real Maven, on each way in; AnswersIT tries all of them without one. */
@Tag("project")
class RefusalIT {

    private static final String REFUSAL = "INVALID pythonEnvironment 'pip': must be requirements or conda";

    @TempDir
    private Path folder;

    /** Those that evaluate the checks in the defaults: all but the oldest. */
    static List<String> plugins() {
        return MavenMatrixIT.PLUGINS.stream().skip(1).toList();
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void batchModeLeavesNothing(String plugin) {
        Command.Result result = wrong().plugin(plugin).runIn(folder).failed();
        assertThat(errors(result)).contains(REFUSAL);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void besideAGivenGroupIdAndVersionAnEmptyPomIsLeft() throws IOException {
        Command.Result result = wrong().with("groupId", "com.example").with("version", "1.0").runIn(folder).failed();
        assertLeavesAnEmptyPom(errors(result));
        right().with("groupId", "com.example").with("version", "1.0").runIn(folder).succeeded();
    }

    @Test
    void theOldestPluginLeavesAnEmptyPom() throws IOException {
        String oldest = MavenMatrixIT.PLUGINS.get(0);
        assertLeavesAnEmptyPom(errors(wrong().plugin(oldest).runIn(folder).failed()));
        right().plugin(oldest).runIn(folder).succeeded();
    }

    private static Generate right() {
        return Generate.byThisArchetype().with("artifactId", "my-models");
    }

    private static Generate wrong() {
        return right().with("pythonEnvironment", "pip");
    }

    /** The error that Maven ends with. */
    private static String errors(Command.Result result) {
        assertThat(result.output()).contains("BUILD FAILURE");
        return result.output().substring(result.output().indexOf("BUILD FAILURE"));
    }

    /** Does what the message says, too. */
    private void assertLeavesAnEmptyPom(String errors) throws IOException {
        assertThat(errors).contains(REFUSAL + ". Remove my-models/pom.xml, which is empty, before you try again");
        assertThat(folder.resolve("my-models/pom.xml")).isEmptyFile();
        assertThat(folder.resolve("my-models")).isDirectoryNotContaining(file -> !file.endsWith("pom.xml"));
        Files.delete(folder.resolve("my-models/pom.xml"));
    }
}
