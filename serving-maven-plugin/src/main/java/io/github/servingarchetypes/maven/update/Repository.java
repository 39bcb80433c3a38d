package io.github.servingarchetypes.maven.update;

import io.github.servingarchetypes.maven.Refusal;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The user's git repository, and the folder in it that an archetype wrote: often the whole, else a sub-folder. */
final class Repository {

    private final Git git;
    private final Path top;
    private final Path gitFolder;
    private final Path objects;
    private final String objectFormat;
    private final String prefix;
    private final String headTree;

    private Repository(Git git, Path top, Path gitFolder, Path objects, String objectFormat, String prefix, String headTree) {
        this.git = git;
        this.top = top;
        this.gitFolder = gitFolder;
        this.objects = objects;
        this.objectFormat = objectFormat;
        this.prefix = prefix;
        this.headTree = headTree;
    }

    /** @throws Refusal if the folder is in no repository, or there is no commit yet */
    static Repository at(Path folder) {
        Git git = Git.in(folder);
        Git.Result found = git.attempt(new byte[0], "rev-parse", "--show-toplevel", "--absolute-git-dir", "--git-path", "objects",
                "--show-object-format", "--show-prefix");
        if (found.exitCode() != 0) {
            throw new Refusal(folder + " is in no git work tree (" + found.errors().strip()
                    + "). To make it one: git init && git add --all && git commit");
        }
        Git.Result head = git.attempt(new byte[0], "rev-parse", "--verify", "--quiet", "HEAD^{tree}");
        if (head.exitCode() != 0) {
            throw new Refusal("nothing is committed yet: git add --all && git commit");
        }
        // In a linked work tree, the second, which has the index, is a folder of its own. The last is empty at the top.
        String[] lines = found.text().split("\n", -1);
        return new Repository(git, Path.of(lines[0]), Path.of(lines[1]), folder.resolve(lines[2]).toAbsolutePath(), lines[3],
                lines[4], head.text().strip());
    }

    /** Returns git in the folder. */
    Git git() {
        return git;
    }

    Path top() {
        return top;
    }

    /** Returns the folder of the index and of what belongs to this work tree alone. */
    Path gitFolder() {
        return gitFolder;
    }

    Path objects() {
        return objects;
    }

    /** Returns sha1 or sha256. */
    String objectFormat() {
        return objectFormat;
    }

    /** Returns the tree that is committed. */
    String headTree() {
        return headTree;
    }

    /** Returns the folder's path from the top, with a slash at its end; empty for the top itself. */
    String prefix() {
        return prefix;
    }

    /** @throws Refusal if a file that git knows is changed, or a merge has not ended */
    void checkClean() {
        for (String head : List.of("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD")) {
            if (Files.exists(gitFolder.resolve(head))) {
                throw new Refusal("a merge, cherry-pick or revert has not ended: commit or abort it first (git status shows it)");
            }
        }
        if (!git.run("ls-files", "--unmerged", "-z", "--", ":/").fields().isEmpty()) {
            throw new Refusal("there are unresolved conflicts: resolve and commit them first (git status shows them)");
        }
        // Without git's lock: if it were killed, the lock would stay and stop the next run.
        List<String> changed = git.with("GIT_OPTIONAL_LOCKS", 0).run("status", "--porcelain", "-z", "--untracked-files=no", "--ignore-submodules", "--", ".").fields();
        if (!changed.isEmpty()) {
            throw new Refusal("there are changes that are not committed: commit or stash them first ("
                    + changed.get(0).substring(Math.min(3, changed.get(0).length()))
                    + (changed.size() > 1 ? ", and " + (changed.size() - 1) + " more" : "") + ")");
        }
    }

    /** Returns the record as it is committed; empty if there is none. */
    Optional<Record> record() {
        Git.Result found = git.attempt(new byte[0], "cat-file", "blob", "HEAD:./" + Record.FILE);
        return found.exitCode() == 0 ? Optional.of(Record.parse(found.text())) : Optional.empty();
    }

    /** @throws Refusal if git does not know a file where one would be written, ignored or not */
    void checkNothingInTheWay(Iterable<String> added) {
        List<String> inTheWay = new ArrayList<>();
        for (String path : added) {
            Path file = top.resolve(path);
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                inTheWay.add(path);
            } else {
                for (Path above = file.getParent(); above.startsWith(top) && !above.equals(top); above = above.getParent()) {
                    if (Files.exists(above, LinkOption.NOFOLLOW_LINKS)
                            && !Files.isDirectory(above, LinkOption.NOFOLLOW_LINKS)) {
                        inTheWay.add(top.relativize(above).toString());
                        break;
                    }
                }
            }
        }
        if (!inTheWay.isEmpty()) {
            throw new Refusal("files that git does not know are in the way: move them or commit them first ("
                    + String.join(", ", new TreeSet<>(inTheWay)) + ")");
        }
    }

    /** @throws Refusal if git was told to overlook a file that would be written, and it is edited */
    void checkNothingOverlooked(Map<String, Git.Entry> changed) {
        List<String> edited = new ArrayList<>();
        for (String line : git.run("ls-files", "-v", "-z", "--full-name", "--", ":/").fields()) {
            String path = line.substring(2);
            if (isOverlooked(line) && changed.containsKey(path) && Files.exists(top.resolve(path), LinkOption.NOFOLLOW_LINKS)
                    && !Git.in(top).line("hash-object", "--path=" + path, top.resolve(path).toString()).equals(changed.get(path).object())) {
                edited.add(path);
            }
        }
        if (!edited.isEmpty()) {
            throw new Refusal("git was told to overlook your edits of " + String.join(", ", edited)
                    + ": git update-index --no-skip-worktree --no-assume-unchanged there, then commit or stash them");
        }
    }

    /** Tells from a line of {@code git ls-files -v} whether git takes the file as unedited without a look. */
    static boolean isOverlooked(String line) {
        return line.charAt(0) == 'S' || Character.isLowerCase(line.charAt(0));
    }
}
