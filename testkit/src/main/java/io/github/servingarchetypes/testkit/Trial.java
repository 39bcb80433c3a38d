package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of the tables answers/wrong.csv and answers/right.csv: an answer that is tried.
 *
 * @param property its name
 * @param answer as it is given to Maven
 * @param beside what else is answered, by name
 * @param mustBe the beginning of what the message says must be; empty: what the first check of the property says
 */
public record Trial(String property, String answer, Map<String, String> beside, String mustBe) {

    private static final String LONG = "a".repeat(10_000);
    private static final Pattern UNICODE = Pattern.compile("\\\\" + "u(\\p{XDigit}{4})");   // translateEscapes leaves these

    /**
     * Returns the lines of a table that hold for an archetype. A line for "any" property stands for as many trials as
     * there are properties, and one for a property that the archetype lacks stands for none.
     *
     * @param table wrong or right
     */
    public static List<Trial> of(String table, ArchetypeUnderTest archetype) {
        Descriptor descriptor = archetype.descriptor();
        List<Trial> trials = new ArrayList<>();
        for (Map<String, String> line : lines(table)) {
            if (!line.get("archetypes").equals("all") && !line.get("archetypes").equals(archetype.name())) {
                continue;
            }
            Map<String, String> beside = new LinkedHashMap<>();
            for (String answer : line.get("beside").split(" ")) {
                if (!answer.isEmpty()) {
                    beside.put(answer.split("=", 2)[0], answer.split("=", 2)[1]);
                }
            }
            if (archetype.isAnOrganisations() && !beside.keySet().stream().allMatch(descriptor::has)) {
                continue;   // the organisation has fixed the answer that the line gives
            }
            for (Descriptor.Property property : descriptor.properties()) {
                if (line.get("property").equals("any") || line.get("property").equals(property.name())) {
                    String right = property.name().equals("artifactId") ? "my-models" : property.defaultValue();
                    trials.add(new Trial(property.name(), written(line.get("answer"), right), beside,
                            line.getOrDefault("must be", "")));
                }
            }
        }
        return trials;
    }

    /** Returns all that is answered: artifactId, what is beside, and the answer itself. */
    public Map<String, String> answers() {
        Map<String, String> answers = new LinkedHashMap<>(Map.of("artifactId", "my-models"));
        answers.putAll(beside);
        answers.put(property, answer);
        return answers;
    }

    /** Names the trial in a test report, on one short line. */
    public String title() {
        String title = property + "=" + answer;
        return (title.length() > 80 ? title.substring(0, 80) + "..." : title) + (beside.isEmpty() ? "" : " " + beside);
    }

    /** Returns the answer that a cell stands for: escapes as in Java, those of Unicode too, then {default} and {long}. */
    private static String written(String cell, String right) {
        String answer = UNICODE.matcher(cell)
                .replaceAll(code -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(code.group(1), 16))));
        return answer.translateEscapes().replace("{default}", right).replace("{long}", LONG);
    }

    private static List<Map<String, String>> lines(String table) {
        String name = "/answers/" + table + ".csv";
        try (InputStream stream = Trial.class.getResourceAsStream(name)) {
            assertThat(stream).as(name).isNotNull();
            MappingIterator<Map<String, String>> lines = new CsvMapper()
                    .enable(CsvParser.Feature.ALLOW_COMMENTS)
                    .enable(CsvParser.Feature.FAIL_ON_MISSING_COLUMNS)
                    .readerForMapOf(String.class)
                    .with(CsvSchema.emptySchema().withHeader())
                    .readValues(stream);
            return lines.readAll();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
