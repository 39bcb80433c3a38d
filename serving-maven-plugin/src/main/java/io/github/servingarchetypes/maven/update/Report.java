package io.github.servingarchetypes.maven.update;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** What an update makes of each file, a line each, for the user. */
final class Report {

    private Report() {}

    /** @param prefix what the paths are without */
    static List<String> of(Merge.Outcome outcome, String prefix) {
        TreeMap<String, String> movedFrom = new TreeMap<>();
        for (int i = 0; i + 2 < outcome.moved().size(); i += 3) {
            movedFrom.put(outcome.moved().get(i + 2), outcome.moved().get(i + 1));
        }
        TreeSet<String> paths = new TreeSet<>(outcome.head().keySet());
        paths.addAll(outcome.result().keySet());
        paths.addAll(outcome.conflicts().keySet());
        paths.addAll(outcome.keptDeleted());
        paths.removeAll(movedFrom.values());
        List<String> lines = new ArrayList<>();
        for (String path : paths) {
            String kind = kind(outcome, path, movedFrom);
            if (kind != null) {
                String from = movedFrom.containsKey(path) ? movedFrom.get(path).substring(prefix.length()) + " -> " : "";
                lines.add("  %-9s %s%s".formatted(kind, from, path.substring(prefix.length())));
            }
        }
        return lines;
    }

    private static String kind(Merge.Outcome outcome, String path, TreeMap<String, String> movedFrom) {
        Git.Entry head = outcome.head().get(path);
        Git.Entry result = outcome.result().get(path);
        if (outcome.conflicts().containsKey(path)) {
            return "conflict";
        } else if (outcome.keptDeleted().contains(path)) {
            return "kept deleted";   // deleted by the user, changed by the archetype
        } else if (movedFrom.containsKey(path)) {
            return "moved";
        } else if (result == null) {
            return head == null ? null : "removed";
        } else if (head == null) {
            return "added";
        } else if (!head.equals(result)) {
            return head.equals(outcome.generatedBefore().get(path)) ? "updated" : "merged";
        }
        Git.Entry now = outcome.generatedNow().get(path);
        boolean archetypeChanged = now != null && !now.equals(outcome.generatedBefore().get(path));
        return archetypeChanged && !now.equals(result) ? "kept" : null;
    }
}
