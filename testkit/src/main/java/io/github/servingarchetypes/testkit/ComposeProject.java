package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;

/**
 * A repository that docker compose runs, by the commands of its README. The variables that it is run with
 * are those that a user sets: free ports, and the project's name, so that no two tests meet.
 */
public final class ComposeProject implements AutoCloseable {

    private final GeneratedRepository repository;
    private final int port = Ports.free();
    private final int grpcPort = Ports.free();
    private final int metricsPort = Ports.free();
    private final Map<String, String> variables;

    public ComposeProject(GeneratedRepository repository) {
        this.repository = repository;
        String name = Image.tagOf(repository).replaceAll("[^a-z0-9]+", "-");
        variables = new HashMap<>(Map.of("HTTP_PORT", Integer.toString(port), "GRPC_PORT", Integer.toString(grpcPort),
                "METRICS_PORT", Integer.toString(metricsPort), "COMPOSE_PROJECT_NAME", name));
    }

    /** Sets one more variable for all that runs from now on. */
    public ComposeProject with(String name, String value) {
        variables.put(name, value);
        return this;
    }

    /** Runs the README's start command; fails, with the containers' logs, unless it works. */
    public InferenceServer start() {
        Command.Result started = run(repository.readme().commands("Start", "docker compose up"));
        assertThat(started.exitCode()).as(() -> started.output() + logs()).isZero();
        return server();
    }

    /** Runs commands of the README in the repository; where they name ports of this machine, they get the free ones. */
    public Command.Result run(String commands) {
        return command(commands).run();
    }

    /** The same, not yet started. */
    public Command command(String commands) {
        return Command.script(onItsPorts(commands)).in(repository.folder()).with(variables);
    }

    /** What the README has, with the ports of this project where it names 8080, 8081 or 8082 of this machine. */
    public String onItsPorts(String text) {
        return text.replace("localhost:8080", "localhost:" + port)
                .replace("localhost:8081", "localhost:" + grpcPort)
                .replace("localhost:8082", "localhost:" + metricsPort);
    }

    public InferenceServer server() {
        return InferenceServer.onPort(port);
    }

    /** What the containers have written so far. */
    public String logs() {
        return run("docker compose --profile '*' logs --no-color").output();
    }

    /** Stops and removes all its containers and networks, and the image of its unit tests. */
    @Override
    public void close() {
        run("docker compose --profile '*' down --timeout 10 --volumes --rmi local");
    }
}
