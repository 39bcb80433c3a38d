package io.github.servingarchetypes.maven.update;

import io.github.servingarchetypes.maven.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Brings a merge into the user's index and work tree, whole or not at all. No command of git is atomic on a work tree, so a
 * journal in git's folder says first what is going to be there; the next run takes it back if this one is killed. The
 * index is replaced last, by a rename.
 */
final class Transaction implements AutoCloseable {

    private static final String NAME = "serving-update";
    private static final String RUNS = "git ";
    private static final String ADDS = "adds ";
    private static final String CHANGES = "changes ";
    private static final String RESULT = "result ";
    private static final String BEGUN = "begun";
    private static final String DONE = "done";

    private final Repository repository;
    private final FileChannel journal;
    private final Path journalFile;
    private final Path ownIndex;
    private final Path lockToken;
    private final Path index;
    private final Path indexLock;
    private final Path saved;
    private final Path temporary;

    private Transaction(Repository repository, FileChannel journal, Path journalFile) {
        this.repository = repository;
        this.journal = journal;
        this.journalFile = journalFile;
        this.ownIndex = repository.gitFolder().resolve(NAME + ".index");
        this.lockToken = repository.gitFolder().resolve(NAME + ".lock");
        this.index = repository.gitFolder().resolve("index");
        this.indexLock = repository.gitFolder().resolve("index.lock");
        this.saved = repository.gitFolder().resolve(NAME + ".edited");
        this.temporary = repository.gitFolder().resolve(NAME + ".tmp");
    }

