package io.github.servingarchetypes.maven.update;

import java.util.Set;
import java.util.TreeSet;

/**
 * What an update leaves to the user.
 *
 * @param paths of the files with conflicts, from the repository's folder
 * @param deleted those of them that one side no longer has
 */
record Conflicts(Set<String> paths, Set<String> deleted) {

    static Conflicts none() {
        return new Conflicts(Set.of(), Set.of());
    }

    static Conflicts of(Merge.Outcome outcome, String prefix) {
        Set<String> paths = new TreeSet<>();
        Set<String> deleted = new TreeSet<>();
        outcome.conflicts().forEach((path, stages) -> {
            paths.add(path.substring(prefix.length()));
            if (!stages.containsKey(2) || !stages.containsKey(3)) {
                deleted.add(path.substring(prefix.length()));
            }
        });
        return new Conflicts(paths, deleted);
    }

    /** Tells the user what to do. */
    String message() {
        String message = "Updated, with conflicts in " + String.join(", ", paths) + ". Edit these files, git add and commit them; "
                + "git restore --staged --worktree . takes everything back";
        if (paths.contains(Pom.FILE) && !deleted.contains(Pom.FILE)) {
            message += ". pom.xml is as you had it, so that Maven starts: git checkout --merge pom.xml shows its conflicts";
        }
        if (!deleted.isEmpty()) {
            message += ". One side has deleted " + String.join(", ", deleted) + ": git rm or git add "
                    + (deleted.size() == 1 ? "it" : "each of them");
        }
        return message;
    }
}
