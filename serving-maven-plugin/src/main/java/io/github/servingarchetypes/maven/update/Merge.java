package io.github.servingarchetypes.maven.update;

import io.github.servingarchetypes.maven.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A three-way merge by git: of what was generated, of what the user made of it, and of what is generated now. It runs in a
 * repository of its own, which reads the user's objects: neither the user's references nor index nor files are touched.
 */
final class Merge {

    /** The label of the user's side in conflict markers. */
    private static final String YOURS = "yours";

    private final Repository repository;
    private final Git git;
    private final Path index;

    /**
     * What the merge makes of the repository.
     *
     * @param ownPluginVersion the plugin's version that the user has written to pom.xml; null if it is the generated one
     */
    record Outcome(
            TreeMap<String, Git.Entry> head,
            TreeMap<String, Git.Entry> generatedBefore,
            TreeMap<String, Git.Entry> generatedNow,
            TreeMap<String, Git.Entry> yours,
            TreeMap<String, Git.Entry> result,
            TreeMap<String, TreeMap<Integer, Git.Entry>> conflicts,
            TreeSet<String> keptDeleted,
            String headTree,
            String resultTree,
            List<String> moved,
            String ownPluginVersion) {}

    /**
     * @param folder an empty one for git's temporary files
     * @param keeps whether the objects that are written go to the user's repository, where nothing refers to them yet
     */
    Merge(Repository repository, Path folder, boolean keeps) throws IOException {
        this.repository = repository;
        Path own = folder.resolve("merge.git");
        repository.git().run("init", "--quiet", "--bare", "--template=",
                "--object-format=" + repository.objectFormat(), own.toString());
        Git there = repository.git().with("GIT_DIR", own)
                .with("GIT_AUTHOR_NAME", "serving-maven-plugin").with("GIT_AUTHOR_EMAIL", "serving-maven-plugin")
                .with("GIT_COMMITTER_NAME", "serving-maven-plugin").with("GIT_COMMITTER_EMAIL", "serving-maven-plugin");
        this.git = keeps
                ? there.with("GIT_OBJECT_DIRECTORY", repository.objects())
                : there.with("GIT_ALTERNATE_OBJECT_DIRECTORIES", repository.objects());
        this.index = folder.resolve("merge.index");
    }

