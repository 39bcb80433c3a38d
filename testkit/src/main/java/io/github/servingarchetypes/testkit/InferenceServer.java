package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Supplier;

/** A server that answers over HTTP, by its address, such as http://127.0.0.1:8080. */
public final class InferenceServer {

    static {
        // A connection that has waited longer may lead to a container that is gone.
        System.setProperty("jdk.httpclient.keepalive.timeout", "1");
    }

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();

    /** What it sends back: the HTTP status and the body as it came. */
    public record Response(int status, String body) {

        /** Returns the body as JSON; fails if it is none. */
        public JsonNode json() {
            return Json.parse(body);
        }
    }

    private final String address;

    public InferenceServer(String address) {
        this.address = address;
    }

    public static InferenceServer onPort(int port) {
        return new InferenceServer("http://127.0.0.1:" + port);
    }

    public String address() {
        return address;
    }

    public Response get(String path) {
        return send(request(path).GET().build());
    }

    /** Posts a text as application/json, whatever it is. */
    public Response post(String path, String body) {
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
    public InferenceServer awaitReady(String path, Duration limit, Supplier<String> why) {
        boolean ready = Eventually.holds(limit, () -> isReady(path));
        assertThat(ready).as(() -> address + path + " is ready within " + limit + "\n" + why.get()).isTrue();
        return this;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(30));
    }

    private static Response send(HttpRequest request) {
        try {
            var response = CLIENT.send(request, BodyHandlers.ofString());
            return new Response(response.statusCode(), response.body());
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        } catch (InterruptedException error) {
            throw new IllegalStateException(error);
        }
    }
}
