package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** README's way to run a repository without Docker: a virtual environment and the server's own command. */
@Requires(Tool.PYTHON)
public abstract class LocalServerContract {

    private static final Pattern SMOKE_TEST = Pattern.compile("python3 tests/smoke\\.py (http://localhost:\\d+)");
    private static final String PROBE = "import sys, urllib.request; urllib.request.urlopen(sys.argv[1], timeout=2)";

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

    /** The same where mamba is: in the image that builds the environments. */
    @Test
    @Requires(Tool.DOCKER)
    void servesWithoutDockerByMamba() {
        GeneratedRepository copy = GeneratedRepository.of("conda-build").copy("local-mamba");
        String commands = copy.readme().blocks("Run without Docker", "bash").get(0);
        Matcher smoke = SMOKE_TEST.matcher(copy.readme().section("Run without Docker"));
        assertThat(smoke.find()).as("README says how to ask it").isTrue();
        try (RunningContainer container = Image.named(copy.buildArgument("MINIFORGE_IMAGE")).runCommand(
                List.of("bash", "-ec", commands), "--volume", copy.folder() + ":/mnt", "--workdir", "/mnt")) {
            boolean ended = InferenceServer.await(Duration.ofMinutes(6), () -> !container.isRunning()
                    || container.execute("python3", "-c", PROBE, smoke.group(1) + copy.readyPath()).exitCode() == 0);
            assertThat(ended && container.isRunning()).as(container.logs()).isTrue();
            container.execute(smoke.group().split(" ")).succeeded();
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
