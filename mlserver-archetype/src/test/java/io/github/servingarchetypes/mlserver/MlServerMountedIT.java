package io.github.servingarchetypes.mlserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.servingarchetypes.testkit.Command;
import io.github.servingarchetypes.testkit.ComposeProject;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.InferenceServer;
import io.github.servingarchetypes.testkit.Ports;
import io.github.servingarchetypes.testkit.Requires;
import io.github.servingarchetypes.testkit.Tool;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Models, packages and settings of a mounted folder, by README's commands: it makes the tarball, too. */
@Requires({Tool.DOCKER, Tool.COMPOSE})
@ResourceLock("the image that docker-compose.yml names")
class MlServerMountedIT {

    /** MLSERVER_MODELS_DIR, MLSERVER_ENV_TARBALL and settings of a mounted volume win over the image, unbuilt. */
    @Test
    void mountedModelsPackagesAndSettingsWin() {
        GeneratedRepository copy = GeneratedRepository.of("conda-build").copy("mounted-by-readme");
        int port = Ports.free();
        String command = copy.readme().commands("Mount your own models", "--scale mounted=1")
                .replace("./src/models", "./mine");
        copy.write("mine/__init__.py", "");
        copy.write("mine/iris/__init__.py", "");
        for (String file : List.of("classifier.py", "coefficients.json", "model.py")) {
            copy.write("mine/iris/" + file, copy.text("src/models/modelA/" + file));
        }
        copy.write("mine/iris/model-settings.json",
                copy.text("src/models/modelA/model-settings.json").replace("modelA", "iris"));
        copy.replace("mine/iris/classifier.py", "import json\n", "import json\nimport sys\n");
        copy.replace("mine/iris/classifier.py", "return [self.species[best]", "return [sys.prefix");
        copy.write("mine/settings.json", "{\"server_name\": \"of the mounted folder\", \"debug\": false}\n");
        copy.write(".env", "MLSERVER_DEBUG=true\n");

        try (ComposeProject project = new ComposeProject(copy).with("MOUNTED_HTTP_PORT", Integer.toString(port))) {
            project.run("docker compose build").succeeded();
            InferenceServer server = InferenceServer.onPort(port);
            Command.Result started = project.run(command);
            assertThat(started.exitCode()).as(() -> started.output() + project.logs()).isZero();
            assertThat(models(server)).containsExactly("iris");
            assertThat(body(copy, server)).contains("/opt/environment");
            assertThat(server.get("/v2").json().path("name").asText()).isEqualTo("of the mounted folder");
            assertThat(project.logs()).as("with MLSERVER_DEBUG of .env").contains("POST /v2/models/iris/infer");
            project.run("docker compose down").succeeded();
            assertThat(project.run("docker compose ps --all --quiet").succeeded().output()).isBlank();

            // The packages of a tarball: Python 3.10 of another environment, in another folder.
            copy.write("mine/environment.yaml", copy.text("src/environment.yaml"));
            Command.script(copy.readme().commands("Mount your own models", "conda-pack"))
                    .in(copy.folder().resolve("mine")).run().succeeded();
            project.with("ENV_TARBALL", "/mnt/models/environment.tar.gz").run(command).succeeded();
            assertThat(body(copy, server)).contains("/tmp/serving/environment");
        }
    }

    private static String body(GeneratedRepository repository, InferenceServer server) {
        return server.post("/v2/models/iris/infer", repository.example().request()).body();
    }

    private static List<String> models(InferenceServer server) {
        JsonNode index = server.post("/v2/repository/index", "{}").json();
        assertThat(index.findValuesAsText("state")).containsOnly("READY");
        return index.findValuesAsText("name");
    }
}
