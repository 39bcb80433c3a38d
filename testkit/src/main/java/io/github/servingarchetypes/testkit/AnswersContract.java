package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tables answers/wrong.csv and answers/right.csv, tried on an archetype's jar as batch mode does. Of what a wrong
 * answer leaves, shared/checks.vm says why.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class AnswersContract {

    private static final Pattern IMAGE = Pattern.compile(   // the grammar of github.com/distribution/reference
            "([a-zA-Z0-9-]+(\\.[a-zA-Z0-9-]+)*(:[0-9]+)?/)?[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*"
                    + ":\\w[\\w.-]{0,127}");
    private static final Pattern COMPOSE_PROJECT = Pattern.compile("[a-z0-9][a-z0-9_-]*");
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");

    private final String runtime;
    private final Path jar;
    private final Descriptor descriptor = Descriptor.ofThisArchetype();
    private final Checks checks;
    private final BatchMode batchMode;

    @TempDir
    private Path folder;
    private Path output;
    private int outputs;

    /** @param runtime mlserver, triton or seldon */
    protected AnswersContract(String runtime) {
        this.runtime = runtime;
        jar = Path.of("target", runtime + "-archetype-" + System.getProperty("project.version") + ".jar");
        checks = Checks.of(runtime);
        batchMode = new BatchMode(jar);
    }

    @TestFactory
    Stream<DynamicTest> wrongAnswersLeaveNothing() {
        return wrongAnswers()
                .filter(answer -> !answer.property().equals("groupId"))
                .map(answer -> DynamicTest.dynamicTest(title(answer), () -> {
                    assertThat(generate(batchMode, answer, Map.of())).contains(refusal(answer));
                    assertThat(written()).as("what is left").isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> aWrongGroupIdLeavesAnEmptyPom() {
        return wrongAnswers()
                .filter(answer -> answer.property().equals("groupId"))
                .filter(answer -> !answer.value().contains("${"))   // the plugin evaluates it before the check
                .map(answer -> DynamicTest.dynamicTest(title(answer), () -> {
                    String message = generate(batchMode, answer, Map.of());
                    assertThat(message).contains(refusal(answer));
                    assertLeavesAnEmptyPom(message);
                }));
    }

    @TestFactory
    Stream<DynamicTest> besideAGivenGroupIdAndVersionTheyLeaveAnEmptyPom() {
        return wrongAnswers()
                .filter(answer -> !answer.property().equals("artifactId"))   // the folder that it names may be anywhere
                .filter(answer -> !answer.value().contains("${"))            // as above
                .map(answer -> DynamicTest.dynamicTest(title(answer), () -> {
                    String message = generate(batchMode, answer, Map.of("groupId", "com.example", "version", "1.0"));
                    assertThat(message).contains(refusal(answer));
                    assertLeavesAnEmptyPom(message);
                }));
    }

    @TestFactory
    Stream<DynamicTest> blankAnswersCountAsNotGiven() {
        return descriptor.properties().stream()
                .filter(property -> property.defaultValue() != null)
                .flatMap(property -> Stream.of("", " ", "\t\n").map(blank -> new Answer(property.name(), blank, Map.of(), "")))
                .map(answer -> DynamicTest.dynamicTest(answer.property(), () -> {
                    assertThat(generate(batchMode, answer, Map.of())).isNull();
                    if (!answer.property().equals("package")) {   // no file has it
                        assertThat(Files.readString(output.resolve("my-models/pom.xml")))
                                .contains(">" + descriptor.property(answer.property()).defaultValue() + "<");
                    }
                }));
    }

    /** Whoever hands over every default as the jar has it, the ones that hold the checks too, gets the same. */
    @Test
    void theDefaultsMayBeGiven() throws IOException {
        output = Files.createDirectory(folder.resolve("defaults"));
        assertThat(batchMode.generate(output, defaultsOfTheJar())).isNull();
        GeneratedRepository.at(output.resolve("my-models")).assertSameBytesAs(GeneratedRepository.of("requirements"));
    }

    @Test
    void besideThemTooAWrongAnswerLeavesAnEmptyPom() throws IOException {
        output = Files.createDirectory(folder.resolve("wrong-beside-defaults"));
        Map<String, String> answers = defaultsOfTheJar();
        answers.put("gpu", "yes");
        String message = batchMode.generate(output, answers);
        assertThat(message).contains("INVALID gpu 'yes': must be false or true");
        assertLeavesAnEmptyPom(message);
    }

    private Map<String, String> defaultsOfTheJar() {
        Map<String, String> defaults = new LinkedHashMap<>(Map.of("artifactId", "my-models"));
        Descriptor.ofJar(jar).properties().stream().filter(property -> property.written() != null)
                .forEach(property -> defaults.put(property.name(), property.written()));
        return defaults;
    }

    @TestFactory
    Stream<DynamicTest> rightAnswersGiveValidNames() {
        return Answer.of("right", runtime, descriptor).stream()
                .map(answer -> DynamicTest.dynamicTest(title(answer), () -> {
                    assertThat(generate(batchMode, answer, Map.of())).isNull();
                    String name = answer.property().equals("artifactId") ? answer.value() : "my-models";
                    GeneratedRepository repository = GeneratedRepository.at(output.resolve(name));
                    assertThat(repository.yaml("docker-compose.yml").path("name").asText()).matches(COMPOSE_PROJECT);
                    assertThat(repository.composeServer().path("image").asText()).matches(IMAGE);
                    assertThat(repository.yaml("seldon_deployment.yaml").path("metadata").path("name").asText())
                            .matches(DNS_LABEL);
                }));
    }

    /** Takes each check away in turn: some line of the table must then fail. */
    @TestFactory
    Stream<DynamicTest> eachCheckIsNeeded() {
        return checks.all().stream().map(check -> DynamicTest.dynamicTest(check.line(), () -> {
            BatchMode unchecked = new BatchMode(jarWithout(check.line()));
            assertThat(wrongAnswers().filter(answer -> answer.property().equals(check.property())))
                    .as("wrong answers that are not refused any more")
                    .anyMatch(answer -> {
                        String message = generate(unchecked, answer, Map.of());
                        return message == null || !message.contains(refusal(answer));
                    });
        }));
    }

    private Stream<Answer> wrongAnswers() {
        List<Answer> answers = Answer.of("wrong", runtime, descriptor);
        assertThat(answers).as("lines for %s", runtime).hasSizeGreaterThan(300);
        return answers.stream();
    }

    /** What the message has in it: the property, the value as it is given, and what is allowed. */
    private String refusal(Answer answer) {
        String mustBe = answer.mustBe().isEmpty() ? checks.forProperty(answer.property()).get(0).allowed() : answer.mustBe();
        return "INVALID " + answer.property() + " '" + answer.value() + "': must be " + mustBe;
    }

    /** Generates into a new folder; see BatchMode. */
    private String generate(BatchMode mode, Answer answer, Map<String, String> given) {
        Map<String, String> answers = new LinkedHashMap<>(Map.of("artifactId", "my-models"));
        answers.putAll(given);
        answers.putAll(answer.beside());
        answers.put(answer.property(), answer.value());
        output = folder.resolve(String.valueOf(outputs++));
        try {
            Files.createDirectory(output);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        return mode.generate(output, answers);
    }

    private List<String> written() {
        try (Stream<Path> files = Files.walk(output)) {
            return files.filter(Files::isRegularFile).map(file -> output.relativize(file).toString()).toList();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** The one thing that may be left, and the message says so. */
    private void assertLeavesAnEmptyPom(String message) {
        assertThat(written()).containsExactly("my-models/pom.xml");
        assertThat(output.resolve("my-models/pom.xml")).isEmptyFile();
        assertThat(message).contains(". Remove my-models/pom.xml, which is empty, before you try again");
    }

    /** A copy of the archetype whose descriptor and templates lack a line of shared/checks.vm. */
    private Path jarWithout(String line) throws IOException {
        Path copy = folder.resolve("without-" + outputs++ + ".jar");
        Files.copy(jar, copy);
        try (FileSystem files = FileSystems.newFileSystem(copy)) {
            for (String name : List.of("META-INF/maven/archetype-metadata.xml", "shared/checks.vm")) {
                Path file = files.getPath(name);
                String text = Files.readString(file);
                assertThat(text).contains(line + "\n");
                Files.write(file, text.replace(line + "\n", "").getBytes(StandardCharsets.UTF_8));
            }
        }
        return copy;
    }

    private static String title(Answer answer) {
        String title = answer.property() + "=" + answer.value();
        return (title.length() > 80 ? title.substring(0, 80) + "..." : title) + (answer.beside().isEmpty() ? "" : " " + answer.beside());
    }
}
