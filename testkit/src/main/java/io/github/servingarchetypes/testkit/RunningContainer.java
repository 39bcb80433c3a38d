package io.github.servingarchetypes.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A container that was started in the background. Closing it removes it, whatever state it is in. */
public final class RunningContainer implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(2);
    private static final Set<String> OPEN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> OPEN.forEach(RunningContainer::remove)));
    }

    /** How a container ended: its exit code, and the seconds that it took from the signal. */
    public record End(int exitCode, double seconds) {}

    private final String id;

    private RunningContainer(String id) {
        this.id = id;
    }

    static RunningContainer start(Image image, List<String> command, String... options) {
        List<String> words = new ArrayList<>(List.of("docker", "create"));
        words.addAll(List.of(options));
        words.add(image.tag());
        words.addAll(command);
        String id = Command.of(words).run().succeeded().output().strip().replaceAll("(?s).*\\n", "");
        OPEN.add(id);
        RunningContainer container = new RunningContainer(id);
        try {
            Command.of("docker", "start", id).run().succeeded();
        } catch (AssertionError error) {
            container.close();
            throw error;
        }
        return container;
    }

    public String id() {
        return id;
    }

    /** The server at one of its TCP ports that was published (`--publish 127.0.0.1::PORT`). */
    public InferenceServer server(int port) {
        String address = Command.of("docker", "port", id, port + "/tcp").run().succeeded().output().lines()
                .findFirst().orElseThrow();
        return InferenceServer.onPort(Integer.parseInt(address.substring(address.lastIndexOf(':') + 1).strip()));
    }

    /**
     * Waits until a repository's model is ready, then asks it the repository's example.
     *
     * @param port of the container; it is published
     * @return the server
     * @throws AssertionError if it is not ready within two minutes, or answers wrongly
     */
    public InferenceServer assertAnswersTheExampleOf(GeneratedRepository repository, int port) {
        InferenceServer server = server(port).awaitReady(repository.readyPath(), START, this::logs);
        repository.example().assertAnsweredBy(server, repository.predictPath());
        return server;
    }

    /** The same for a model of the V2 protocol, by its name. */
    public InferenceServer assertAnswersTheExampleOf(GeneratedRepository repository, int port, String model) {
        InferenceServer server = server(port).awaitReady("/v2/models/" + model + "/ready", START, this::logs);
        repository.example().ofModel(model).assertAnsweredBy(server, "/v2/models/" + model + "/infer");
        return server;
    }

    /** What it has written to its standard output and error so far. */
    public String logs() {
        return Command.of("docker", "logs", id).run().output();
    }

    /** A field of `docker inspect`, by a Go template such as {{.State.Running}}. */
    public String inspect(String template) {
        return Command.of("docker", "inspect", "--format", template, id).run().succeeded().output().strip();
    }

    public boolean isRunning() {
        return inspect("{{.State.Running}}").equals("true");
    }

    /** Runs a command in it. */
    public Command.Result execute(String... words) {
        List<String> all = new ArrayList<>(List.of("docker", "exec", id));
        all.addAll(List.of(words));
        return Command.of(all).run();
    }

    /** The command lines of its processes that contain a text. */
    public List<String> processes(String text) {
        return Command.of("docker", "top", id, "-eo", "pid,args").run().succeeded().output().lines()
                .filter(line -> line.contains(text))
                .toList();
    }

    /** Sends SIGTERM; kills it after the grace period; returns how it ended. */
    public End stop(Duration grace) {
        long started = System.nanoTime();
        Command.of("docker", "stop", "--time", Long.toString(grace.toSeconds()), id).run().succeeded();
        return new End(exitCode(), (System.nanoTime() - started) / 1e9);
    }

    /** Waits until it has ended by itself; returns how; fails, with its log, if it takes longer. */
    public End awaitEnd(Duration limit) {
        long started = System.nanoTime();
        if (!Eventually.holds(limit, () -> !isRunning())) {
            throw new AssertionError("the container still runs after " + limit + "\n" + logs());
        }
        return new End(exitCode(), (System.nanoTime() - started) / 1e9);
    }

    private int exitCode() {
        return Integer.parseInt(inspect("{{.State.ExitCode}}"));
    }

    @Override
    public void close() {
        remove(id);
        OPEN.remove(id);
    }

    private static void remove(String id) {
        Command.of("docker", "rm", "--force", "--volumes", id).run();
    }
}
