package io.github.servingarchetypes.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.ArchetypeUnderTest;
import io.github.servingarchetypes.testkit.Builder;
import io.github.servingarchetypes.testkit.Command;
import io.github.servingarchetypes.testkit.Eventually;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.Image;
import io.github.servingarchetypes.testkit.Requires;
import io.github.servingarchetypes.testkit.RunningContainer;
import io.github.servingarchetypes.testkit.ServingCase;
import io.github.servingarchetypes.testkit.ServingCase.Kind;
import io.github.servingarchetypes.testkit.ServingCase.Setup;
import io.github.servingarchetypes.testkit.TextFile;
import io.github.servingarchetypes.testkit.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The tables in cases/: nothing wrong in silence, nothing refused that the server would serve. */
@Requires(Tool.DOCKER)
@Execution(ExecutionMode.CONCURRENT)   // most of their time, the containers start
class CasesIT {

    private static final Duration START = Duration.ofMinutes(2);
    private static final String FUNCTIONS = TextFile.resource("/cases/functions.sh");

    @TestFactory
    Stream<DynamicTest> whatIsDoneIsSeen() {
        return ServingCase.of(ArchetypeUnderTest.current()).stream()
                .map(lines -> DynamicTest.dynamicTest(title(lines), () -> check(lines)));
    }

    private static String title(List<ServingCase> lines) {
        return String.join("; ", lines.stream().map(ServingCase::name).toList());
    }

    private static void check(List<ServingCase> lines) {
        Setup setup = lines.get(0).setup();
        GeneratedRepository copy = GeneratedRepository.of(setup.caseName())
                .copy("case-" + Integer.toHexString(setup.hashCode()));
        script(copy, setup.done()).run().succeeded();
        if (lines.get(0).seen().kind() == Kind.NOT_BUILT) {
            String output = Builder.BUILDKIT.build(copy.buildContext(), Image.tagOf(copy), Map.of()).failed().output();
            assertThat(lines).allSatisfy(line -> assertThat(output).as(line.name()).contains(line.seen().text()));
            return;
        }
        Image image = setup.rebuilt() ? Image.rebuilt(copy) : Image.of(GeneratedRepository.of(setup.caseName()));
        try (RunningContainer container = start(image, copy, setup.options())) {
            SoftAssertions.assertSoftly(softly -> lines.forEach(line ->
                    softly.assertThatCode(() -> check(line, copy, container)).as(line.name()).doesNotThrowAnyException()));
        } finally {
            if (setup.rebuilt()) {
                image.remove();
            }
        }
    }

    private static void check(ServingCase line, GeneratedRepository copy, RunningContainer container) {
        String text = line.seen().text();
        switch (line.seen().kind()) {
            case FAILS -> {
                assertThat(container.awaitEnd(START).exitCode()).as(container::logs).isNotZero();
                List<String> log = container.logs().strip().lines().toList();
                assertThat(log.get(log.size() - 1)).as("the last line of%n%s", container.logs()).contains(text);
            }
            case WAITS -> {
                boolean seen = Eventually.holds(START, () -> health(container).output().contains(text));
                assertThat(seen).as(() -> health(container).output() + container.logs()).isTrue();
                health(container).failed();
            }
            case LOGS -> {
                ask(line, copy, container);
                assertThat(Eventually.holds(Duration.ofSeconds(10), () -> container.logs().contains(text)))
                        .as(container::logs).isTrue();
            }
            case ANSWERS -> assertThat(ask(line, copy, container)).as(container::logs).contains(text);
            case READY -> ask(line, copy, container);
            case NOT_BUILT -> throw new AssertionError("the lines of one container: all or none are not built");
        }
    }

    /** Waits until the container is ready, and runs what the line asks. */
    private static String ask(ServingCase line, GeneratedRepository copy, RunningContainer container) {
        boolean ready = Eventually.holds(START, () -> health(container).exitCode() == 0 || !container.isRunning());
        assertThat(ready && container.isRunning()).as(() -> health(container).output() + container.logs()).isTrue();
        String address = container.inspect("{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}");
        return script(copy, line.asked())
                .with("CONTAINER", container.id())
                .with("ADDRESS", address)
                .with("URL", "http://" + address + ":" + copy.containerPort())
                .with("PREDICT", copy.predictPath())
                .with("EXAMPLE", copy.requestFile())
                .run().succeeded().output();
    }

    private static Command.Result health(RunningContainer container) {
        return container.execute("python3", "/opt/serving/healthcheck.py");
    }

    private static RunningContainer start(Image image, GeneratedRepository copy, String options) {
        String output = script(copy, "printf '%s\\n' " + options).run().succeeded().output();
        List<String> words = output.lines().filter(word -> !word.isEmpty()).toList();
        int end = words.contains("--") ? words.indexOf("--") : words.size();
        List<String> command = words.subList(Math.min(end + 1, words.size()), words.size());
        return image.runCommand(command, words.subList(0, end).toArray(String[]::new));
    }

    private static Command script(GeneratedRepository copy, String script) {
        return Command.script(FUNCTIONS + script).in(copy.folder());
    }
}
