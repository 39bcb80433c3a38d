package io.github.servingarchetypes.mlserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.Command;
import io.github.servingarchetypes.testkit.Example;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.Image;
import io.github.servingarchetypes.testkit.InferenceServer;
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

    private static final String LIFE = "Add, rename or remove a model";

    @Test
    void variablesWinOverTheSettingsFile() {
        assertThat(GeneratedRepository.of("requirements").text("src/settings.json")).contains("\"http_port\": 8080");
        try (RunningContainer container = Image.of(GeneratedRepository.of("requirements"))
                .run("--publish", Ports.published(7777), "--env", "MLSERVER_HTTP_PORT=7777")) {
            container.assertAnswersTheExampleOf(GeneratedRepository.of("requirements"), 7777);
        }
    }

    /** As docs/more-cores.md tells; a worker is a process that multiprocessing spawned. */
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

    /** By README's commands: copied to modelC, renamed to iris; modelB is removed. */
    @Test
    void aModelIsItsFolder() {
        GeneratedRepository repository = GeneratedRepository.of("requirements").copy("model-folders");
        String add = repository.readme().commands(LIFE, "cp -r").replaceAll("(?m)^docker.*$", "");
        String rename = repository.readme().commands(LIFE, "mv ");
        Command.script(add + rename + "rm -r src/models/modelB").in(repository.folder()).run().succeeded();
        assertThat(repository.changesSince("requirements")).isNotEmpty().allMatch(file -> file.startsWith("src/models/"));
        Image image = Image.rebuilt(repository);
        try (RunningContainer container = image.run("--publish", Ports.published(8080))) {
            container.assertAnswersTheExampleOf(repository, 8080, "iris");
            String smoke = Command.of("python3", "tests/smoke.py", container.server(8080).address()).in(repository.folder())
                    .run().succeeded().output();
            assertThat(smoke.lines()).containsExactlyInAnyOrder("iris: right", "modelA: right");
            repository.assertUnitTestsPass();
        } finally {
            image.remove();
        }
    }

    @Test
    void aVersionOfTheSettingsIsServedAndTwoStandSideBySide() {
        GeneratedRepository repository = GeneratedRepository.of("requirements").copy("two-versions");
        Command.script("cp -r src/models/modelA src/models/modelA2").in(repository.folder()).run().succeeded();
        String settings = "src/models/modelA2/model-settings.json";
        repository.replace(settings, "models.modelA.model", "models.modelA2.model");
        repository.replace(settings, "\"version\": \"1\"", "\"version\": \"2\"");
        repository.replace("src/models/modelA2/classifier.py", ", 4)", ", 2)");
        Image image = Image.rebuilt(repository);
        try (RunningContainer container = image.run("--publish", Ports.published(8080))) {
            InferenceServer server = container.assertAnswersTheExampleOf(repository, 8080, "modelB");
            server.awaitReady("/v2/models/modelA/versions/2/ready", Duration.ofMinutes(1), container::logs);
            Example example = repository.example();
            example.assertAnsweredBy(server, "/v2/models/modelA/versions/1/infer");
            example.rounded(2).assertAnsweredBy(server, "/v2/models/modelA/versions/2/infer");
        } finally {
            image.remove();
        }
    }

    @Test
    void aTarballWithoutTheServerIsRefused() {
        try (RunningContainer container = Image.of(GeneratedRepository.of("requirements"))
                .run("--env", "MLSERVER_ENV_TARBALL=/opt/mlserver/settings.json")) {
            assertThat(container.awaitEnd(Duration.ofSeconds(30)).exitCode()).isNotZero();
            assertThat(container.logs()).contains("start: ERROR: src/settings.json cannot be unpacked");
        }
    }
}
