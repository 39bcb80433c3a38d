package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A server that answers over HTTP, by its address, such as http://127.0.0.1:8080. */
public final class InferenceServer {

    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        // A connection that has waited longer may lead to a container that is gone.
        System.setProperty("jdk.httpclient.keepalive.timeout", "1");
    }

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();

    /** What it answered: the HTTP status and the body as it came. */
    public record Answer(int status, String body) {

        /** The body as JSON; fails if it is none. */
        public JsonNode json() {
            return parse(body);
        }
    }

    private final String address;

    public InferenceServer(String address) {
        this.address = address;
    }

    public static InferenceServer onPort(int port) {
        return new InferenceServer("http://127.0.0.1:" + port);
    }

    /** A TCP port of this machine that nothing listened on when it was asked. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    public String address() {
        return address;
    }

    public Answer get(String path) {
        return send(request(path).GET().build());
    }

    /** Posts a text as application/json, whatever it is. */
    public Answer post(String path, String body) {
        return send(request(path).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)).build());
    }

    /** Tells whether a GET of the path is answered with 200. */
    public boolean isReady(String path) {
        try {
            return get(path).status() == 200;
        } catch (UncheckedIOException error) {
            return false;
        }
    }

    /** Returns when the path is answered with 200; fails, with what `why` says, if it takes longer. */
    public InferenceServer awaitReady(String path, Duration limit, java.util.function.Supplier<String> why) {
        boolean ready = await(limit, () -> isReady(path));
        assertThat(ready).as(() -> address + path + " is ready within " + limit + "\n" + why.get()).isTrue();
        return this;
    }

    /** Asks again and again until it is so or the time is up; returns whether it is so. */
    public static boolean await(Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(300);
            } catch (InterruptedException error) {
                throw new IllegalStateException(error);
            }
        }
        return true;
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException error) {
            throw new AssertionError("no JSON: " + text, error);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(30));
    }

    private static Answer send(HttpRequest request) {
        try {
            var response = CLIENT.send(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        } catch (InterruptedException error) {
            throw new IllegalStateException(error);
        }
    }
}
