package io.github.servingarchetypes.maven.update;

import io.github.servingarchetypes.maven.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The git of this machine, in a folder and with an environment. */
final class Git {

    /** A file in a tree: its mode in octal and the object's name. */
    record Entry(String mode, String object) {}

    /** What a command left. */
    record Result(int exitCode, byte[] output, String errors) {

        String text() {
            return new String(output, StandardCharsets.UTF_8);
        }

        /** Returns what is between the NULs of the output. */
        List<String> fields() {
            return text().isEmpty() ? List.of() : Arrays.asList(text().split("\0"));
        }
    }

    private static final Pattern VERSION = Pattern.compile("git version (\\d+)\\.(\\d+).*", Pattern.DOTALL);
    private static final int MAJOR = 2;
    private static final int MINOR = 38;
    /** Variables that would lead git elsewhere, such as those of a hook that runs Maven. */
    private static final List<String> ELSEWHERE = List.of("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX",
            "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_QUARANTINE_PATH");

    private final Path folder;
    private final Map<String, String> environment;
    private final LongConsumer started;

    private Git(Path folder, Map<String, String> environment, LongConsumer started) {
        this.folder = folder;
        this.environment = environment;
        this.started = started;
    }

    /** @throws Refusal if there is no git, or an older one than the merge needs */
    static Git in(Path folder) {
        Git git = new Git(folder, Map.of(), pid -> {});
        String text = git.run("version").text();
        Matcher version = VERSION.matcher(text);
        if (version.matches()) {
            int major = Integer.parseInt(version.group(1));
            if (major < MAJOR || major == MAJOR && Integer.parseInt(version.group(2)) < MINOR) {
                throw new Refusal("git " + MAJOR + "." + MINOR + " or later is needed: this is " + text.strip());
            }
        }
        return git;
    }

    /** Returns the same git with another variable in its environment. */
    Git with(String name, Object value) {
        Map<String, String> more = new LinkedHashMap<>(environment);
        more.put(name, value.toString());
        return new Git(folder, more, started);
    }

    /** Returns the same git, which tells the number of each process that it starts. */
    Git telling(LongConsumer listener) {
        return new Git(folder, environment, listener);
    }

    /** Runs a command that has to work, and returns its output without the last line end. */
    String line(String... words) {
        return run(words).text().stripTrailing();
    }

    /** Runs a command that has to work. */
    Result run(String... words) {
        return run(new byte[0], words);
    }

    /** Runs a command that has to work, with this as its standard input. */
    Result run(byte[] input, String... words) {
        Result result = attempt(input, words);
        if (result.exitCode() != 0) {
            throw new Refusal("git " + String.join(" ", words) + " failed: " + result.errors().strip());
        }
        return result;
    }

    /** Runs a command that may fail. */
    Result attempt(byte[] input, String... words) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeAll(ELSEWHERE);
        builder.environment().put("LC_ALL", "C");
        builder.environment().putAll(environment);
        Process process = start(builder);
        started.accept(process.pid());
        // Each of the three streams has its own thread: a full pipe would stop git.
        CompletableFuture.runAsync(() -> write(process, input), Git::inThread);
        CompletableFuture<byte[]> errors = CompletableFuture.supplyAsync(() -> readAll(process.getErrorStream()), Git::inThread);
        byte[] output = readAll(process.getInputStream());
        try {
            return new Result(process.waitFor(), output, new String(errors.get(), StandardCharsets.UTF_8));
        } catch (ExecutionException error) {
            throw new IllegalStateException(error.getCause());
        } catch (InterruptedException error) {
            Thread.currentThread().interrupt();
            throw new Refusal("interrupted", error);
        }
    }

    private static void inThread(Runnable work) {
        new Thread(work, "git").start();
    }

    private static void write(Process process, byte[] input) {
        try (OutputStream stream = process.getOutputStream()) {
            stream.write(input);
        } catch (IOException error) {
            // It ended without reading all: its exit code and its message say why.
        }
    }

    private static byte[] readAll(InputStream stream) {
        try {
            return stream.readAllBytes();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException error) {
            throw new Refusal("git " + MAJOR + "." + MINOR + " or later is needed, and there is no git: " + error.getMessage(), error);
        }
    }

    /** Returns the files of a tree by their paths. */
    TreeMap<String, Entry> files(String tree) {
        TreeMap<String, Entry> files = new TreeMap<>();
        for (String line : run("ls-tree", "-r", "-z", "--full-tree", tree).fields()) {
            String[] words = line.substring(0, line.indexOf('\t')).split(" ");
            String path = line.substring(line.indexOf('\t') + 1);
            if (path.contains("\uFFFD")) {
                throw new Refusal("the name of " + path + " is not in UTF-8");
            }
            files.put(path, new Entry(words[0], words[2]));
        }
        return files;
    }

    /** Writes a tree with these files, by way of an index that is deleted again. */
    String tree(Map<String, Entry> files, Path index) {
        StringBuilder lines = new StringBuilder();
        files.forEach((path, entry) -> lines.append(entry.mode()).append(' ').append(entry.object()).append('\t').append(path).append('\0'));
        Git own = with("GIT_INDEX_FILE", index);
        try {
            own.run(lines.toString().getBytes(StandardCharsets.UTF_8), "update-index", "-z", "--index-info");
            String tree = own.line("write-tree");
            Files.deleteIfExists(index);
            return tree;
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** Writes files as they are, without filters, and returns their objects in the same order. */
    List<String> objects(List<Path> files) {
        if (files.isEmpty()) {
            return List.of();
        }
        StringBuilder lines = new StringBuilder();
        files.forEach(file -> lines.append(file.toAbsolutePath()).append('\n'));
        return run(lines.toString().getBytes(StandardCharsets.UTF_8), "hash-object", "-w", "--no-filters", "--stdin-paths")
                .text().lines().toList();
    }

    /** Writes a text as a file's content. */
    String object(String text) {
        return new String(run(text.getBytes(StandardCharsets.UTF_8), "hash-object", "-w", "--stdin").output(),
                StandardCharsets.UTF_8).strip();
    }

    String text(Entry entry) {
        return run("cat-file", "blob", entry.object()).text();
    }
}
