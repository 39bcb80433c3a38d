package io.github.servingarchetypes.triton;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.servingarchetypes.testkit.Builder;
import io.github.servingarchetypes.testkit.Command;
import io.github.servingarchetypes.testkit.ComposeProject;
import io.github.servingarchetypes.testkit.Example;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.Image;
import io.github.servingarchetypes.testkit.InferenceServer;
import io.github.servingarchetypes.testkit.Ports;
import io.github.servingarchetypes.testkit.PythonTools;
import io.github.servingarchetypes.testkit.Requires;
import io.github.servingarchetypes.testkit.RunningContainer;
import io.github.servingarchetypes.testkit.ServingRuntime;
import io.github.servingarchetypes.testkit.Tool;
import io.github.servingarchetypes.testkit.runtime.Triton;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several models, versions and environments in one Triton. */
@Requires(Tool.DOCKER)
class TritonModelsIT {

    private static final int HTTP = 8000;
    private static final int GRPC = 8001;

    @ParameterizedTest
    @CsvSource({
        "conda-build, /opt/environments/environment, /opt/environments/environment-modelB",
        "conda-startup, /tmp/python_env_, /tmp/python_env_"
    })
    void twoModelsRunInTwoEnvironments(String caseName, String first, String second) {
        GeneratedRepository repository = GeneratedRepository.of(caseName).copy("two-environments-" + caseName);
        repository.append(
                "src/models/modelA/1/model.py",
                "\n\nimport importlib.util\nimport sys\n\n"
                        + "found = importlib.util.find_spec(\"packaging\") is not None\n"
                        + "print(f\"runs: {__file__} in {sys.prefix}, packaging: {found}\", flush=True)\n");
        copyModel(repository, "src/models/modelA", "src/models/modelB");
        repository.write(
                "src/environment-modelB.yml", repository.text("src/environment.yml") + "  - packaging\n");
        Image image = Image.rebuilt(repository);
        try (RunningContainer container = image.run("--publish", Ports.published(HTTP))) {
            container.assertAnswersTheExampleOf(repository, HTTP);
            container.assertAnswersTheExampleOf(repository, HTTP, "modelB");
            assertThat(container.logs())
                    .containsPattern("runs: \\S*modelA\\S* in " + first + "\\S*, packaging: False")
                    .containsPattern("runs: \\S*modelB\\S* in " + second + "\\S*, packaging: True");
        } finally {
            image.remove();
        }
    }

    /** PyYAML is in one of the two environments only. */
    @ParameterizedTest
    @ValueSource(strings = {"conda-build", "conda-startup"})
    @Requires({Tool.DOCKER, Tool.COMPOSE})
    @ResourceLock("the image that docker-compose.yml names")
    void theUnitTestsOfEachModelRunInItsEnvironment(String caseName) {
        GeneratedRepository repository = GeneratedRepository.of(caseName).copy("tests-of-two-environments-" + caseName);
        copyModel(repository, "src/models/modelA", "src/models/modelB");
        repository.write("src/environment-modelB.yml", repository.text("src/environment.yml") + "  - pyyaml\n");
        String test = "\n\ndef test_where_it_runs():\n    assert (importlib.util.find_spec(\"yaml\") is None) is %s\n";
        repository.append("src/models/modelA/test_model.py", test.formatted("True"));
        repository.append("src/models/modelB/test_model.py", test.formatted("False"));
        String command = repository.readme().commands("Test", "docker compose");
        try (ComposeProject project = new ComposeProject(repository)) {
            assertThat(project.run(command).succeeded().output()).containsPattern("(?s)passed.*passed");

            for (String model : List.of("modelA", "modelB")) {
                assertThat(project.run(command.stripTrailing() + " -k '" + model + " and example'").succeeded().output())
                        .containsOnlyOnce("1 passed");
            }
            String broken = "src/models/modelA/test_model.py";
            repository.replace(broken, "is True", "is False");
            assertThat(project.run(command).failed().output()).containsPattern("(?s)1 failed.*passed");
        }
    }

