package io.github.servingarchetypes.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.ArchetypeUnderTest;
import io.github.servingarchetypes.testkit.BatchMode;
import io.github.servingarchetypes.testkit.ChangedJar;
import io.github.servingarchetypes.testkit.Checks;
import io.github.servingarchetypes.testkit.Descriptor;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.Trial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tables answers/wrong.csv and answers/right.csv, tried on an archetype's jar as batch mode does. What a wrong
 * answer leaves, and why, stands in CONTRIBUTING.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnswersIT {

    private static final Pattern IMAGE = Pattern.compile(   // the grammar of github.com/distribution/reference
            "([a-zA-Z0-9-]+(\\.[a-zA-Z0-9-]+)*(:[0-9]+)?/)?[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*"
                    + ":\\w[\\w.-]{0,127}");
    private static final Pattern COMPOSE_PROJECT = Pattern.compile("[a-z0-9][a-z0-9_-]*");
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");

    private final ArchetypeUnderTest archetype = ArchetypeUnderTest.current();
    private final Descriptor descriptor = archetype.descriptor();
    private final Checks checks = Checks.of(archetype);
    private final BatchMode batchMode = new BatchMode(archetype.jar());

    @TempDir
    private Path folder;
    private Path output;
    private int outputs;

    @TestFactory
    Stream<DynamicTest> wrongAnswersLeaveNothing() {
        return tests(wrongTrials().filter(trial -> !trial.property().equals("groupId")), trial -> {
            assertThat(generate(batchMode, trial.answers())).hasValueSatisfying(contains(refusal(trial)));
            assertThat(written()).as("what is left").isEmpty();
        });
    }

    @TestFactory
    Stream<DynamicTest> aWrongGroupIdLeavesAnEmptyPom() {
        Stream<Trial> trials = wrongTrials().filter(trial -> trial.property().equals("groupId"))
                .filter(AnswersIT::isNoExpression);
        return tests(trials, trial -> assertLeavesAnEmptyPom(trial, trial.answers()));
    }

    @TestFactory
    Stream<DynamicTest> besideAGivenGroupIdAndVersionTheyLeaveAnEmptyPom() {
        Stream<Trial> trials = wrongTrials()
                .filter(trial -> !trial.property().equals("artifactId"))   // the folder that it names may be anywhere
                .filter(AnswersIT::isNoExpression);
        return tests(trials, trial -> {
            Map<String, String> answers = new LinkedHashMap<>(Map.of("groupId", "com.example", "version", "1.0"));
            answers.putAll(trial.answers());
            assertLeavesAnEmptyPom(trial, answers);
        });
    }

    @TestFactory
    Stream<DynamicTest> blankAnswersCountAsNotGiven() {
        Stream<Trial> trials = descriptor.defaults().keySet().stream().flatMap(property ->
                Stream.of("", " ", "\t\n").map(blank -> new Trial(property, blank, Map.of(), "")));
        GeneratedRepository byDefault = batchMode.generated(newFolder(), Map.of());
        return tests(trials, trial ->
                batchMode.generated(newFolder(), trial.answers()).assertSameBytesAs(byDefault));
    }

    /** Whoever hands over every default as the jar has it, the ones that hold the checks too, gets the same. */
    @Test
    void theDefaultsMayBeGiven() {
        batchMode.generated(folder.resolve("given"), defaultsOfTheJar())
                .assertSameBytesAs(batchMode.generated(folder.resolve("not-given"), Map.of()));
    }

    @Test
    void besideThemTooAWrongAnswerLeavesAnEmptyPom() {
        Trial trial = wrongTrials().filter(wrong -> !List.of("artifactId", "groupId", "version").contains(wrong.property()))
                .filter(AnswersIT::isNoExpression).findFirst().orElseThrow();
        Map<String, String> answers = defaultsOfTheJar();
        answers.putAll(trial.answers());
        assertLeavesAnEmptyPom(trial, answers);
    }

    private Map<String, String> defaultsOfTheJar() {
        Map<String, String> defaults = new LinkedHashMap<>();
        descriptor.properties().stream().filter(property -> property.written() != null)
                .forEach(property -> defaults.put(property.name(), property.written()));
        return defaults;
    }

    @TestFactory
    Stream<DynamicTest> rightAnswersGiveValidNames() {
        return tests(Trial.of("right", archetype).stream(), trial -> {
            GeneratedRepository repository = batchMode.generated(newFolder(), trial.answers());
            if (repository.files().contains("docker-compose.yml")) {
                assertThat(repository.yaml("docker-compose.yml").path("name").asText()).matches(COMPOSE_PROJECT);
                assertThat(repository.composeServer().path("image").asText()).matches(IMAGE);
            }
            if (repository.files().contains("seldon_deployment.yaml")) {
                assertThat(repository.yaml("seldon_deployment.yaml").path("metadata").path("name").asText())
                        .matches(DNS_LABEL);
            }
        });
    }

    /** Takes each check away in turn: some line of the table must then fail. */
    @TestFactory
    Stream<DynamicTest> eachCheckIsNeeded() {
        return checks.askedFor(descriptor).stream().map(check -> DynamicTest.dynamicTest(check.line(), () -> {
            Path jar = folder.resolve("without-" + outputs++ + ".jar");
            BatchMode unchecked = new BatchMode(ChangedJar.withoutChecks(archetype.jar(), jar, List.of(check)));
            assertThat(wrongTrials().filter(trial -> trial.property().equals(check.property())))
                    .as("wrong answers that are not refused any more")
                    .anyMatch(trial -> generate(unchecked, trial.answers())
                            .filter(message -> message.contains(refusal(trial))).isEmpty());
        }));
    }

    private Stream<Trial> wrongTrials() {
        List<Trial> trials = Trial.of("wrong", archetype);
        assertThat(trials).as("lines of wrong.csv for %s", archetype.name())
                .hasSizeGreaterThan(50 * descriptor.properties().size());   // the lines for any property
        return trials.stream();
    }

    /** The plugin evaluates an expression before the check. */
    private static boolean isNoExpression(Trial trial) {
        return !trial.answer().contains("${");
    }

    private interface Assertion {
        void check(Trial trial);
    }

    private static Stream<DynamicTest> tests(Stream<Trial> trials, Assertion assertion) {
        return trials.map(trial -> DynamicTest.dynamicTest(trial.title(), () -> assertion.check(trial)));
    }

    /** What the message has in it: the property, the answer as it is given, and what is allowed. */
    private String refusal(Trial trial) {
        String mustBe = trial.mustBe().isEmpty() ? checks.forProperty(trial.property()).get(0).allowed() : trial.mustBe();
        return "INVALID " + trial.property() + " '" + trial.answer() + "': must be " + mustBe;
    }

    private static Consumer<String> contains(String part) {
        return message -> assertThat(message).contains(part);
    }

    /** Generates into a new folder: the field output. */
    private Optional<String> generate(BatchMode mode, Map<String, String> answers) {
        output = newFolder();
        return mode.generate(output, answers);
    }

    private Path newFolder() {
        try {
            return Files.createDirectory(folder.resolve(String.valueOf(outputs++)));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private List<String> written() {
        try (Stream<Path> files = Files.walk(output)) {
            return files.filter(Files::isRegularFile).map(file -> output.relativize(file).toString()).toList();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** The one thing that may be left, and the message says so. */
    private void assertLeavesAnEmptyPom(Trial trial, Map<String, String> answers) {
        assertThat(generate(batchMode, answers)).hasValueSatisfying(message -> assertThat(message)
                .contains(refusal(trial)).contains(". Remove my-models/pom.xml, which is empty, before you try again"));
        assertThat(written()).containsExactly("my-models/pom.xml");
        assertThat(output.resolve("my-models/pom.xml")).isEmptyFile();
    }
}
