package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Requests from a client in the Kubernetes node. Closing it ends them. */
public final class KubernetesLoad implements AutoCloseable {

    /** What came of the requests: how many were answered with 200, and how many each other status or error got. */
    public record Result(int answered, Map<String, Integer> lost) {}

    private final Path log;
    private final Process client;

    private KubernetesLoad(Path log, Process client) {
        this.log = log;
        this.client = client;
    }

    /**
     * Posts a file again and again.
     *
     * @param connections each with one request at a time
     * @param pause on each connection, between an answer and the next request
     * @param url of the predict path, by the name of a Service
     */
    public static KubernetesLoad start(int connections, Duration pause, String url, Path request) {
        try {
            Path script = Files.createTempFile("load", ".py");
            Files.writeString(script, TextFile.resource("/load.py"));
            Path log = Files.createTempFile("load", ".log");
            return new KubernetesLoad(log, KubernetesNode.command("python3", script.toString(),
                    Integer.toString(connections), Double.toString(pause.toMillis() / 1000.0), url, request.toAbsolutePath().toString()).start(log));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** Ends the requests when those that were sent are answered; returns what came of all. */
    public Result end() {
        client.destroy();
        try {
            assertThat(client.waitFor(90, TimeUnit.SECONDS)).as("the client ends").isTrue();
        } catch (InterruptedException error) {
            throw new IllegalStateException(error);
        }
        String said = TextFile.read(log).strip();
        JsonNode counts = Json.parse(said.substring(said.lastIndexOf('\n') + 1));
        Map<String, Integer> lost = new TreeMap<>();
        counts.properties().forEach(each -> lost.put(each.getKey(), each.getValue().asInt()));
        Integer answered = lost.remove("200");
        return new Result(answered == null ? 0 : answered, lost);
    }

    @Override
    public void close() {
        Command.kill(client);
    }
}
