package io.github.servingarchetypes.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.ArchetypeUnderTest;
import io.github.servingarchetypes.testkit.Command;
import io.github.servingarchetypes.testkit.Eventually;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.Image;
import io.github.servingarchetypes.testkit.InferenceServer;
import io.github.servingarchetypes.testkit.Ports;
import io.github.servingarchetypes.testkit.Requires;
import io.github.servingarchetypes.testkit.RunningContainer;
import io.github.servingarchetypes.testkit.ServingRuntime;
import io.github.servingarchetypes.testkit.TextFile;
import io.github.servingarchetypes.testkit.Tool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** README's way to run a repository without Docker: a virtual environment and the server's own command. */
@Requires(Tool.PYTHON)
class LocalServerIT {

    private static final String SECTION = "Run without Docker";
    private static final Pattern SMOKE_TEST = Pattern.compile("python3 tests/smoke\\.py (http://localhost:\\d+)");
    private static final String PROBE = "import sys, urllib.request; urllib.request.urlopen(sys.argv[1], timeout=2)";

    private final ServingRuntime runtime = ArchetypeUnderTest.current().runtime();

    @Test
    void theReadmeTellsOfItWhereItWorks() {
        assertThat(GeneratedRepository.of("requirements").readme().has(SECTION)).isEqualTo(runtime.runsWithoutDocker());
    }

    @TestFactory
    Stream<DynamicTest> servesWithoutDocker() {
        return whereItWorks("by pip", this::servesByPip);
    }

    /** The same where mamba is: in the image that builds the environments. */
    @TestFactory
    @Requires(Tool.DOCKER)
    Stream<DynamicTest> servesWithoutDockerByMamba() {
        return whereItWorks("by mamba", this::servesByMamba);
    }

    private Stream<DynamicTest> whereItWorks(String name, Executable test) {
        return runtime.runsWithoutDocker() ? Stream.of(DynamicTest.dynamicTest(name, test)) : Stream.of();
    }

    private void servesByPip() {
        GeneratedRepository copy = GeneratedRepository.of("requirements").copy("local");
        int port = Ports.free();
        Map<String, String> variables = runtime.onPorts(copy, port, Ports.free(), Ports.free());
        Path log = copy.folder().resolveSibling("server.log");
        String commands = copy.readme().blocks(SECTION, "bash").get(0);
        // README's commands come from a terminal, where no variable is treated as an error.
        Process process = Command.of("bash", "-ec", commands).in(copy.folder()).with(variables).start(log);
        try {
            InferenceServer server = InferenceServer.onPort(port);
            Eventually.holds(Duration.ofMinutes(6), () -> server.isReady(copy.readyPath()) || !process.isAlive());
            assertThat(process.isAlive()).as(() -> TextFile.read(log)).isTrue();
            server.awaitReady(copy.readyPath(), Duration.ofSeconds(1), () -> TextFile.read(log));
            Command.of("python3", "tests/smoke.py", server.address()).in(copy.folder()).run().succeeded();
        } finally {
            Command.kill(process);
        }
    }

    private void servesByMamba() {
        GeneratedRepository copy = GeneratedRepository.of("conda-build").copy("local-mamba");
        String commands = copy.readme().blocks(SECTION, "bash").get(0);
        Matcher smoke = SMOKE_TEST.matcher(copy.readme().section(SECTION));
        assertThat(smoke.find()).as("README says how to ask it").isTrue();
        try (RunningContainer container = Image.named(copy.buildArgument("MINIFORGE_IMAGE")).runCommand(
                List.of("bash", "-ec", commands), "--volume", copy.folder() + ":/mnt", "--workdir", "/mnt")) {
            boolean ended = Eventually.holds(Duration.ofMinutes(6), () -> !container.isRunning()
                    || container.execute("python3", "-c", PROBE, smoke.group(1) + copy.readyPath()).exitCode() == 0);
            assertThat(ended && container.isRunning()).as(container.logs()).isTrue();
            container.execute(smoke.group().split(" ")).succeeded();
        }
    }
}