    @Test
    void aCopiedModelServesAndFolderTwoIsItsSecondVersion() {
        GeneratedRepository repository = GeneratedRepository.of("requirements").copy("copied-model");
        String copy = repository.readme().commands("Add, rename or remove a model", "cp -r").lines().findFirst().orElseThrow();
        Command.script(copy).in(repository.folder()).run().succeeded();
        copyModel(repository, "src/models/modelB/1", "src/models/modelB/2");
        repository.replace("src/models/modelB/2/classifier.py", ", 4)", ", 2)");
        Image image = Image.rebuilt(repository);
        try (RunningContainer container = image.run("--publish", Ports.published(HTTP))) {
            container.assertAnswersTheExampleOf(repository, HTTP);
            InferenceServer server = container.server(HTTP);
            Example example = repository.example().ofModel("modelB").rounded(2);
            example.assertAnsweredBy(server, "/v2/models/modelB/infer");
            assertThat(server.post("/v2/models/modelB/infer", example.request()).json().path("model_version").asText())
                    .isEqualTo("2");
        } finally {
            image.remove();
        }
    }

    /** By README's words: copied to modelB, moved to iris; modelA is removed. */
    @Test
    void aModelIsItsFolder() {
        GeneratedRepository repository = GeneratedRepository.of("requirements").copy("model-folders");
        String copy = repository.readme().commands("Add, rename or remove a model", "cp -r").lines().findFirst().orElseThrow();
        Command.script(copy + "\nmv src/models/modelB src/models/iris\nrm -r src/models/modelA").in(repository.folder()).run().succeeded();
        assertThat(repository.changesSince("requirements")).isNotEmpty().allMatch(file -> file.startsWith("src/models/"));
        Image image = Image.rebuilt(repository);
        try (RunningContainer container = image.run("--publish", Ports.published(HTTP))) {
            container.assertAnswersTheExampleOf(GeneratedRepository.of("requirements"), HTTP, "iris");
            String smoke = Command.of("python3", "tests/smoke.py", container.server(HTTP).address()).in(repository.folder())
                    .run().succeeded().output();
            assertThat(smoke.strip()).isEqualTo("iris: right");
            repository.assertUnitTestsPass();
        } finally {
            image.remove();
        }
    }

    /** The commands of docs/mounted-models.md. The mounted folder is read-only, so environments are linked to. */
    @Test
    void mountedModelsServeAndAreLoadedWhileItRuns() {
        GeneratedRepository repository = GeneratedRepository.of("conda-build").copy("mounted-by-readme");
        for (String title : List.of("Mount your own models", "Change models while it runs")) {
            // Of another name each time: a stopped container may still be there when the next one starts.
            String container = "serving-archetypes-test-" + title.split(" ")[0].toLowerCase();
            String commands = repository.readme().commands(title, "docker run")
                    .replace(repository.composeServer().path("image").asText(), Image.of(GeneratedRepository.of("conda-build")).tag())
                    .replace("8090", Integer.toString(Ports.free()))
                    .replaceAll("(--name|stop) mounted", "$1 " + container);
            try {
                String output = Command.script(commands).in(repository.folder()).run().succeeded().output();
                assertThat(output).contains("modelA: right");
                assertThat(output.contains("modelB: right")).isEqualTo(title.startsWith("Change"));
            } finally {
                Command.of("docker", "rm", "--force", container).run();
            }
        }
    }

