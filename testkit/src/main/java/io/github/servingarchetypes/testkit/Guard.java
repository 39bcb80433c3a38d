package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A line of the tables in cases/guards/, which cases/README.md explains: what a generated repository has for some cases,
 * and how it is removed.
 *
 * @param cases those that must no longer hold without it
 * @param kind what becomes of the container
 * @param text a script of bash that removes it from a copy of the repository; of SERVES: why there is nothing to remove
 */
public record Guard(List<ServingCase> cases, Kind kind, String text) {

    /** What the beginning of a cell says. */
    public enum Kind {
        /** Without it, the container is ready or ends. */
        BASH,
        /** Without it, the container is never ready. */
        HANGS,
        /** There is nothing to remove. */
        SERVES
    }

    /** Returns the lines for an archetype; fails if one names no case. */
    public static List<Guard> of(ArchetypeUnderTest archetype) {
        List<ServingCase> cases = ServingCase.of(archetype);
        return Stream.of("all", archetype.name())
                .flatMap(table -> ServingCase.cells("guards/" + table, 2).stream())
                .map(cells -> of(cells, cases)).toList();
    }

    private static Guard of(List<String> cells, List<ServingCase> all) {
        List<ServingCase> cases = new ArrayList<>();
        for (String name : cells.get(0).split("; ")) {
            boolean prefix = name.endsWith("*");
            String text = prefix ? name.substring(0, name.length() - 1) : name;
            List<ServingCase> named = all.stream()
                    .filter(each -> prefix ? each.name().startsWith(text) : each.name().equals(text)).toList();
            assertThat(named).as("cases named %s", name).isNotEmpty();
            cases.addAll(named);
        }
        for (Kind kind : List.of(Kind.HANGS, Kind.SERVES)) {
            String beginning = kind.name().toLowerCase() + ": ";
            if (cells.get(1).startsWith(beginning)) {
                return new Guard(cases, kind, cells.get(1).substring(beginning.length()));
            }
        }
        return new Guard(cases, Kind.BASH, cells.get(1));
    }

    /**
     * Removes it from a copy.
     *
     * @throws AssertionError if that changes nothing, or leaves a file that Python cannot read
     */
    public void removeFrom(GeneratedRepository copy) {
        String before = tree(copy);
        Command.script(text).in(copy.folder())
                .with("CONTEXT", copy.folder().relativize(copy.buildContext()).resolve(".").toString())
                .with("CLASSIFIER", ArchetypeUnderTest.current().runtime().classifierFile())
                .run().succeeded();
        assertThat(tree(copy)).as("removes nothing: %s", text).isNotEqualTo(before);
        Command.script("""
                find . -name '*.py' -exec python3 -c '
                import ast, sys
                for file in sys.argv[1:]:
                    ast.parse(open(file, encoding="utf-8").read(), file)
                ' {} +""").in(copy.folder()).run().succeeded();
    }

    private static String tree(GeneratedRepository copy) {
        return Command.script("find . -printf '%p %m %l\\n' | sort; find . -type f -exec sha256sum {} + | sort")
                .in(copy.folder()).run().succeeded().output();
    }
}
