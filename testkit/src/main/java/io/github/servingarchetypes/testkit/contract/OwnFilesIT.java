package io.github.servingarchetypes.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.Additions;
import io.github.servingarchetypes.testkit.ArchetypeUnderTest;
import io.github.servingarchetypes.testkit.Command;
import io.github.servingarchetypes.testkit.ComposeProject;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.Image;
import io.github.servingarchetypes.testkit.Ports;
import io.github.servingarchetypes.testkit.Requires;
import io.github.servingarchetypes.testkit.RunningContainer;
import io.github.servingarchetypes.testkit.ServingRuntime;
import io.github.servingarchetypes.testkit.Tool;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user brings beside a model: packages of their own, code that models share, large files, odd modes. */
@Requires(Tool.DOCKER)
class OwnFilesIT {

    private static final int LARGE = 200_000_000;
    private static final int SMALL = 1_000_000;   // bytes

    private final ServingRuntime runtime = ArchetypeUnderTest.current().runtime();

    /** The model imports all of it, so it answers only if all of it is there. So it is with its unit tests. */
    @ParameterizedTest
    @ValueSource(strings = {"requirements", "conda-build", "conda-startup"})
    @Requires({Tool.DOCKER, Tool.COMPOSE})
    void packagesAndSharedCodeReachTheModelAndItsUnitTests(String caseName) {
        GeneratedRepository repository = GeneratedRepository.of(caseName).copy("own-packages-" + caseName);
        Additions.to(repository).sharedCode().privateWheel().systemPackage();
        Image image = Image.named(Image.tagOf(repository));
        repository.replace("docker-compose.yml", repository.composeServer().path("image").asText(), image.tag());
        try (ComposeProject project = new ComposeProject(repository)) {
            String tests = project.run(repository.readme().commands("Test", "docker compose")).succeeded().output();
            assertThat(tests).containsPattern("[1-9][0-9]* passed");
            try (RunningContainer container = image.run("--publish", Ports.published(repository.containerPort()))) {
                container.assertAnswersTheExampleOf(repository, repository.containerPort());
            }
        } finally {
            image.remove();
        }
    }

    /** And any user may read them, even if only their owner may in the checkout. */
    @Test
    void anEditOfCodeNeitherCopiesNorPushesLargeFiles() throws IOException {
        GeneratedRepository repository = GeneratedRepository.of("requirements").copy("large-files");
        String weights = runtime.classifierFile().replaceFirst("classifier\\.py$", "weights.bin");
        try (var file = new java.io.RandomAccessFile(repository.file(weights).toFile(), "rw")) {
            file.setLength(LARGE);
        }
        Command.of("chmod", "go-rwx", weights, runtime.classifierFile()).in(repository.folder()).run().succeeded();
        Image image = Image.rebuilt(repository);
        List<String> before = image.layers();
        repository.append(runtime.classifierFile(), "# edited\n");
        Image edited = Image.rebuilt(repository);
        try (RunningContainer container = edited.run("--user", "12345:0", "--publish", Ports.published(repository.containerPort()))) {
            int last = before.size() - 1;
            assertThat(edited.layers()).as("all layers but the one with the code").hasSameSizeAs(before)
                    .startsWith(before.subList(0, last).toArray(String[]::new)).isNotEqualTo(before);
            assertThat(edited.bytesAbove("/files/large")).as("bytes above the large files").isLessThan(SMALL);
            container.assertAnswersTheExampleOf(repository, repository.containerPort());
        } finally {
            edited.remove();
        }
    }
}
