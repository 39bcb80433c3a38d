package io.github.servingarchetypes.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.Command;
import io.github.servingarchetypes.testkit.Generate;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a whole Maven takes odd command lines. All archetypes are alike in it: one stands for them. */
class CommandLineIT {

    @TempDir
    private Path folder;

    @Test
    void aGivenPackageChangesNothing() {
        Command.Result result = generate().with("pythonEnvironment", "pip").with("package", "com.example").runIn(folder);
        assertThat(result.failed().output())
                .contains("INVALID pythonEnvironment 'pip': must be requirements or conda");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anExpressionIsNotEvaluated() {
        assertThat(generate().with("modelName", "a${artifactId.length()}").runIn(folder).failed().output())
                .contains("INVALID modelName 'a${artifactId.length()}': must be a Python identifier");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void withoutAnArtifactIdMavenSaysSo() {
        assertThat(Generate.byThisArchetype().runIn(folder).failed().output()).contains("Property artifactId is missing");
        assertThat(folder).isEmptyDirectory();
    }

    private static Generate generate() {
        return Generate.byThisArchetype().with("artifactId", "my-models");
    }
}
