package io.github.servingarchetypes.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.ArchetypeUnderTest;
import io.github.servingarchetypes.testkit.Command;
import io.github.servingarchetypes.testkit.ComposeProject;
import io.github.servingarchetypes.testkit.Example;
import io.github.servingarchetypes.testkit.Gateway;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.Image;
import io.github.servingarchetypes.testkit.InferenceServer;
import io.github.servingarchetypes.testkit.Json;
import io.github.servingarchetypes.testkit.Readme;
import io.github.servingarchetypes.testkit.Requires;
import io.github.servingarchetypes.testkit.ServingRuntime;
import io.github.servingarchetypes.testkit.Tool;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user does first with a repository, by the commands of its README. */
@Requires({Tool.DOCKER, Tool.COMPOSE, Tool.PYTHON})
@ParameterizedClass
@ValueSource(strings = {"requirements", "conda-build", "conda-startup"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ResourceLock("the image that docker-compose.yml names")
class ServeIT {

    private static final Pattern STEP = Pattern.compile("(?m)^#(\\d+) \\[server (\\S+ \\d+/\\d+] (?!FROM ).*)$");

    /** As README's "Behind a proxy" sets it for the build. */
    private static final Map<String, String> BEHIND_A_PROXY = Map.of("HTTP_PROXY", "http://127.0.0.1:9", "http_proxy", "http://127.0.0.1:9");

    @Parameter
    String caseName;

    private final ServingRuntime runtime = ArchetypeUnderTest.current().runtime();
    private GeneratedRepository repository;
    private ComposeProject project;
    private InferenceServer server;


    @BeforeParameterizedClassInvocation
    void start() {
        repository = GeneratedRepository.of(caseName).copy("serve-" + caseName);
        project = new ComposeProject(repository);
        server = project.start();
    }

    @AfterParameterizedClassInvocation
    void stop() {
        project.close();
    }

    @Test
    @Order(1)
    void theModelIsReadyAsSoonAsTheStartCommandReturns() {
        assertThat(server.get(repository.readyPath()).status()).isEqualTo(200);
    }

    @Test
    @Order(2)
    void curlPrintsTheResponseThatTheReadmeShows() {
        for (Readme.Call call : repository.readme().curlCalls("Call it")) {
            assertThat(Json.parse(project.run(call.command()).succeeded().output()))
                    .isEqualTo(Json.parse(call.output()));
        }
    }

    @Test
    @Order(2)
    void thePythonExampleOfTheReadmeRuns() {
        String example = repository.readme().blocks("Call it", "python").get(0);
        Command.of("python3", "-c", project.onItsPorts(example))
                .in(repository.folder()).with(BEHIND_A_PROXY).run().succeeded();
    }

    @Test
    @Order(2)
    void theSmokeTestPasses() {
        project.command(repository.readme().commands("Test", "smoke.py")).with(BEHIND_A_PROXY).run().succeeded();
    }

    /** In Kubernetes: an ingress and the executor of Seldon Core stand before the server. */
    @Test
    @Order(2)
    void theSmokeTestPassesThroughAGateway() {
        try (Gateway gateway = new Gateway(server)) {
            project.run("python3 tests/smoke.py " + gateway.address()).failed();
            project.run("python3 tests/smoke.py --host " + Gateway.HOST + " " + gateway.address()).succeeded();
        }
    }

    @Test
    @Order(2)
    void theModelTellsOfItsInputsAndOutputs() {
        runtime.assertDescribesItself(repository, server);
    }

    @Test
    @Order(2)
    void metricsAndGrpcAreOnTheirPorts() {
        project.run("curl -sSf http://localhost:8082/metrics").succeeded();
        String unknownMethod = "curl -sS -D - --http2-prior-knowledge -X POST -H 'Content-Type: application/grpc' -H 'TE: trailers'"
                + " http://localhost:8081/no.Service/Method";
        assertThat(project.run(unknownMethod).succeeded().output()).contains("grpc-status: 12");
    }

    @Test
    @Order(3)
    void badRequestsAreRefusedAndTheServerGoesOn() {
        runtime.badRequests().forEach((mistake, request) -> {
            InferenceServer.Response response = server.post(repository.predictPath(), request);
            assertThat(response.status()).as("%s: %s", mistake, response.body()).isBetween(400, 499);
            assertThat(response.body()).as(mistake).hasSizeGreaterThan(20).doesNotContain("Traceback");
        });
        assertAnswersTheExample();
    }

    @Test
    @Order(3)
    void manyRequestsAtATimeAreAnswered() {
        String request = repository.example().request();
        List<Integer> statuses = IntStream.range(0, 40).parallel()
                .mapToObj(i -> server.post(repository.predictPath(), request).status()).toList();
        assertThat(statuses).containsOnly(200);
    }

    /** The edit also makes the model load slowly: the command must not return before it is ready. */
    @Test
    @Order(4)
    void anEditOfTheModelIsServedSoonAndInstallsNothing() {
        List<String> before = layers();
        // A text that no earlier run had: else the engine serves the cached image of that run, with its lower layers.
        repository.append(runtime.classifierFile(), "# " + UUID.randomUUID() + "\n");
        repository.replace(runtime.classifierFile(), ", 4)", ", 2)");
        repository.replace(runtime.classifierFile(), "import json\n", "import json\nimport time\n");
        repository.replace(runtime.classifierFile(), "        parameters = json", "        time.sleep(8)\n        parameters = json");

        Command.Result rebuilt = project.run(startCommand()).succeeded();

        Example example = repository.example();
        example.rounded(2).assertAnsweredBy(server, repository.predictPath());
        assertThat(example.isAnsweredBy(server.post(repository.predictPath(), example.request()).json())).isFalse();
        List<String> after = layers();
        assertThat(after).hasSameSizeAs(before).isNotEqualTo(before);
        assertThat(stepsRun(rebuilt.output())).as("steps that ran, of %s", rebuilt.output())
                .allMatch(step -> step.startsWith("files ") || step.matches("\\S+ (\\d+)/\\1] COPY .*"));
        assertThat(rebuilt.seconds()).as("seconds to rebuild, stop, start and load").isLessThan(90);
    }

    @Test
    @Order(5)
    void downLeavesNothing() {
        project.run("docker compose down").succeeded();
        assertThat(project.run("docker compose ps --all --quiet").succeeded().output()).isBlank();
    }

    private void assertAnswersTheExample() {
        repository.example().assertAnsweredBy(server, repository.predictPath());
    }

    private String startCommand() {
        return repository.readme().commands("Start", "docker compose up");
    }

    /** The steps that BuildKit ran, such as "stage-1 5/5] COPY ...", by its plain output: not those that it had in its cache. */
    private static List<String> stepsRun(String output) {
        return STEP.matcher(output).results()
                .filter(step -> !Pattern.compile("(?m)^#" + step.group(1) + " CACHED$").matcher(output).find())
                .map(step -> step.group(2))
                .distinct()
                .toList();
    }

    private List<String> layers() {
        return Image.named(repository.composeServer().path("image").asText()).layers();
    }
}
