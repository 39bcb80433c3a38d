package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** README's way to run a repository without Docker: a virtual environment and the server's own command. */
@Requires(Tool.PYTHON)
public abstract class LocalServerContract {

    /**
     * Gives the server of a copy these ports, as a user would, in its files or in its environment.
     *
     * @return variables to start it with
     */
    protected abstract Map<String, String> onPorts(GeneratedRepository copy, int http, int grpc, int metrics);

    @Test
    void servesWithoutDocker() {
        GeneratedRepository copy = GeneratedRepository.of("requirements").copy("local");
        int port = InferenceServer.freePort();
        Map<String, String> variables = onPorts(copy, port, InferenceServer.freePort(), InferenceServer.freePort());
        Path log = copy.folder().resolveSibling("server.log");
        String commands = copy.readme().blocks("Run without Docker", "bash").get(0);
        // README's commands come from a terminal, where no variable is treated as an error.
        Process process = Command.of("bash", "-ec", commands).in(copy.folder()).with(variables).start(log);
        try {
            InferenceServer server = InferenceServer.onPort(port);
            InferenceServer.await(Duration.ofMinutes(6), () -> server.isReady(copy.readyPath()) || !process.isAlive());
            assertThat(process.isAlive()).as(() -> read(log)).isTrue();
            server.awaitReady(copy.readyPath(), Duration.ofSeconds(1), () -> read(log));
            Command.of("python3", "tests/smoke.py", server.address()).in(copy.folder()).run().succeeded();
        } finally {
            Command.kill(process);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