    /** As docs/more-cores.md tells, and the comments at the end of config.pbtxt. */
    @Test
    @Requires({Tool.DOCKER, Tool.PYTHON})
    void twoInstancesAndDynamicBatchingServe() {
        GeneratedRepository repository = GeneratedRepository.of("requirements").copy("more-cores");
        String config = "src/models/modelA/config.pbtxt";
        repository.replace(config, "count: 1", "count: 2");
        repository.replace(config, "dims: [ -1, 4 ]", "dims: [ 4 ]");
        repository.replace(config, "dims: [ -1, 3 ]", "dims: [ 3 ]");
        repository.replace(config, "dims: [ -1, 1 ]", "dims: [ 1 ]");
        repository.replace(config, "# version_policy { all", "version_policy { all");
        repository.replace(config, "# max_batch_size", "max_batch_size");
        repository.replace(config, "# dynamic_batching", "dynamic_batching");
        // So long that requests meet, however slow this machine is.
        repository.replace(config, "microseconds: 500", "microseconds: 200000");
        Image image = Image.rebuilt(repository);
        try (RunningContainer container = image.run("--publish", Ports.published(HTTP), "--publish", Ports.published(GRPC))) {
            InferenceServer server = container.assertAnswersTheExampleOf(repository, HTTP);
            assertThat(container.processes("triton_python_backend_stub")).hasSize(2);
            Command.of("python3", "tests/smoke.py", server.address()).in(repository.folder()).run().succeeded();
            repository.assertUnitTestsPass();
            String grpc = container.server(GRPC).address().replace("http://", "");
            PythonTools.tool("python", List.of("-c", TOGETHER, grpc)).run().succeeded();
            JsonNode statistics = server.get("/v2/models/modelA/stats").json().at("/model_stats/0");
            assertThat(statistics.path("execution_count").asInt()).as("%s", statistics)
                    .isLessThan(statistics.path("inference_stats").path("success").path("count").asInt());
        } finally {
            image.remove();
        }
    }

    /** Each gets the answer to its own rows; the one that is too long gets an error, as does the invalid one of the second round. */
    private static final String TOGETHER =
            """
            import queue, sys
            import numpy as np
            from tritonclient import grpc

            flowers = np.array([[5.1, 3.5, 1.4, 0.2], [5.0, 2.0, 3.5, 1.0], [6.9, 3.2, 5.7, 2.3]])
            species = np.array([b"setosa", b"versicolor", b"virginica"])
            too_long = 6
            client = grpc.InferenceServerClient(sys.argv[1])
            answers = queue.Queue()
            for invalid in None, 5:
                for number in range(16):
                    rows = np.arange(number, number + (65 if number == too_long else 1 + number % 5)) % 3
                    measurements = flowers[rows].copy()
                    if number == invalid:
                        measurements[0, 0] = np.nan
                    tensor = grpc.InferInput("measurements", measurements.shape, "FP64").set_data_from_numpy(measurements)
                    keep = lambda result, error, number=number, rows=rows: answers.put((number, rows, result, error))
                    client.async_infer("modelA", [tensor], keep)
                for _ in range(16):
                    number, rows, result, error = answers.get(timeout=60)
                    if number == invalid:
                        assert "finite numbers" in str(error), error
                    elif number == too_long:
                        assert "batch-size must be <= 64" in str(error), error
                    else:
                        assert error is None, (number, error)
                        assert (result.as_numpy("species").ravel() == species[rows]).all(), number
            """;

    @Test
    void anEnvironmentWithAnotherPythonIsRefusedWhileBuilding() {
        GeneratedRepository repository = GeneratedRepository.of("conda-build").copy("other-python");
        repository.replace("src/environment.yml", "python=3.12", "python=3.11");
        Command.Result build =
                Builder.BUILDKIT.build(repository.buildContext(), Image.tagOf(repository) + "-refused", Map.of());
        assertThat(build.exitCode()).as(build.output()).isNotZero();
        assertThat(build.output()).contains("src/environment.yml must contain numpy and Triton's Python, libpython3.12");
    }

    /** Not a 4xx, which is Triton's own; but a message, and the server goes on. README says so. */
    @Test
    void whatTheFrontEndCannotReadIsRefusedWithAMessageAndTheServerGoesOn() {
        GeneratedRepository repository = GeneratedRepository.of("requirements");
        try (RunningContainer container = Image.of(repository).run("--publish", Ports.published(HTTP))) {
            container.assertAnswersTheExampleOf(repository, HTTP);
            for (String mistake : Triton.REFUSED_BY_THE_FRONT_END) {
                InferenceServer.Response response = container.server(HTTP)
                        .post(repository.predictPath(), ServingRuntime.badV2Requests().get(mistake));
                assertThat(response.status()).as(mistake).isBetween(400, 599);
                assertThat(response.body()).as(mistake).contains("error");
            }
            container.assertAnswersTheExampleOf(repository, HTTP);
        }
    }

    private static void copyModel(GeneratedRepository repository, String from, String to) {
        Command.of("cp", "-r", from, to).in(repository.folder()).run().succeeded();
    }
}
