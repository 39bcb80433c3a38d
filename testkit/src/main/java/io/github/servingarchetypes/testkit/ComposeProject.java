package io.github.servingarchetypes.testkit;

import java.util.Map;

/**
 * A repository that docker compose runs, by the commands of its README. The variables that it is run with
 * are those that a user sets: a free HTTP_PORT, and the project's name, so that no two tests meet.
 */
public final class ComposeProject implements AutoCloseable {

    private final GeneratedRepository repository;
    private final int port = InferenceServer.freePort();
    private final Map<String, String> variables;

    public ComposeProject(GeneratedRepository repository) {
        this.repository = repository;
        String name = Image.tagOf(repository).replaceAll("[^a-z0-9]+", "-");
        variables = Map.of("HTTP_PORT", Integer.toString(port), "COMPOSE_PROJECT_NAME", name);
    }

    /** Runs commands of the README in the repository; where they name port 8080, they get the free one. */
    public Command.Result run(String commands) {
        return command(commands).run();
    }

    /** The same, not yet started. */
    public Command command(String commands) {
        return Command.script(commands.replace("localhost:8080", "localhost:" + port))
                .in(repository.folder()).with(variables);
    }

    public InferenceServer server() {
        return InferenceServer.onPort(port);
    }

    /** What the containers have written so far. */
    public String logs() {
        return run("docker compose logs --no-color").output();
    }

    /** Stops and removes all its containers and networks. */
    @Override
    public void close() {
        run("docker compose --profile '*' down --timeout 10 --volumes");
    }
}
