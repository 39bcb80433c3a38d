package io.github.servingarchetypes.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.Additions;
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

/** README's ways without Docker: the unit tests and the server's own command, in a virtual environment or one of mamba. */
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

    /** One after the other in one virtual environment, as a user would, with a wheel and shared code of their own. */
    @Test
    void theUnitTestsAndTheServerRunInAVirtualEnvironment() {
        GeneratedRepository copy = GeneratedRepository.of("requirements").copy("local");
        Additions.to(copy).sharedCode().privateWheel();
        String wheels = copy.readme().commands("Private and further packages", "export");
        Command.Result tests = Command.of("bash", "-ec", wheels + copy.readme().commands("Test", "pytest"))
                .in(copy.folder()).run().succeeded();
        assertThat(tests.output()).containsPattern("[1-9][0-9]* passed");
        if (runtime.runsWithoutDocker()) {
            serves(copy, wheels + copy.readme().blocks(SECTION, "bash").get(0));
        }
    }

    /** The server where mamba is: in the image that builds the environments. */
    @TestFactory
    @Requires(Tool.DOCKER)
    Stream<DynamicTest> servesWithoutDockerByMamba() {
        return runtime.runsWithoutDocker() ? Stream.of(DynamicTest.dynamicTest("by mamba", this::servesByMamba)) : Stream.of();
    }

    private void serves(GeneratedRepository copy, String commands) {
        int port = Ports.free();
        Map<String, String> variables = runtime.onPorts(copy, port, Ports.free(), Ports.free());
        Path log = copy.folder().resolveSibling("server.log");
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
