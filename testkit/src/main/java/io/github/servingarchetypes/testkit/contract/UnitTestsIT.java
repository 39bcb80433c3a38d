package io.github.servingarchetypes.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.Additions;
import io.github.servingarchetypes.testkit.Command;
import io.github.servingarchetypes.testkit.ComposeProject;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.Requires;
import io.github.servingarchetypes.testkit.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The unit tests, by README's commands as they stand: in the image, and in an environment of mamba. LocalServerIT has pip's. */
class UnitTestsIT {

    private static final String SECTION = "Test";
    private static final String PASSED = "[1-9][0-9]* passed";
    private static final String PREFIX = "import sys; print(sys.prefix)";
    private static final String FAILING_TEST = """


            def test_that_fails():
                import sys

                raise AssertionError(f"runs in {sys.prefix} with {np.__file__}")
            """;

    @ParameterizedTest
    @ValueSource(strings = {"requirements", "conda-build", "conda-startup"})
    @Requires({Tool.DOCKER, Tool.COMPOSE})
    @ResourceLock("the image that docker-compose.yml names")
    void theyRunInTheImageWithItsPackages(String caseName) {
        GeneratedRepository copy = GeneratedRepository.of(caseName).copy("unit-tests-" + caseName);
        String command = copy.readme().commands(SECTION, "docker compose");
        try (ComposeProject project = new ComposeProject(copy)) {
            assertThat(project.run(command).succeeded().output()).containsPattern(PASSED);

            copy.append(copy.testFile(), FAILING_TEST);
            String image = copy.composeServer().path("image").asText();
            String prefix = switch (caseName) {
                case "requirements" -> Command.of("docker", "run", "--rm", "--entrypoint", "python3", image, "-c", PREFIX)
                        .run().succeeded().output().strip();
                case "conda-build" -> "/opt/environments?(/environment)?";
                default -> "/tmp/\\S*environment\\S*";
            };
            assertThat(project.run(command).failed().output()).containsPattern("1 failed, " + PASSED)
                    .containsPattern("AssertionError: runs in " + prefix + " with (?!/opt/tests)\\S*numpy/__init__.py");
        }
    }

    /** In the image that builds the environments, because mamba is there. */
    @Test
    @Requires(Tool.DOCKER)
    void theyRunInAnEnvironmentThatMambaMakes() {
        GeneratedRepository copy = GeneratedRepository.of("conda-build").copy("unit-tests-mamba");
        Additions.to(copy).sharedCode().privateWheel();
        Command.Result tests = Command.of("docker", "run", "--rm", "--volume", copy.folder() + ":/mnt", "--workdir", "/mnt",
                copy.buildArgument("MINIFORGE_IMAGE"), "bash", "-ec",
                copy.readme().commands("Private and further packages", "export") + copy.readme().commands(SECTION, "pytest")).run().succeeded();
        assertThat(tests.output()).containsPattern(PASSED);
    }
}