    /**
     * Keeps other updates away, and takes back what a killed one has left.
     *
     * @throws Refusal if another update of this work tree runs, or the user has edited since what is taken back
     */
    static Transaction begin(Repository repository) throws IOException {
        Path file = repository.gitFolder().resolve(NAME + ".journal");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!locked(channel)) {
            channel.close();
            throw new Refusal("another serving:update is running here");
        }
        Transaction transaction = new Transaction(repository, channel, file);
        List<String> edited = transaction.takeBack();
        if (!edited.isEmpty()) {
            transaction.close();
            throw new Refusal("an update was killed here, and is taken back now. " + transaction.whereSaved(edited));
        }
        return transaction;
    }

    /** Returns an empty folder. It is in git's, where the next run deletes it if this one is killed. */
    Path temporary() throws IOException {
        deleteTemporary();
        return Files.createDirectory(temporary);
    }

    private void deleteTemporary() throws IOException {
        if (Files.exists(temporary)) {
            Update.deleteTree(temporary);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException error) {
            return false;
        }
    }

    /** @throws Refusal if the result cannot be brought in; everything is as before then */
    void apply(Merge.Outcome outcome) throws IOException {
        TreeSet<String> added = new TreeSet<>(outcome.result().keySet());
        added.removeAll(outcome.head().keySet());
        TreeSet<String> changed = new TreeSet<>();
        outcome.head().forEach((path, entry) -> {
            if (!entry.equals(outcome.result().get(path))) {
                changed.add(path);
            }
        });
        repository.checkNothingInTheWay(added);
        TreeMap<String, Git.Entry> before = new TreeMap<>(outcome.head());
        before.keySet().retainAll(changed);
        repository.checkNothingOverlooked(before);
        List<String> lines = new ArrayList<>();
        added.forEach(path -> lines.add(ADDS + path));
        changed.forEach(path -> lines.add(CHANGES + path));
        lines.add(RESULT + outcome.resultTree());
        lines.add(BEGUN);
        write(lines);
        try {
            takeIndexLock();
            // With its time: git takes an edit of the second in which an older index was written for none.
            Files.copy(index, ownIndex, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            Git git = repository.git().with("GIT_INDEX_FILE", ownIndex).telling(pid -> {
                try {
                    write(List.of(RUNS + pid));
                } catch (IOException error) {
                    throw new java.io.UncheckedIOException(error);
                }
            });
            git.attempt(new byte[0], "update-index", "-q", "--refresh");   // files that were touched are not edited
            git.run("read-tree", "-m", "-u", outcome.headTree(), outcome.resultTree());
            if (!outcome.conflicts().isEmpty()) {
                git.run(stages(outcome.conflicts()), "update-index", "-z", "--index-info");
            }
        } catch (Refusal | IOException error) {
            List<String> edited = takeBack();
            if (!edited.isEmpty()) {
                throw new Refusal(error.getMessage() + ". " + whereSaved(edited), error);
            }
            throw error;
        }
        write(List.of(DONE));
        Files.move(ownIndex, index, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        end();
    }

    private static byte[] stages(Map<String, TreeMap<Integer, Git.Entry>> conflicts) {
        StringBuilder lines = new StringBuilder();
        conflicts.forEach((path, stages) -> {
            String none = "0".repeat(stages.firstEntry().getValue().object().length());
            lines.append("0 ").append(none).append('\t').append(path).append('\0');
            stages.forEach((stage, entry) -> lines.append(entry.mode()).append(' ').append(entry.object()).append(' ')
                    .append(stage).append('\t').append(path).append('\0'));
        });
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Takes git's own lock, so that no other command writes the index meanwhile. A link has its content at once. */
    private void takeIndexLock() throws IOException {
        Files.writeString(lockToken, NAME + " " + ProcessHandle.current().pid() + "\n");
        try {
            Files.createLink(indexLock, lockToken);
        } catch (FileAlreadyExistsException error) {
            throw new Refusal("another git command is running here: " + indexLock + " exists", error);
        }
    }

    /**
     * Ends what an update that was killed has begun: it is taken back, unless it was done. Where git's lock is not this
     * update's, nothing has been changed yet, or the user has removed the lock and sees to the rest.
     *
     * @return the files that the user has edited since, which are saved
     */
    private List<String> takeBack() throws IOException {
        List<String> edited = new ArrayList<>();
        List<String> lines = new String(readAll(), StandardCharsets.UTF_8).lines().toList();
        lines.stream().filter(line -> line.matches(RUNS + "\\d+"))
                .map(line -> Long.parseLong(line.substring(RUNS.length()))).forEach(Transaction::awaitEnd);
        boolean done = lines.contains(DONE) && !Files.exists(ownIndex);
        if (lines.contains(BEGUN) && !done && hasIndexLock()) {
            Files.deleteIfExists(repository.gitFolder().resolve(NAME + ".index.lock"));
            edited.addAll(saveEdited(lines));
            for (String path : paths(lines, ADDS)) {
                Path file = repository.top().resolve(path);
                Files.deleteIfExists(file);
                deleteEmptyFoldersAbove(file);
            }
            StringBuilder changed = new StringBuilder();
            Git top = Git.in(repository.top());
            // What a sparse checkout leaves out is not there.
            Set<String> leftOut = new HashSet<>(top.run("ls-files", "-t", "-z").fields());
            paths(lines, CHANGES).stream()
                    .filter(path -> !leftOut.contains("S " + path) || Files.exists(repository.top().resolve(path), LinkOption.NOFOLLOW_LINKS))
                    .forEach(path -> changed.append(path).append('\0'));
            top.run(changed.toString().getBytes(StandardCharsets.UTF_8),
                    "checkout-index", "--force", "--ignore-skip-worktree-bits", "-z", "--stdin");
        }
        end();
        return edited;
    }

    /** Copies the files that are neither as before nor as the update writes them, whole or in part. */
    private List<String> saveEdited(List<String> lines) throws IOException {
        Git git = Git.in(repository.top());
        List<String> edited = new ArrayList<>();
        Set<String> unlikeBefore = new HashSet<>(git.with("GIT_OPTIONAL_LOCKS", 0)
                .run("diff", "--name-only", "-z", "--no-renames", "--no-relative", "--ignore-submodules").fields());
        git.run("ls-files", "-v", "-z").fields().stream().filter(Repository::isOverlooked)
                .forEach(line -> unlikeBefore.add(line.substring(2)));
        for (String path : Stream.concat(paths(lines, ADDS).stream(),
                paths(lines, CHANGES).stream().filter(unlikeBefore::contains)).toList()) {
            Path file = repository.top().resolve(path);
            boolean link = Files.isSymbolicLink(file);
            if (link || Files.isRegularFile(file)) {
                byte[] here = link ? Files.readSymbolicLink(file).toString().getBytes(StandardCharsets.UTF_8) : Files.readAllBytes(file);
                boolean written = Stream.concat(paths(lines, RESULT).stream(), Stream.of(""))
                        .map(tree -> git.attempt(new byte[0], "cat-file", "--filters", tree + ":" + path))
                        .anyMatch(found -> found.exitCode() == 0 && startsWith(found.output(), here));
                if (!written) {
                    save(file, path);
                    edited.add(path);
                }
            }
        }
        return edited;
    }

    private static boolean startsWith(byte[] whole, byte[] part) {
        return part.length <= whole.length && Arrays.equals(part, 0, part.length, whole, 0, part.length);
    }

    /** What was saved once is not overwritten. */
    private void save(Path file, String path) throws IOException {
        Path copy = saved.resolve(path);
        while (Files.exists(copy, LinkOption.NOFOLLOW_LINKS)) {
            copy = copy.resolveSibling(copy.getFileName() + "~");
        }
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, LinkOption.NOFOLLOW_LINKS);
    }

    private String whereSaved(List<String> edited) {
        return "What was edited since is saved in " + saved + ": copy what you want to keep (" + String.join(", ", edited) + ")";
    }

    private boolean hasIndexLock() throws IOException {
        return Files.exists(indexLock) && Files.exists(lockToken) && Files.mismatch(indexLock, lockToken) == -1;
    }

    private static List<String> paths(List<String> lines, String kind) {
        return lines.stream().filter(line -> line.startsWith(kind)).map(line -> line.substring(kind.length())).toList();
    }

    private static void awaitEnd(long pid) {
        ProcessHandle.of(pid)
                .filter(process -> process.info().command().map(command -> command.contains("git")).orElse(false))
                .ifPresent(process -> process.onExit().join());
    }

    private void deleteEmptyFoldersAbove(Path file) throws IOException {
        for (Path folder = file.getParent(); !folder.equals(repository.top()); folder = folder.getParent()) {
            if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                try (var files = Files.list(folder)) {
                    if (files.findAny().isPresent()) {
                        return;
                    }
                }
                Files.delete(folder);
            }
        }
    }

    private void end() throws IOException {
        Files.deleteIfExists(ownIndex);
        if (hasIndexLock()) {
            Files.delete(indexLock);
        }
        Files.deleteIfExists(lockToken);
        journal.truncate(0);
        journal.position(0);
        journal.force(true);
    }

    private byte[] readAll() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) journal.size());
        journal.position(0);
        while (buffer.hasRemaining() && journal.read(buffer) >= 0) {
            // until the end
        }
        return buffer.array();
    }

    private void write(List<String> lines) throws IOException {
        byte[] bytes = lines.stream().map(line -> line + "\n").reduce("", String::concat).getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        journal.position(journal.size());
        while (buffer.hasRemaining()) {
            journal.write(buffer);
        }
        journal.force(true);
    }

    /** Deletes the temporary folder, and the journal if nothing is left to take back. */
    @Override
    public void close() throws IOException {
        boolean empty;
        try (journal) {
            deleteTemporary();
            empty = journal.size() == 0;
        }
        if (empty) {
            Files.deleteIfExists(journalFile);
        }
    }
}
