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
 * An answer of the tables answers/wrong.csv and answers/right.csv.
 *
 * @param property its name
 * @param value as it is given to Maven
 * @param beside what else is answered, by name
 * @param mustBe the beginning of what the message says must be; empty: what the first check of the property says
 */
public record Answer(String property, String value, Map<String, String> beside, String mustBe) {

    private static final String LONG = "a".repeat(10_000);
    private static final Pattern UNICODE = Pattern.compile("\\\\" + "u(\\p{XDigit}{4})");   // translateEscapes leaves these

    /**
     * The lines of a table that hold for an archetype; one for "any" property stands for as many answers as there
     * are properties.
     *
     * @param table wrong or right
     * @param runtime mlserver, triton or seldon
     */
    public static List<Answer> of(String table, String runtime, Descriptor descriptor) {
        List<Answer> answers = new ArrayList<>();
        for (Map<String, String> line : lines(table)) {
            if (!line.get("archetypes").equals("all") && !line.get("archetypes").equals(runtime)) {
                continue;
            }
            Map<String, String> beside = new LinkedHashMap<>();
            if (!line.get("beside").isEmpty()) {
                String[] words = line.get("beside").split("=", 2);
                beside.put(words[0], words[1]);
            }
            List<String> properties = List.of(line.get("property"));
            if (line.get("property").equals("any")) {
                properties = descriptor.properties().stream().map(Descriptor.Property::name).toList();
            }
            for (String property : properties) {
                String right = property.equals("artifactId") ? "my-models" : descriptor.property(property).defaultValue();
                answers.add(new Answer(property, written(line.get("value"), right), beside, line.getOrDefault("must be", "")));
            }
        }
        return answers;
    }

    /** The value that a cell stands for: escapes as in Java, those of Unicode too, then {default} and {long}. */
    private static String written(String cell, String right) {
        String value = UNICODE.matcher(cell)
                .replaceAll(code -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(code.group(1), 16))));
        return value.translateEscapes().replace("{default}", right).replace("{long}", LONG);
    }

    private static List<Map<String, String>> lines(String table) {
        String name = "/answers/" + table + ".csv";
        try (InputStream stream = Answer.class.getResourceAsStream(name)) {
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
