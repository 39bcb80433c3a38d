package io.github.servingarchetypes.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.github.servingarchetypes.testkit.Command;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.Json;
import io.github.servingarchetypes.testkit.Ports;
import io.github.servingarchetypes.testkit.Requires;
import io.github.servingarchetypes.testkit.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What tests/smoke.py says of servers that answer otherwise than they should; ServeIT and others ask real ones. */
@Requires(Tool.PYTHON)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SmokeTestIT {

    private static final double AT_ONCE = 5;   // seconds
    private static final String NO_PROXY_THERE = "http://127.0.0.1:1";
    private static final String RIGHT = "0.9817";   // the first number of the example's answer
    private static final String WRONG = "-7.5";

    private final AtomicReference<Answer> answer = new AtomicReference<>();
    private GeneratedRepository repository;
    private HttpServer server;

    /** Without a body, a prediction's connection is closed. */
    private record Answer(int status, String body) {}

    @BeforeAll
    void start() throws IOException {
        repository = GeneratedRepository.of("requirements").copy("smoke");
        // One model is asked, whatever the runtime.
        for (String request : repository.files().stream().filter(file -> file.matches("(.*/|.*_)request\\.json")).toList()) {
            if (!request.equals(repository.requestFile())) {
                repository.delete(request);
            }
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            if (answer.get().body == null && exchange.getRequestMethod().equals("POST")) {
                exchange.close();
                return;
            }
            byte[] body = Objects.requireNonNullElse(answer.get().body, "ready").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.get().status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    void stop() {
        server.stop(0);
    }

    @Test
    void asksWhereHttpPortSaysWithoutAProxy() {
        answer.set(new Answer(200, right().toString()));
        Map<String, String> proxies = Map.of("http_proxy", NO_PROXY_THERE, "HTTP_PROXY", NO_PROXY_THERE);
        String port = Integer.toString(server.getAddress().getPort());
        smoke().with(proxies).with("HTTP_PORT", port).run().succeeded();
        smoke("http://localhost:" + port).with(proxies).run().succeeded();
        smoke("localhost:" + port).with(proxies).run().succeeded();

        repository.write(".env", "# ours\nHTTP_PORT=" + port + "\n");
        smoke().with(proxies).run().succeeded();
        repository.delete(".env");
    }

    @Test
    void aDifferenceIsOneLineWithBothValues() {
        answer.set(new Answer(200, wrong().toString()));
        Command.Result ended = smoke(address()).run().failed();
        assertThat(ended.output().strip()).hasLineCount(1).contains(": answer.").endsWith("[0] is " + WRONG + ", not " + RIGHT);
    }

    @Test
    void recordsWhatTheServerAnswersButNotWhatChangesByItself() {
        String before = repository.text(repository.responseFile());
        try {
            ObjectNode other = (ObjectNode) wrong();
            answer.set(new Answer(200, other.put("id", "changes").put("model_version", "3").toString()));
            smoke("--record", address()).run().succeeded();
            assertThat(repository.text(repository.responseFile())).contains(WRONG).doesNotContain("changes").doesNotContain("version");
            answer.set(new Answer(200, other.put("id", "changed").put("model_version", "4").toString()));
            smoke(address()).run().succeeded();
        } finally {
            repository.write(repository.responseFile(), before);
        }
    }

    /** What has not changed is written by nobody: git shows no change. */
    @Test
    void recordsNothingWhereTheAnswerIsTheSame() {
        String before = repository.text(repository.responseFile());
        answer.set(new Answer(200, right().toString()));
        smoke("--record", address()).run().succeeded();
        assertThat(repository.text(repository.responseFile())).isEqualTo(before);
    }

    @Test
    void withoutAnExpectedAnswerItSaysHowToGetOne() {
        String before = repository.text(repository.responseFile());
        answer.set(new Answer(200, right().toString()));
        repository.delete(repository.responseFile());
        try {
            assertThat(smoke(address()).run().failed().output()).contains(repository.responseFile() + ": --record writes it")
                    .doesNotContain("Traceback");
        } finally {
            repository.write(repository.responseFile(), before);
        }
    }

    @Test
    void withoutAnExampleItFails() {
        String before = repository.text(repository.requestFile());
        answer.set(new Answer(200, right().toString()));
        repository.delete(repository.requestFile());
        try {
            assertThat(smoke(address()).run().failed().output()).contains("there is no example to send");
        } finally {
            repository.write(repository.requestFile(), before);
        }
    }

    @Test
    void aForeignServerIsTakenForOne() {
        answer.set(new Answer(404, "<html>not here</html>"));
        assertEndsAtOnceWith("answers 404: is this another server?", address());
        answer.set(new Answer(200, "<html>welcome</html>"));
        assertEndsAtOnceWith("answers without JSON: is this another server?", address());
    }

    @Test
    void aServerThatIsNotThereEndsItAtOnce() {
        assertEndsAtOnceWith("is the server started?", "http://127.0.0.1:" + Ports.free());
    }

    @Test
    void aServerThatEndsAtAPredictionGaveNoAnswer() {
        answer.set(new Answer(200, null));
        assertEndsAtOnceWith(repository.predictPath() + " gave no answer, see the server's log: Remote end closed", address());
    }

    @Test
    void anotherProtocolIsTakenForTheGrpcPort() throws IOException {
        byte[] http2Settings = {0, 0, 6, 4, 0, 0, 0, 0, 0, '\r', '\n'};
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture.runAsync(() -> {
                try (Socket client = socket.accept()) {
                    client.getOutputStream().write(http2Settings);
                    client.getInputStream().read();
                } catch (IOException error) {
                    throw new UncheckedIOException(error);
                }
            });
            assertEndsAtOnceWith("does not speak HTTP: is it the gRPC port?\n", "http://127.0.0.1:" + socket.getLocalPort());
        }
    }

    @Test
    void whatIsNotAUrlEndsItAtOnce() {
        assertEndsAtOnceWith("http://localhost:80x is not a URL: Port", "http://localhost:80x");
    }

    private void assertEndsAtOnceWith(String message, String url) {
        Command.Result ended = smoke(url).run().failed();
        assertThat(ended.output()).contains(message).contains(url).doesNotContain("Traceback");
        assertThat(ended.seconds()).isLessThan(AT_ONCE);
    }

    private Command smoke(String... arguments) {
        List<String> words = new ArrayList<>(List.of("python3", "tests/smoke.py"));
        words.addAll(List.of(arguments));
        return Command.of(words).in(repository.folder());
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private JsonNode right() {
        return Json.parse(repository.text(repository.responseFile()));
    }

    private JsonNode wrong() {
        return Json.parse(repository.text(repository.responseFile()).replace(RIGHT, WRONG));
    }
}
