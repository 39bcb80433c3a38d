package io.github.servingarchetypes.mlserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.Command;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.Image;
import io.github.servingarchetypes.testkit.Ports;
import io.github.servingarchetypes.testkit.Requires;
import io.github.servingarchetypes.testkit.RunningContainer;
import io.github.servingarchetypes.testkit.Tool;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that variables override, models that are copied, packages that are refused. */
@Requires(Tool.DOCKER)
class MlServerModelsIT {

    @Test
    void variablesWinOverTheSettingsFile() {
        assertThat(GeneratedRepository.of("requirements").text("src/settings.json")).contains("\"http_port\": 8080");
        try (RunningContainer container = Image.of(GeneratedRepository.of("requirements"))
                .run("--publish", Ports.published(7777), "--env", "MLSERVER_HTTP_PORT=7777")) {
            container.assertAnswersTheExampleOf(GeneratedRepository.of("requirements"), 7777);
        }
    }

    /** As README's "Use more cores" tells; a worker is a process that multiprocessing spawned. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void asManyWorkersComputeAsTheSettingSays(int workers) {
        GeneratedRepository repository = GeneratedRepository.of("requirements").copy("workers-" + workers);
        repository.replace("src/settings.json", "\"parallel_workers\": 1", "\"parallel_workers\": " + workers);
        Image image = Image.rebuilt(repository);
        try (RunningContainer container = image.run("--publish", Ports.published(8080))) {
            container.assertAnswersTheExampleOf(repository, 8080);
            assertThat(container.processes("spawn_main")).hasSize(workers);
        } finally {
            image.remove();
        }
    }

    @Test
    void aCopiedModelServes() {
        GeneratedRepository repository = GeneratedRepository.of("requirements").copy("copied-model");
        Command.script(repository.readme().commands("Add a model", "cp -r").replaceAll("(?m)^docker.*$", ""))
                .in(repository.folder()).run().succeeded();
        Image image = Image.rebuilt(repository);
        try (RunningContainer container = image.run("--publish", Ports.published(8080))) {
            container.assertAnswersTheExampleOf(repository, 8080, "modelC");
            container.assertAnswersTheExampleOf(repository, 8080);
        } finally {
            image.remove();
        }
    }

    @Test
    void aTarballWithoutTheServerIsRefused() {
        try (RunningContainer container = Image.of(GeneratedRepository.of("requirements"))
                .run("--env", "MLSERVER_ENV_TARBALL=/opt/mlserver/settings.json")) {
            assertThat(container.awaitEnd(Duration.ofSeconds(30)).exitCode()).isNotZero();
            assertThat(container.logs()).contains("start: ERROR: /opt/mlserver/settings.json cannot be unpacked");
        }
    }
}
