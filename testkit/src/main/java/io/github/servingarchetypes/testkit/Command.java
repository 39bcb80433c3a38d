package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that a test runs to its end, with what it may take and what it says. */
public final class Command {

    /** What a program left: its exit code, standard output and error as they came, and how long it ran. */
    public record Result(List<String> words, int exitCode, String output, double seconds) {

        /** Fails the test, with the output, unless the exit code is 0. */
        public Result succeeded() {
            assertThat(exitCode).as("exit code of %s%n%s", words, output).isZero();
            return this;
        }

        /** Fails the test, with the output, if the exit code is 0. */
        public Result failed() {
            assertThat(exitCode).as("exit code of %s%n%s", words, output).isNotZero();
            return this;
        }
    }

    private final List<String> words;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private Path folder = Path.of("").toAbsolutePath();
    private Duration timeout = Duration.ofMinutes(15);

    private Command(List<String> words) {
        this.words = words;
    }

    /** A program and its arguments, as they are: no shell reads them. */
    public static Command of(String... words) {
        return new Command(List.of(words));
    }

    /** A program and its arguments, as they are: no shell reads them. */
    public static Command of(List<String> words) {
        return new Command(List.copyOf(words));
    }

    /** A script of bash, as it stands in a README; it ends at the first command that fails. */
    public static Command script(String script) {
        return of("bash", "-euo", "pipefail", "-c", script);
    }

    /** Sets the folder that it runs in; without, it is that of the module. */
    public Command in(Path folder) {
        this.folder = folder;
        return this;
    }

    /** Sets a variable of the program's environment. */
    public Command with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Sets variables of the program's environment. */
    public Command with(Map<String, String> variables) {
        environment.putAll(variables);
        return this;
    }

    /** How long it may run: then it is killed with all that it started, and the test fails. */
    public Command timeout(Duration timeout) {
        this.timeout = timeout;
        return this;
    }

    /** Starts it and does not wait; its output goes to a file. */
    public Process start(Path output) {
        ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** Runs it to its end. */
    public Result run() {
        long started = System.nanoTime();
        try {
            Path output = Files.createTempFile("command", ".log");
            try {
                Process process = start(output);
                boolean ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
                if (!ended) {
                    kill(process);
                }
                String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
                double seconds = (System.nanoTime() - started) / 1e9;
                assertThat(ended).as("%s ends within %s%n%s", words, timeout, text).isTrue();
                return new Result(words, process.exitValue(), text, seconds);
            } finally {
                Files.delete(output);
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        } catch (InterruptedException error) {
            throw new IllegalStateException(words + " was interrupted", error);
        }
    }

    /** Ends a process and all that it started. */
    public static void kill(Process process) {
        List<ProcessHandle> all = process.descendants().toList();
        process.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
    }
}
