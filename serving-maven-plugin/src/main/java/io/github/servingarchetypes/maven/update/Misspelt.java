package io.github.servingarchetypes.maven.update;

import com.github.difflib.DiffUtils;
import io.github.servingarchetypes.maven.Refusal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Maven takes any name after -D: one that is nearly that of an answer would be ignored, and its value with it. */
final class Misspelt {

    private static final int MOST_EDITS = 2;
    private static final int LETTERS_PER_EDIT = 4;

    private Misspelt() {}

    /**
     * Lets pass what has a right name, now or in an earlier version, and what resembles none.
     *
     * @param given names after -D
     * @param known other right names, such as the goal's parameters
     * @throws Refusal if one is nearly a right name
     */
    static void refuse(Collection<String> given, Archetype archetype, Set<String> known) {
        Set<String> right = new TreeSet<>(known);
        right.addAll(archetype.properties());
        for (String name : given) {
            if (!right.contains(name) && !archetype.renamed().containsKey(name)) {
                right.stream().filter(candidate -> isNearly(name, candidate)).findFirst().ifPresent(candidate -> {
                    throw new Refusal("'" + name + "' is not asked for by " + archetype.coordinates() + ": -D" + candidate
                            + "=... may be what you mean");
                });
            }
        }
    }

    private static boolean isNearly(String name, String right) {
        int edits = DiffUtils.diff(letters(name), letters(right)).getDeltas().stream()
                .mapToInt(delta -> Math.max(delta.getSource().size(), delta.getTarget().size())).sum();
        return edits <= Math.max(1, Math.min(MOST_EDITS, right.length() / LETTERS_PER_EDIT));
    }

    private static List<Integer> letters(String name) {
        return name.toLowerCase(Locale.ROOT).chars().boxed().toList();
    }
}
