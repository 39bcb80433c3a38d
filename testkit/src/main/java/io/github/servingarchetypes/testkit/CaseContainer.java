package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.ServingCase.Kind;
import io.github.servingarchetypes.testkit.ServingCase.Setup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The container that some lines of the tables in cases/ share, and the copy of the repository that it is of. */
public final class CaseContainer {

    /** The container takes too long: neither ready nor ended, which says little on a busy machine. */
    public static final class NotInTime extends AssertionError {
        private NotInTime(String log) {
            super(log + "\nneither ready nor ended in time");
        }
    }

    private static final String FUNCTIONS = TextFile.resource("/cases/functions.sh");

    private final List<ServingCase> lines;
    private final Duration limit;
    private final Setup setup;
    private final GeneratedRepository copy;

    /**
     * Copies the repository, and does there what is done.
     *
     * @param lines those of one container
     * @param name the copy's: no other test has the same
     * @param limit how long the container may take to be ready, or to end
     */
    public CaseContainer(List<ServingCase> lines, String name, Duration limit) {
        this.lines = lines;
        this.limit = limit;
        setup = lines.get(0).setup();
        copy = GeneratedRepository.of(setup.caseName()).copy(name);
        script(setup.done()).run().succeeded();
    }

    public GeneratedRepository copy() {
        return copy;
    }

    /**
     * Starts the container and asks it what the lines ask.
     *
     * @param rebuilt whether its image is built of the copy even where the table does not say so
     * @return by the name of each line that does not hold, what was seen in its place
     */
    public Map<String, AssertionError> violations(boolean rebuilt) {
        if (lines.get(0).seen().kind() == Kind.NOT_BUILT) {
            Command.Result build = Builder.BUILDKIT.build(copy.buildContext(), Image.tagOf(copy), Map.of());
            Image.named(Image.tagOf(copy)).remove();
            return violations(line -> assertThat(build.failed().output()).contains(line.seen().text()));
        }
        boolean own = setup.rebuilt() || rebuilt;
        Image image = own ? Image.rebuilt(copy) : Image.of(GeneratedRepository.of(setup.caseName()));
        try (RunningContainer container = start(image)) {
            return violations(line -> check(line, container));
        } finally {
            if (own) {
                image.remove();
            }
        }
    }

    private interface Check {
        void of(ServingCase line);
    }

    private Map<String, AssertionError> violations(Check check) {
        Map<String, AssertionError> violations = new LinkedHashMap<>();
        for (ServingCase line : lines) {
            try {
                check.of(line);
            } catch (AssertionError error) {
                violations.put(line.name(), error);
            }
        }
        return violations;
    }

    private void check(ServingCase line, RunningContainer container) {
        String text = line.seen().text();
        switch (line.seen().kind()) {
            case FAILS -> {
                await(container, () -> false);
                assertThat(container.isRunning()).as(() -> container.logs() + "\nit runs").isFalse();
                assertThat(container.inspect("{{.State.ExitCode}}")).as(container::logs).isNotEqualTo("0");
                List<String> log = container.logs().strip().lines().toList();
                assertThat(log.get(log.size() - 1)).as("the last line of%n%s", container.logs()).contains(text);
            }
            case WAITS -> {
                await(container, () -> health(container).output().contains(text));
                Command.Result health = health(container).failed();
                assertThat(health.output()).as(container::logs).contains(text);
            }
            case LOGS -> {
                ask(line, container);
                assertThat(Eventually.holds(Duration.ofSeconds(10), () -> container.logs().contains(text)))
                        .as(container::logs).isTrue();
            }
            case ANSWERS -> assertThat(ask(line, container)).as(container::logs).contains(text);
            case READY -> ask(line, container);
            case NOT_BUILT -> throw new IllegalStateException("the lines of one container: all or none are not built");
        }
    }

    /** Waits until the container is ready, and runs what the line asks. */
    private String ask(ServingCase line, RunningContainer container) {
        await(container, () -> false);
        assertThat(container.isRunning()).as(() -> container.logs() + "\nit runs").isTrue();
        String address = container.inspect("{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}");
        return script(line.asked())
                .with("CONTAINER", container.id())
                .with("ADDRESS", address)
                .with("URL", "http://" + address + ":" + copy.containerPort())
                .with("PREDICT", copy.predictPath())
                .with("EXAMPLE", copy.requestFile())
                .run().succeeded().output();
    }

    /** Waits until the container is ready, or has ended, or something else is so. */
    private void await(RunningContainer container, BooleanSupplier other) {
        if (!Eventually.holds(limit, Duration.ofSeconds(1),
                () -> health(container).exitCode() == 0 || !container.isRunning() || other.getAsBoolean())) {
            throw new NotInTime(container.logs() + health(container).output());
        }
    }

    private static Command.Result health(RunningContainer container) {
        return container.execute("python3", "/opt/serving/healthcheck.py");
    }

    private RunningContainer start(Image image) {
        String output = script("printf '%s\\n' " + setup.options()).run().succeeded().output();
        List<String> words = output.lines().filter(word -> !word.isEmpty()).toList();
        int end = words.contains("--") ? words.indexOf("--") : words.size();
        List<String> command = words.subList(Math.min(end + 1, words.size()), words.size());
        List<String> options = new ArrayList<>(words.subList(0, end));
        options.add("--no-healthcheck");   // this class asks by itself
        return image.runCommand(command, options.toArray(String[]::new));
    }

    private Command script(String script) {
        return Command.script(FUNCTIONS + script).in(copy.folder());
    }
}
