package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A line of the tables in cases/, which cases/README.md explains: what is done to a container, and what must be seen.
 *
 * @param name what it is about, in words
 * @param setup the container; lines with the same one share it
 * @param asked a script of bash that asks the container once it is ready; its output is seen
 * @param seen what must be seen
 */
public record ServingCase(String name, Setup setup, String asked, Seen seen) {

    /**
     * How a container comes to be.
     *
     * @param caseName the repository, by the folder of src/it that has its answers
     * @param rebuilt whether its image is built after what is done; else what is done reaches it only if it is mounted
     * @param done a script of bash, run in a copy of the repository
     * @param options of docker run; bash reads them in that folder
     */
    public record Setup(String caseName, boolean rebuilt, String done, String options) {}

    /** What must be seen: of which kind, and a text that it contains. */
    public record Seen(Kind kind, String text) {

        private static Seen of(String cell) {
            String[] parts = cell.split(": ", 2);
            Kind kind = Kind.valueOf(parts[0].toUpperCase().replace(' ', '_'));
            assertThat(parts.length == 2).as("a text behind %s", cell).isEqualTo(kind != Kind.READY);
            return new Seen(kind, parts.length == 2 ? parts[1] : "");
        }
    }

    /** A kind of thing to be seen; cases/README.md has their meanings. */
    public enum Kind { READY, ANSWERS, LOGS, WAITS, FAILS, NOT_BUILT }

    /** Returns the lines for an archetype, in the order of the tables. */
    public static List<ServingCase> of(ArchetypeUnderTest archetype) {
        return Stream.of("all", archetype.name()).flatMap(table -> cells(table, 6).stream()).map(ServingCase::of).toList();
    }

    /** Returns lines, those with the same container together. */
    public static Collection<List<ServingCase>> bySetup(List<ServingCase> lines) {
        return lines.stream().collect(Collectors.groupingBy(ServingCase::setup, LinkedHashMap::new, Collectors.toList())).values();
    }

    /** The names of lines, as the title of a test. */
    public static String names(List<ServingCase> lines) {
        return String.join("; ", lines.stream().map(ServingCase::name).toList());
    }

    /** Reads a table: nothing, if there is no file. */
    static List<List<String>> cells(String table, int columns) {
        String resource = "/cases/" + table + ".txt";
        if (ServingCase.class.getResource(resource) == null) {
            return List.of();
        }
        List<List<String>> rows = new ArrayList<>();
        List<String> above = List.of();
        for (String line : TextFile.resource(resource).lines().filter(each -> !each.isBlank() && !each.startsWith("#")).toList()) {
            List<String> cells = new ArrayList<>(Stream.of(line.split("(?<=\\s)\\|(?=\\s)", -1)).map(String::strip).toList());
            assertThat(cells).as("cells of %s", line).hasSize(columns);
            for (int i = 0; i < cells.size(); i++) {
                if (cells.get(i).equals("\"")) {
                    cells.set(i, above.get(i));
                }
            }
            rows.add(cells);
            above = cells;
        }
        return rows;
    }

    private static ServingCase of(List<String> cells) {
        String[] image = cells.get(1).split(" ");
        assertThat(image.length == 1 || image[1].equals("rebuilt")).as("the image of %s", cells).isTrue();
        Setup setup = new Setup(image[0], image.length > 1, cells.get(2), cells.get(3));
        return new ServingCase(cells.get(0), setup, cells.get(4), Seen.of(cells.get(5)));
    }
}
