package io.github.servingarchetypes.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.ArchetypeUnderTest;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.Image;
import io.github.servingarchetypes.testkit.InferenceServer;
import io.github.servingarchetypes.testkit.Requires;
import io.github.servingarchetypes.testkit.RunningContainer;
import io.github.servingarchetypes.testkit.ServingRuntime;
import io.github.servingarchetypes.testkit.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A container that is stopped answers what was sent before, and ends with 0. */
@Requires(Tool.DOCKER)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StopIT {

    private static final int REQUESTS = 8;
    private static final String SECONDS_OF_A_REQUEST = "0.5";
    private static final Duration START = Duration.ofMinutes(2);

    private final ServingRuntime runtime = ArchetypeUnderTest.current().runtime();
    private final ExecutorService callers = Executors.newFixedThreadPool(REQUESTS);
    private GeneratedRepository slow;
    private Image image;

    @BeforeAll
    void slowModel() {
        slow = GeneratedRepository.of("requirements").copy("stop");
        slow.replace(runtime.classifierFile(), "import json\n", "import json\nimport time\n");
        slow.replace(runtime.classifierFile(), "        scores = measurements",
                "        time.sleep(" + SECONDS_OF_A_REQUEST + ")\n        scores = measurements");
        image = Image.rebuilt(slow);
    }

    @AfterAll
    void end() {
        callers.shutdown();
        image.remove();
    }

    Stream<Map<String, String>> settings() {
        return runtime.stopSettings().stream();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void whatWasSentBeforeIsAnswered(Map<String, String> settings) throws InterruptedException {
        String[] options = settings.entrySet().stream()
                .flatMap(each -> Stream.of("--env", each.getKey() + "=" + each.getValue())).toArray(String[]::new);
        try (RunningContainer container = image.run(options)) {
            // The container's own address: at a published port, the engine accepts connections in the server's place.
            String address = container.inspect("{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}");
            InferenceServer server = new InferenceServer("http://" + address + ":" + slow.containerPort())
                    .awaitReady(slow.readyPath(), START, container::logs);
            String request = slow.example().request();
            assertThat(server.post(slow.predictPath(), request).status()).as("before").isEqualTo(200);

            List<CompletableFuture<Integer>> answers = IntStream.range(0, REQUESTS)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> server.post(slow.predictPath(), request).status(), callers))
                    .toList();
            Thread.sleep(300);   // they are sent, and not yet answered
            RunningContainer.End end = container.stop(Duration.ofSeconds(10));

            assertThat(answers).as(container::logs)
                    .allSatisfy(answer -> assertThat(answer).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(200));
            assertThat(end.exitCode()).as(container::logs).isZero();
        }
    }
}
