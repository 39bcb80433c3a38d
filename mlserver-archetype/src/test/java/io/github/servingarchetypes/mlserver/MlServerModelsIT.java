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

/** Models and packages that are mounted over the image, settings that variables override, models that are copied. */
@Requires(Tool.DOCKER)
class MlServerModelsIT {

    private static final Duration START = Duration.ofMinutes(2);

    @Test
    void mountedModelsAndAMountedTarballWin() {
        GeneratedRepository mounted = GeneratedRepository.of("requirements").copy("mounted");
        copyModel(mounted, "mine");
        Command.script("rm -r src/models/modelA src/models/modelB; docker run --rm %s cat /opt/environment.tar.gz > src/models/environment.tar.gz"
                        .formatted(Image.of(GeneratedRepository.of("conda-startup")).tag()))
                .in(mounted.folder()).run().succeeded();
        try (RunningContainer container = Image.of(GeneratedRepository.of("requirements")).run(
                "--publish", "127.0.0.1::8080", "--read-only", "--tmpfs", "/tmp:exec",
                "--volume", mounted.file("src/models") + ":/mnt/models:ro",
                "--env", "MLSERVER_MODELS_DIR=/mnt/models",
                "--env", "MLSERVER_ENV_TARBALL=/mnt/models/environment.tar.gz")) {
            answers(container, 8080, "mine");
            assertThat(container.server(8080).get("/v2/models/modelA").status()).isEqualTo(404);
            assertThat(container.execute("sh", "-c", "cat /proc/*/cmdline | tr '\\0' ' '").output())
                    .contains("/tmp/serving/environment/bin/mlserver");
        }
    }

    @Test
    void theServiceForMountedModelsOfTheComposeFileServes() {
        GeneratedRepository repository = GeneratedRepository.of("requirements").copy("compose-mounted");
        Command.of("docker", "tag", Image.of(GeneratedRepository.of("requirements")).tag(), "localhost/models/mounted:1")
                .run().succeeded();
        repository.replace("docker-compose.yml", "localhost/models/my-models:0.1.0", "localhost/models/mounted:1");
        int port = InferenceServer.freePort();
        Command compose = Command.script(repository.readme().commands("Mount your own models", "--profile mounted"))
                .in(repository.folder()).with("MOUNTED_HTTP_PORT", Integer.toString(port)).with("COMPOSE_PROJECT_NAME", "mounted");
        try {
            compose.run().succeeded();
            assertThat(InferenceServer.onPort(port).get("/v2/models/modelB/ready").status()).isEqualTo(200);
        } finally {
            Command.script("docker compose --profile mounted down; docker rmi localhost/models/mounted:1")
                    .in(repository.folder()).with("COMPOSE_PROJECT_NAME", "mounted").run().succeeded();
        }
    }

    @Test
    void variablesWinOverTheSettingsFile() {
        assertThat(GeneratedRepository.of("requirements").text("src/settings.json")).contains("\"http_port\": 8080");
        try (RunningContainer container = Image.of(GeneratedRepository.of("requirements"))
                .run("--publish", "127.0.0.1::7777", "--env", "MLSERVER_HTTP_PORT=7777")) {
            answers(container, 7777, "modelA");
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

    private static void copyModel(GeneratedRepository repository, String name) {
        Command.script("cp -r src/models/modelA src/models/%1$s; sed -i 's/modelA/%1$s/g' src/models/%1$s/model-settings.json"
                        .formatted(name))
                .in(repository.folder()).run().succeeded();
    }

    private static void answers(RunningContainer container, int port, String model) {
        InferenceServer server =
                container.server(port).awaitReady("/v2/models/" + model + "/ready", START, container::logs);
        InferenceServer.Answer answer = server.post(
                "/v2/models/" + model + "/infer", GeneratedRepository.of("requirements").text("tests/request.json"));
        assertThat(answer.body()).contains("0.9817");
    }
}
