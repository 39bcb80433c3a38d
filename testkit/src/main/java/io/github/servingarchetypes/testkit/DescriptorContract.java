package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The properties of an archetype: its descriptor, the checks of shared/properties.vm and the README agree. */
public abstract class DescriptorContract {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    /** A check of shared/properties.vm: its pattern, and what it says is allowed. */
    private record Check(String pattern, String allowed) {}

    private final String runtime;

    /** @param runtime mlserver, triton or seldon */
    protected DescriptorContract(String runtime) {
        this.runtime = runtime;
    }

    @Test
    void theReadmeHasTheseProperties() {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (List<String> row : new Readme(read(PROJECT.resolve("README.md"))).table("Properties")) {
            if (row.get(1).equals("all") || List.of(row.get(1).split(", ")).contains(runtime)) {
                assertThat(rows.put(plain(row.get(0)), row)).as("a second row for %s", row).isNull();
            }
        }
        List<Descriptor.Property> properties = Descriptor.ofThisArchetype().properties();
        assertThat(rows.keySet()).containsExactlyInAnyOrderElementsOf(
                properties.stream().map(Descriptor.Property::name).toList());
        for (Descriptor.Property property : properties) {
            List<String> row = rows.get(property.name());
            assertThat(plain(row.get(3))).as("default of %s", property.name()).isEqualTo(property.defaultValue());
            List<String> values = Pattern.compile("`([^`]+)`").matcher(row.get(2)).results()
                    .map((MatchResult value) -> value.group(1)).toList();
            if (property.pattern() != null && property.pattern().matches("\\w+(\\|\\w+)+")) {
                assertThat(values).as("allowed values of %s", property.name())
                        .containsExactlyInAnyOrder(property.pattern().split("\\|"));
            } else if (property.name().endsWith("Version")) {
                assertThat(values).as("allowed values of %s", property.name()).allMatch(v -> v.matches(property.pattern()));
            }
        }
    }

    @Test
    void onlyTheArtifactIdHasNoDefault() {
        assertThat(Descriptor.ofThisArchetype().properties()).isNotEmpty().allSatisfy(property ->
                assertThat(property.defaultValue()).as(property.name()).isNotNull().doesNotContain("$"));
    }

    @Test
    void theDescriptorHasThePatternsThatAreChecked() {
        Map<String, Check> checks = checks();
        for (Descriptor.Property property : Descriptor.ofThisArchetype().properties()) {
            if (property.name().equals("package")) {
                continue;   // no template uses it
            }
            assertThat(checks).containsKey(property.name());
            assertThat(property.pattern()).as(property.name()).isEqualTo(checks.get(property.name()).pattern());
            assertThat(property.defaultValue()).as(property.name()).matches(property.pattern());
        }
    }

    /** Some wrong answers, as property=value. */
    protected abstract List<String> wrongAnswers();

    @Test
    void wrongAnswersEndMaven(@TempDir Path folder) {
        for (String answer : wrongAnswers()) {
            String name = answer.substring(0, answer.indexOf('='));
            String value = answer.substring(answer.indexOf('=') + 1);
            Check check = checks().get(name);
            assertThat(check).as("check of %s", name).isNotNull();
            Command.Result result = generate(folder.resolve(name), answer).failed();
            assertThat(result.output()).contains("BUILD FAILURE", "INVALID " + name + " '" + value + "': must be " + check.allowed());
        }
    }

    /** Runs Maven as README's command does, with one answer more. */
    private Command.Result generate(Path folder, String answer) {
        Map<String, String> answers = new LinkedHashMap<>();
        answers.put("artifactId", "refused");
        answers.put(answer.substring(0, answer.indexOf('=')), answer.substring(answer.indexOf('=') + 1));
        assertThat(folder.toFile().mkdir()).isTrue();
        return Archetype.generate(folder, Path.of("").toAbsolutePath().getFileName().toString(), answers);
    }

    /** The checks of shared/properties.vm that hold for this runtime. */
    private Map<String, Check> checks() {
        Map<String, String> texts = new HashMap<>();
        Map<String, Check> checks = new LinkedHashMap<>();
        Deque<Boolean> branches = new ArrayDeque<>();   // of each #if that is open: whether this branch is ours
        Deque<Boolean> taken = new ArrayDeque<>();
        Pattern set = Pattern.compile("#set\\(\\$(\\w+) = \"(.*)\"\\)");
        Pattern check = Pattern.compile("#check\\(\"(\\w+)\" \\$\\w+ (\"[^\"]*\"|\\$\\w+) (\"[^\"]*\"|\\$\\w+)\\)");
        for (String line : read(PROJECT.resolve("shared/properties.vm")).lines().toList()) {
            Matcher matcher;
            if (line.startsWith("#macro") || line.startsWith("#if")) {
                boolean ours = line.equals("#if($runtime == \"" + runtime + "\")");
                branches.push(ours);
                taken.push(ours);
            } else if (line.startsWith("#elseif")) {
                branches.pop();
                boolean ours = line.equals("#elseif($runtime == \"" + runtime + "\")");
                branches.push(ours);
                taken.push(taken.pop() | ours);
            } else if (line.startsWith("#else")) {
                branches.pop();
                branches.push(!taken.peek());
            } else if (line.startsWith("#end")) {
                branches.pop();
                taken.pop();
            } else if ((matcher = set.matcher(line)).matches()) {
                texts.put(matcher.group(1), matcher.group(2));
            } else if (branches.stream().allMatch(ours -> ours) && (matcher = check.matcher(line)).matches()) {
                checks.put(matcher.group(1), new Check(text(texts, matcher.group(2)), text(texts, matcher.group(3))));
            }
        }
        assertThat(checks).as("checks for %s in shared/properties.vm", runtime).hasSizeGreaterThan(8);
        return checks;
    }

    private static String text(Map<String, String> texts, String argument) {
        return argument.startsWith("$") ? texts.get(argument.substring(1)) : argument.substring(1, argument.length() - 1);
    }

    private static String plain(String cell) {
        return cell.replace("`", "");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
