package io.github.servingarchetypes.maven.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.Command;
import io.github.servingarchetypes.testkit.TextFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A generated repository under git, which a user edits and updates. */
final class UserRepository {

    /** The same edits give the same commits. */
    private static final String DATE = "2026-01-01T00:00:00Z";

    private final Path folder;
    private final List<String> log = new ArrayList<>();

    private UserRepository(Path folder) {
        this.folder = folder;
    }

    /** Puts a folder under git, with everything in it committed. */
    static UserRepository of(Path folder) {
        UserRepository repository = new UserRepository(folder);
        repository.git("init", "--quiet", "--initial-branch=main");
        return repository.commit("generated");
    }

    /** Writes files to a folder and puts it under git. */
    static UserRepository of(Path folder, Map<String, String> files) {
        write(folder, files);
        return of(folder);
    }

    /** Writes files with these bytes as text, as filesOf reads them. */
    static void write(Path folder, Map<String, String> files) {
        files.forEach((path, text) -> {
            try {
                Files.createDirectories(folder.resolve(path).getParent());
                Files.write(folder.resolve(path), text.getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException error) {
                throw new UncheckedIOException(error);
            }
        });
    }

    /** A folder that is in a git work tree already. */
    static UserRepository at(Path folder) {
        return new UserRepository(folder);
    }

    Path folder() {
        return folder;
    }

    /** What the last updates told the user. */
    List<String> log() {
        return log;
    }

    String git(String... words) {
        List<String> command = new ArrayList<>(List.of("git", "-c", "user.name=user", "-c", "user.email=user@example.com",
                "-c", "gc.auto=0"));
        command.addAll(List.of(words));
        return Command.of(command).in(folder).with("GIT_AUTHOR_DATE", DATE).with("GIT_COMMITTER_DATE", DATE).run().succeeded().output();
    }

    UserRepository commit(String message) {
        git("add", "--all");
        git("commit", "--quiet", "--allow-empty", "--message", message);
        return this;
    }

    String text(String path) {
        return TextFile.read(folder.resolve(path));
    }

    UserRepository write(String path, String text) {
        TextFile.write(folder.resolve(path), text);
        return this;
    }

    UserRepository append(String path, String text) {
        return write(path, text(path) + text);
    }

    UserRepository replace(String path, String text, String replacement) {
        assertThat(text(path)).as(path).contains(text);
        return write(path, text(path).replace(text, replacement));
    }

    UserRepository delete(String path) {
        Command.of("rm", "-r", path).in(folder).run().succeeded();
        return this;
    }

    UserRepository move(String from, String to) {
        try {
            Files.createDirectories(folder.resolve(to).getParent());
            Files.move(folder.resolve(from), folder.resolve(to));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        return this;
    }

    UserRepository copy(String from, String to) {
        Command.of("cp", "-r", from, to).in(folder).run().succeeded();
        return this;
    }

    /** Updates to the newest version. */
    Set<String> update(Archetypes archetypes) {
        return update(archetypes, null, Map.of());
    }

    /** Updates to a version, or the newest if it is null, with these answers given. */
    Set<String> update(Archetypes archetypes, String version, Map<String, String> answers) {
        return update(archetypes, new Update.Request(null, version, answers, false, false));
    }

    Set<String> update(Archetypes archetypes, Update.Request request) {
        log.clear();
        try {
            return new Update(folder, archetypes, log::add).run(request).paths();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** The paths of the files, but git's, with their bytes as text. */
    TreeMap<String, String> files() {
        return filesOf(folder);
    }

    static TreeMap<String, String> filesOf(Path folder) {
        TreeMap<String, String> files = new TreeMap<>();
        try (var walk = Files.walk(folder)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                String path = folder.relativize(file).toString();
                if (!path.equals(".git") && !path.startsWith(".git/")) {
                    files.put(path, new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
                }
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        return files;
    }

    /** The stages of each path in the index that has a conflict. */
    TreeMap<String, TreeSet<Integer>> conflicts() {
        TreeMap<String, TreeSet<Integer>> stages = new TreeMap<>();
        Arrays.stream(git("ls-files", "--unmerged").split("\n")).filter(line -> !line.isBlank()).forEach(line ->
                stages.computeIfAbsent(line.substring(line.indexOf('\t') + 1), path -> new TreeSet<>())
                        .add(Integer.parseInt(line.substring(line.indexOf('\t') - 1, line.indexOf('\t')))));
        return stages;
    }

    /** Everything that an update could change: files, index, references, and what is in git's folder beside objects. */
    String state() {
        try (var walk = Files.walk(folder.resolve(".git"))) {
            List<String> own = walk.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString())
                    .filter(file -> !file.startsWith(".git/objects") && !file.equals(".git/index")).sorted().toList();
            return files() + "\n" + git("ls-files", "--stage") + git("for-each-ref") + git("status", "--porcelain") + own;
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
