package io.github.servingarchetypes.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.ArchetypeUnderTest;
import io.github.servingarchetypes.testkit.Command;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.Image;
import io.github.servingarchetypes.testkit.Ports;
import io.github.servingarchetypes.testkit.Requires;
import io.github.servingarchetypes.testkit.RunningContainer;
import io.github.servingarchetypes.testkit.ServingRuntime;
import io.github.servingarchetypes.testkit.Tool;
import io.github.servingarchetypes.testkit.Wheel;
import java.io.IOException;
import java.nio.file.Files;
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

    /** The model imports all of it, so it answers only if all of it is there. */
    @ParameterizedTest
    @ValueSource(strings = {"requirements", "conda-build"})
    void wheelsFurtherRequirementsAndSharedCodeReachTheModel(String caseName) throws IOException {
        GeneratedRepository repository = GeneratedRepository.of(caseName).copy("own-packages-" + caseName);
        Files.write(repository.file(folderOf(repository, "wheels/README.md") + "wheels/" + Wheel.FILE), Wheel.content());
        addPackage(repository, Wheel.REQUIREMENT);
        repository.write(folderOf(repository, "common/__init__.py") + "common/shared.py", "ANSWER = 42\n");
        repository.replace(runtime.classifierFile(), "import json\n",
                "import json\n\nimport " + Wheel.MODULE + "\nfrom common.shared import ANSWER\n");
        Image image = Image.rebuilt(repository);
        try (RunningContainer container = image.run("--publish", Ports.published(repository.containerPort()))) {
            container.assertAnswersTheExampleOf(repository, repository.containerPort());
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

    private static void addPackage(GeneratedRepository repository, String requirement) {
        String file = repository.dependencyFile();
        if (!repository.isConda()) {
            repository.write(file.replace("requirements.txt", "requirements-extra.txt"), requirement + "\n");
            repository.append(file, "-r requirements-extra.txt\n");
        } else if (repository.text(file).contains("\n  - pip:\n")) {
            repository.append(file, "      - " + requirement + "\n");
        } else {
            repository.append(file, "  - pip\n  - pip:\n      - " + requirement + "\n");
        }
    }

    /** The folder, from the repository's, in which a file is: with a slash, or empty. */
    private static String folderOf(GeneratedRepository repository, String file) {
        return repository.files().stream().filter(path -> path.endsWith(file)).findFirst().orElseThrow().replace(file, "");
    }
}
