package io.github.servingarchetypes.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.servingarchetypes.testkit.Eventually;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.Image;
import io.github.servingarchetypes.testkit.InferenceServer;
import io.github.servingarchetypes.testkit.Ports;
import io.github.servingarchetypes.testkit.Requires;
import io.github.servingarchetypes.testkit.RunningContainer;
import io.github.servingarchetypes.testkit.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** How the image of each path behaves where it runs: restricted, stopped, and as the real controllers start it. */
@Requires(Tool.DOCKER)
@ParameterizedClass
@ValueSource(strings = {"requirements", "conda-build", "conda-startup"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RuntimeIT {

    private static final Duration START = Duration.ofSeconds(120);

    @Parameter
    String caseName;

    private GeneratedRepository repository;

    @BeforeParameterizedClassInvocation
    void generated() {
        repository = GeneratedRepository.of(caseName);
    }

    @Test
    void servesAsAnyUserWithReadOnlyRootAndStopsOnSigterm() {
        try (RunningContainer container = Image.of(repository).run(
                "--user", "12345:0", "--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges",
                "--tmpfs", "/tmp:exec", "--publish", Ports.published(repository.containerPort()))) {
            container.assertAnswersTheExampleOf(repository, repository.containerPort());
            awaitHealthy(container);
            stops(container, Duration.ofSeconds(10));
        }
    }

    /** A proxy is for what is outside: neither the server nor its health check asks it. */
    @Test
    void isHealthyBehindAProxy() {
        try (RunningContainer container = Image.of(repository).run(
                "--env", "HTTP_PROXY=http://127.0.0.1:9", "--env", "http_proxy=http://127.0.0.1:9",
                "--publish", Ports.published(repository.containerPort()))) {
            container.assertAnswersTheExampleOf(repository, repository.containerPort());
            awaitHealthy(container);
        }
    }

    @Test
    void stopsOnSigtermWhileItStarts() {
        try (RunningContainer container = Image.of(repository).run()) {
            Eventually.holds(Duration.ofSeconds(20), () -> container.logs().contains("start: "));
            assertThat(container.logs()).contains("start: ");
            RunningContainer.End end = container.stop(Duration.ofSeconds(10));
            assertThat(end.exitCode()).as(container.logs()).isZero();
        }
    }

    @Test
    void servesAsSeldonCoreStartsIt() {
        JsonNode predictor = repository.yaml("seldon_deployment.yaml").at("/spec/predictors/0");
        JsonNode manifest = predictor.at("/componentSpecs/0/spec/containers/0");
        List<String> options = new ArrayList<>(List.of("--user", "8888", "--publish", Ports.published(9000)));
        seldonEnvironment(manifest.path("name").asText(), predictor.at("/graph/parameters"))
                .forEach((name, value) -> options.addAll(List.of("--env", name + "=" + value)));
        try (RunningContainer container = Image.of(repository).run(options.toArray(String[]::new))) {
            assertThat(manifest.at("/readinessProbe/httpGet/port").asText()).isEqualTo("http");
            servesByTheProbes(container, manifest, 9000);
            stopsAsKubernetesDoes(container, 9000, Duration.ofSeconds(20));
        }
    }

    @Test
    void servesAsKServeStartsIt() {
        if (!repository.files().contains("inference_service.yaml")) {
            assertThat(repository.text("README.md")).as("README, where KServe cannot start it").doesNotContain("KServe");
            return;
        }
        JsonNode manifest = repository.yaml("inference_service.yaml").at("/spec/predictor/containers/0");
        int port = manifest.at("/ports/0/containerPort").asInt();
        try (RunningContainer container = Image.of(repository).run("--publish", Ports.published(port))) {
            assertThat(manifest.at("/readinessProbe/httpGet/port").asInt()).isEqualTo(port);
            servesByTheProbes(container, manifest, port);
            stops(container, Duration.ofSeconds(30));
        }
    }

    /** What the operator of Seldon Core 1.18 puts into the container, whatever runtime is in it. */
    private static Map<String, String> seldonEnvironment(String container, JsonNode parameters) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("PREDICTIVE_UNIT_SERVICE_PORT", "9000");
        environment.put("PREDICTIVE_UNIT_HTTP_SERVICE_PORT", "9000");
        environment.put("MLSERVER_HTTP_PORT", "9000");
        environment.put("PREDICTIVE_UNIT_GRPC_SERVICE_PORT", "9500");
        environment.put("MLSERVER_GRPC_PORT", "9500");
        environment.put("PREDICTIVE_UNIT_METRICS_SERVICE_PORT", "6000");
        environment.put("MLSERVER_METRICS_PORT", "6000");
        environment.put("PREDICTIVE_UNIT_METRICS_ENDPOINT", "/prometheus");
        environment.put("MLSERVER_METRICS_ENDPOINT", "/prometheus");
        environment.put("PREDICTIVE_UNIT_ID", container);
        environment.put("MLSERVER_MODEL_NAME", container);
        environment.put("PREDICTIVE_UNIT_IMAGE", "image:1");
        environment.put("PREDICTOR_ID", "default");
        environment.put("PREDICTOR_LABELS", "{\"version\":\"default\"}");
        environment.put("SELDON_DEPLOYMENT_ID", "my-models");
        environment.put("SELDON_EXECUTOR_ENABLED", "true");
        if (!parameters.isMissingNode()) {
            environment.put("PREDICTIVE_UNIT_PARAMETERS", parameters.toString());
        }
        return environment;
    }

    private void servesByTheProbes(RunningContainer container, JsonNode manifest, int port) {
        String[] startup = StreamSupport.stream(manifest.at("/startupProbe/exec/command").spliterator(), false)
                .map(JsonNode::asText).toArray(String[]::new);
        boolean started = Eventually.holds(START, () -> container.execute(startup).exitCode() == 0);
        assertThat(started).as(() -> "the startup probe succeeds\n" + container.logs()).isTrue();
        InferenceServer server = container.server(port);
        String ready = manifest.at("/readinessProbe/httpGet/path").asText();
        String live = manifest.at("/livenessProbe/httpGet/path").asText();
        assertThat(server.get(ready).status()).as("readiness probe").isEqualTo(200);
        assertThat(server.get(live).status()).as("liveness probe").isEqualTo(200);
        container.assertAnswersTheExampleOf(repository, port);
        awaitHealthy(container);
    }

    /** preStop first, in which it still answers; then SIGTERM, with what is left of the grace period. */
    private void stopsAsKubernetesDoes(RunningContainer container, int port, Duration grace) {
        Thread preStop = new Thread(() -> container.execute("/bin/sh", "-c", "/bin/sleep 10"));
        preStop.start();
        container.assertAnswersTheExampleOf(repository, port);
        try {
            preStop.join();
        } catch (InterruptedException error) {
            throw new IllegalStateException(error);
        }
        container.assertAnswersTheExampleOf(repository, port);
        stops(container, grace.minusSeconds(10));
    }

    private static void awaitHealthy(RunningContainer container) {
        boolean healthy = Eventually.holds(
                Duration.ofSeconds(30), () -> container.inspect("{{.State.Health.Status}}").equals("healthy"));
        assertThat(healthy).as("%s%n%s", container.inspect("{{json .State.Health}}"), container.logs()).isTrue();
    }

    private static void stops(RunningContainer container, Duration grace) {
        RunningContainer.End end = container.stop(grace);
        assertThat(end.exitCode()).as(container.logs()).isZero();
        assertThat(end.seconds()).as("seconds to stop").isLessThan(10);
    }
}
