package io.github.servingarchetypes.maven.overlay;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the team's files override, as it was when the team last looked at it: a copy of each file, in src/main/overridden,
 * to be committed. A copy, not a hash: the difference can then be shown without the old version, which a repository
 * of snapshots has no more.
 */
final class Overridden {

    static final String FOLDER = "overridden";

    private final Path folder;
    private final Entries before;
    private final Entries now = new Entries();
    private final List<String> changes = new ArrayList<>();

    Overridden(Path folder) {
        this.folder = folder;
        this.before = Entries.ofFolder(folder);
    }

    /** Tells of a file that is overridden, as the original has it now. */
    void add(String path, Entries original) {
        String text = original.text(path);
        now.put(path, text);
        String old = before.has(path) ? path : oldNameOf(path, original);
        if (old != null && !before.text(old).equals(text) && !(Template.isHook(text) && Template.isHook(before.text(old)))) {
            changes.add(diff(old, before.text(old), path, text));
        }
    }

    /** Returns what a file was called when the team last looked at it, or null: then it was not overridden. */
    private String oldNameOf(String path, Entries original) {
        return before.stream().filter(copy -> !original.has(copy) && newNameOf(copy, original).filter(path::equals).isPresent())
                .findFirst().orElse(null);
    }

    /** Returns the difference between what was overridden and what is now, as unified diffs; empty if there is none. */
    String changes() {
        return String.join("\n", changes);
    }

    /** Tells whether the copies will be others than before. */
    boolean isNews() {
        return !before.paths().equals(now.paths()) || before.stream().anyMatch(path -> !before.text(path).equals(now.text(path)));
    }

    /** Tells whether a file was overridden when the team last looked at it. */
    boolean had(String path) {
        return before.has(path);
    }

    /** Returns where a file may have gone: the entry that has its text, or the most of its lines: half of them at least. */
    Optional<String> newNameOf(String path, Entries original) {
        List<String> lines = before.text(path).lines().filter(line -> !line.isBlank()).toList();
        String best = null;
        long most = (lines.size() - 1) / 2;
        for (String entry : original.paths()) {
            if (!entry.startsWith("upstream/") && entry.matches("(.*/)?[^/]+\\.(vm|md|py|json|ya?ml)|.*/[A-Za-z_.]+")) {
                List<String> others = original.text(entry).lines().toList();
                long same = lines.stream().filter(others::contains).count();
                if (same > most) {
                    best = entry;
                    most = same;
                }
            }
        }
        return Optional.ofNullable(best);
    }

    /** Writes what is overridden now: last, when nothing else can fail. */
    void write() {
        if (!before.isEmpty() || !now.isEmpty()) {
            now.writeTo(folder);
        }
    }

    private static String diff(String oldPath, String before, String path, String now) {
        List<String> old = before.lines().toList();
        return String.join("\n", UnifiedDiffUtils.generateUnifiedDiff(
                "overridden/" + oldPath, "new/" + path, old, DiffUtils.diff(old, now.lines().toList()), 3));
    }
}