    /** Returns the files below a folder as objects, by paths that begin with the prefix. */
    TreeMap<String, Git.Entry> files(Path folder) throws IOException {
        List<Path> files;
        try (var walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        List<String> objects = git.objects(files);
        TreeMap<String, Git.Entry> entries = new TreeMap<>();
        for (int i = 0; i < files.size(); i++) {
            String path = folder.relativize(files.get(i)).toString().replace('\\', '/');
            entries.put(repository.prefix() + path, new Git.Entry("100644", objects.get(i)));
        }
        return entries;
    }

    /** Returns the committed files of the whole repository. */
    TreeMap<String, Git.Entry> head() {
        return git.files(repository.headTree());
    }

    /**
     * Merges.
     *
     * @param head the files that are committed, of which {@code yours} are the folder's where the answers have them now
     * @param before the folder's files as they were generated, and
     * @param now as they are generated now
     * @param label what is generated now, in conflict markers
     */
    Outcome merge(TreeMap<String, Git.Entry> head, TreeMap<String, Git.Entry> yours, TreeMap<String, Git.Entry> before,
            TreeMap<String, Git.Entry> now, String label) {
        TreeMap<String, Git.Entry> outside = new TreeMap<>(head);
        outside.keySet().removeIf(path -> path.startsWith(repository.prefix()));
        String base = commit(tree(withPluginVersionOf(now, before), outside), null);
        String ownVersion = ownPluginVersion(before, yours);
        String ours = commit(tree(ownVersion == null ? withPluginVersionOf(now, yours) : yours, outside), base);
        String theirs = commit(tree(now, outside), base);
        git.run("update-ref", "refs/heads/" + YOURS, ours);
        git.run("update-ref", "refs/heads/" + label, theirs);
        Git.Result merged = git.attempt(new byte[0], "-c", "merge.renames=true", "-c", "merge.directoryRenames=true",
                "merge-tree", "--write-tree", "-z", "--no-messages", YOURS, label);
        if (merged.exitCode() > 1) {
            throw new Refusal("git cannot merge: " + merged.errors().strip());
        }
        List<String> fields = merged.fields();
        TreeMap<String, TreeMap<Integer, Git.Entry>> conflicts = new TreeMap<>();
        for (String field : fields.subList(1, fields.size())) {
            int tab = field.indexOf('\t');
            if (tab > 0) {
                String[] words = field.substring(0, tab).split(" ");
                conflicts.computeIfAbsent(field.substring(tab + 1), path -> new TreeMap<>())
                        .put(Integer.parseInt(words[2]), new Git.Entry(words[0], words[1]));
            }
        }
        TreeMap<String, Git.Entry> result = git.files(fields.get(0));
        TreeSet<String> keptDeleted = keepDeleted(result, conflicts);
        keepRecord(result, conflicts, now);
        keepMavenStarting(result, conflicts);
        String resultTree = tree(result, new TreeMap<>());
        return new Outcome(head, before, now, yours, result, conflicts, keptDeleted, repository.headTree(), resultTree,
                git.run("diff-tree", "-r", "-M", "-z", "--diff-filter=R", "--name-status", repository.headTree(), resultTree).fields(),
                ownVersion);
    }

    /** What the user deleted stays deleted, even if it is generated otherwise now. */
    private static TreeSet<String> keepDeleted(TreeMap<String, Git.Entry> result,
            TreeMap<String, TreeMap<Integer, Git.Entry>> conflicts) {
        TreeSet<String> kept = new TreeSet<>();
        conflicts.forEach((path, stages) -> {
            if (stages.containsKey(1) && stages.containsKey(3) && !stages.containsKey(2)) {
                kept.add(path);
            }
        });
        conflicts.keySet().removeAll(kept);
        result.keySet().removeAll(kept);
        return kept;
    }

    /** The record says what is generated now, whatever the user's side is. */
    private void keepRecord(TreeMap<String, Git.Entry> result, TreeMap<String, TreeMap<Integer, Git.Entry>> conflicts,
            TreeMap<String, Git.Entry> now) {
        String path = repository.prefix() + Record.FILE;
        result.put(path, now.get(path));
        conflicts.remove(path);
    }

    /** A pom.xml with conflict markers would stop the next run: in the work tree, it is the user's. */
    private void keepMavenStarting(TreeMap<String, Git.Entry> result, TreeMap<String, TreeMap<Integer, Git.Entry>> conflicts) {
        String path = repository.prefix() + Pom.FILE;
        TreeMap<Integer, Git.Entry> stages = conflicts.get(path);
        if (stages != null && stages.containsKey(2)) {
            result.put(path, stages.get(2));
        }
    }

    private String ownPluginVersion(TreeMap<String, Git.Entry> before, TreeMap<String, Git.Entry> yours) {
        String path = repository.prefix() + Pom.FILE;
        if (!before.containsKey(path) || !yours.containsKey(path)) {
            return null;
        }
        Optional<String> own = Pom.pluginVersion(git.text(yours.get(path)));
        return own.equals(Pom.pluginVersion(git.text(before.get(path)))) ? null : own.orElse(null);
    }

    /** Returns files of which pom.xml names the plugin's version that is generated now: it is never in conflict. */
    private TreeMap<String, Git.Entry> withPluginVersionOf(TreeMap<String, Git.Entry> now, TreeMap<String, Git.Entry> files) {
        String path = repository.prefix() + Pom.FILE;
        TreeMap<String, Git.Entry> changed = new TreeMap<>(files);
        if (now.containsKey(path)) {
            changed.computeIfPresent(path, (pom, entry) -> new Git.Entry(entry.mode(),
                    git.object(Pom.withPluginVersionOf(git.text(entry), git.text(now.get(path))))));
        }
        return changed;
    }

    private String tree(TreeMap<String, Git.Entry> files, TreeMap<String, Git.Entry> outside) {
        TreeMap<String, Git.Entry> all = new TreeMap<>(outside);
        all.putAll(files);
        return git.tree(all, index);
    }

    private String commit(String tree, String parent) {
        List<String> words = new ArrayList<>(List.of("commit-tree", tree, "-m", "serving:update"));
        if (parent != null) {
            words.addAll(List.of("-p", parent));
        }
        return git.line(words.toArray(String[]::new));
    }
}
