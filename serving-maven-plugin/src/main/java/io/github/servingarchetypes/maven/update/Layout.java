package io.github.servingarchetypes.maven.update;

import io.github.servingarchetypes.maven.Refusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Where files are that one side of the merge has elsewhere. git finds most renames by content; but two models with the
 * same files look alike to it. What the answers and the folders tell is settled here, before git merges.
 */
final class Layout {

    /** Paths of files and of folders (these with a slash at the end), by their old paths. */
    private final Map<String, String> moves;

    private Layout(Map<String, String> moves) {
        this.moves = moves;
    }

    /**
     * The moves that other answers make: a template at __modelName__/model.py is in another folder now.
     *
     * @param before answers by the names of today's properties
     */
    static Layout ofAnswers(Archetype old, Map<String, String> before, Archetype next, Map<String, String> after) {
        Map<String, String> moves = new LinkedHashMap<>();
        Set<String> common = new HashSet<>(old.templates().stream().map(path -> renamed(path, next.namesFrom(old))).toList());
        common.retainAll(next.templates());
        for (String template : common) {
            move(moves, fill(template, before), fill(template, after));
            for (String folder : foldersOf(template)) {
                if (folder.matches("(.*/)?[^/]*__\\w+__[^/]*/")) {
                    move(moves, fill(folder, before), fill(folder, after));
                }
            }
        }
        return new Layout(moves);
    }

    /**
     * The moves that the user made: where all files of a model's folder are gone, and another folder has some of them, each
     * of these is the same file; files that the new version adds to the folder belong there too.
     *
     * @param answers by which the paths of {@code before} were filled in
     * @param before the files as they were generated, and
     * @param now as the user has them; the paths of both begin with the prefix
     */
    static Layout ofUser(Archetype archetype, Map<String, String> answers, String prefix,
            TreeMap<String, Git.Entry> before, TreeMap<String, Git.Entry> now) {
        Set<String> gone = new TreeSet<>();
        for (String template : archetype.templates()) {
            for (String folder : foldersOf(template)) {
                if (folder.matches("(.*/)?[^/]*__\\w+__[^/]*/")) {
                    String path = prefix + fill(folder, answers);
                    if (!below(before, path).isEmpty() && below(now, path).isEmpty()) {
                        gone.add(path);
                    }
                }
            }
        }
        if (gone.isEmpty()) {
            return new Layout(Map.of());
        }
        Set<String> candidates = new TreeSet<>();
        now.keySet().forEach(file -> candidates.addAll(foldersOf(file)));
        candidates.removeIf(folder -> !below(before, folder).isEmpty());
        record Pair(String from, String to, long same) {}
        List<Pair> pairs = new ArrayList<>();
        for (String from : gone) {
            for (String to : candidates) {
                long same = below(before, from).keySet().stream().filter(file -> before.get(file)
                        .equals(now.get(to + file.substring(from.length())))).count();
                if (same > 0) {
                    pairs.add(new Pair(from, to, same));
                }
            }
        }
        pairs.sort(Comparator.comparingLong(Pair::same).reversed());   // stable: by name where as many are the same
        Map<String, String> moves = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>();
        for (Pair pair : pairs) {
            if (!moves.containsKey(pair.from()) && taken.add(pair.to())) {
                moves.put(pair.from(), pair.to());
                // A file that the user has changed as well is left to git, which compares its content.
                below(before, pair.from()).forEach((file, entry) -> {
                    String there = pair.to() + file.substring(pair.from().length());
                    moves.put(file, entry.equals(now.get(there)) ? there : file);
                });
            }
        }
        return new Layout(moves);
    }

    /** Returns the same for files whose paths begin with a prefix. */
    Layout below(String prefix) {
        Map<String, String> longer = new LinkedHashMap<>();
        moves.forEach((from, to) -> longer.put(prefix + from, prefix + to));
        return new Layout(longer);
    }

    /** Returns the way back, for paths without a prefix. */
    UnaryOperator<String> back(String prefix) {
        Map<String, String> backward = new LinkedHashMap<>();
        moves.forEach((from, to) -> backward.put(to.substring(prefix.length()), from.substring(prefix.length())));
        return new Layout(backward)::of;
    }

    /** Returns where a file is now. */
    String of(String path) {
        if (moves.containsKey(path)) {
            return moves.get(path);
        }
        List<String> folders = foldersOf(path);
        for (int i = folders.size() - 1; i >= 0; i--) {
            String to = moves.get(folders.get(i));
            if (to != null) {
                return to + path.substring(folders.get(i).length());
            }
        }
        return path;
    }

    /**
     * Returns files by where they are now.
     *
     * @throws Refusal if two would be in one place
     */
    TreeMap<String, Git.Entry> of(Map<String, Git.Entry> files) {
        TreeMap<String, Git.Entry> moved = new TreeMap<>();
        files.forEach((path, entry) -> {
            if (moved.put(of(path), entry) != null) {
                throw new Refusal(of(path) + " is in the way of " + (of(path).equals(path) ? "another file" : path)
                        + ": move or rename it first");
            }
        });
        return moved;
    }

    private static void move(Map<String, String> moves, String from, String to) {
        if (!from.equals(to)) {
            moves.put(from, to);
        }
    }

    private static String renamed(String template, Map<String, String> properties) {
        String path = template;
        for (Map.Entry<String, String> property : properties.entrySet()) {
            path = path.replace("__" + property.getKey() + "__", "__" + property.getValue() + "__");
        }
        return path;
    }

    private static String fill(String template, Map<String, String> answers) {
        String path = template;
        for (Map.Entry<String, String> answer : answers.entrySet()) {
            path = path.replace("__" + answer.getKey() + "__", answer.getValue());
        }
        return path;
    }

    /** The folders above a file or folder, the outermost first, each with a slash at its end; a folder is one itself. */
    private static List<String> foldersOf(String path) {
        List<String> folders = new ArrayList<>();
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            folders.add(path.substring(0, slash + 1));
        }
        return folders;
    }

    private static Map<String, Git.Entry> below(TreeMap<String, Git.Entry> files, String folder) {
        return files.subMap(folder, folder + Character.MAX_VALUE);
    }
}
