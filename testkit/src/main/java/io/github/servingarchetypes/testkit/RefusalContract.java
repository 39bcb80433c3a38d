package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How a wrong answer ends a real Maven, on each way in, and that the right one works then. */
public abstract class RefusalContract {

    private static final String REFUSAL = "INVALID pythonEnvironment 'pip': must be requirements or conda";

    @TempDir
    private Path folder;

    /** Those that evaluate the checks in the defaults: all but the oldest. */
    static List<String> plugins() {
        return MavenMatrixContract.PLUGINS.stream().skip(1).toList();
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void batchModeLeavesNothing(String plugin) {
        Command.Result result = wrong().plugin(plugin).in(folder).failed();
        assertThat(errors(result)).contains(REFUSAL);
        assertThat(folder).isEmptyDirectory();
        right().plugin(plugin).in(folder).succeeded();
    }

    @Test
    void aGivenPackageChangesNothing() {
        assertThat(errors(wrong().with("package", "com.example").in(folder).failed())).contains(REFUSAL);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFolderElsewhereIsNotMade() {
        Path elsewhere = folder.resolveSibling("elsewhere");
        Command.Result result = right().with("artifactId", "../elsewhere").in(folder).failed();
        assertThat(errors(result)).contains("INVALID artifactId '../elsewhere': must be a letter");
        assertThat(elsewhere).doesNotExist();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anExpressionIsNotEvaluated() {
        Command.Result result = right().with("modelName", "a${artifactId.length()}").in(folder).failed();
        assertThat(errors(result)).contains("INVALID modelName 'a${artifactId.length()}': must be a Python identifier");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void withoutAnArtifactIdMavenSaysSo() {
        Command.Result result = Generate.byThisArchetype().in(folder).failed();
        assertThat(errors(result)).contains("Property artifactId is missing");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void besideAGivenGroupIdAndVersionAnEmptyPomIsLeft() throws IOException {
        Command.Result result = wrong().with("groupId", "com.example").with("version", "1.0").in(folder).failed();
        assertLeavesAnEmptyPom(errors(result));
        right().with("groupId", "com.example").with("version", "1.0").in(folder).succeeded();
    }

    @Test
    void theOldestPluginLeavesAnEmptyPom() throws IOException {
        String oldest = MavenMatrixContract.PLUGINS.get(0);
        assertLeavesAnEmptyPom(errors(wrong().plugin(oldest).in(folder).failed()));
        right().plugin(oldest).in(folder).succeeded();
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
