package io.github.servingarchetypes.mlserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.Command;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.Image;
import io.github.servingarchetypes.testkit.InferenceServer;
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

    private static final Duration START = Duration.ofMinutes(2);

    @Test
    void variablesWinOverTheSettingsFile() {
        assertThat(GeneratedRepository.of("requirements").text("src/settings.json")).contains("\"http_port\": 8080");
        try (RunningContainer container = Image.of(GeneratedRepository.of("requirements"))
                .run("--publish", "127.0.0.1::7777", "--env", "MLSERVER_HTTP_PORT=7777")) {
            answers(container, 7777, "modelA");
        }
    }

    /** As README's "Use more cores" tells; a worker is a process that multiprocessing spawned. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void asManyWorkersComputeAsTheSettingSays(int workers) {
        GeneratedRepository repository = GeneratedRepository.of("requirements").copy("workers-" + workers);
        repository.replace("src/settings.json", "\"parallel_workers\": 1", "\"parallel_workers\": " + workers);
        Image image = Image.rebuilt(repository);
        try (RunningContainer container = image.run("--publish", "127.0.0.1::8080")) {
            answers(container, 8080, "modelA");
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
        try (RunningContainer container = image.run("--publish", "127.0.0.1::8080")) {
            answers(container, 8080, "modelC");
            answers(container, 8080, "modelA");
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

    private static void answers(RunningContainer container, int port, String model) {
        InferenceServer server =
                container.server(port).awaitReady("/v2/models/" + model + "/ready", START, container::logs);
        InferenceServer.Answer answer = server.post(
                "/v2/models/" + model + "/infer", GeneratedRepository.of("requirements").text("tests/request.json"));
        assertThat(answer.body()).contains("0.9817");
    }
}
