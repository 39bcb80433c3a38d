package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The properties of an archetype: its descriptor, the checks of shared/checks.vm and the README agree. */
public abstract class DescriptorContract {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

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
            assertThat(row.size() < 4 ? null : plain(row.get(3))).as("default of %s", property.name())
                    .isEqualTo(property.defaultValue());
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
        assertThat(Descriptor.ofThisArchetype().properties())
                .filteredOn(property -> property.defaultValue() == null)
                .extracting(Descriptor.Property::name)
                .containsExactly("artifactId");
    }

    @Test
    void theDescriptorHasThePatternsThatAreChecked() {
        Checks checks = Checks.of(runtime);
        for (Descriptor.Property property : Descriptor.ofThisArchetype().properties()) {
            assertThat(property.pattern()).as(property.name())
                    .isEqualTo(checks.forProperty(property.name()).get(0).pattern());
            if (property.defaultValue() != null) {
                assertThat(property.defaultValue()).as(property.name()).matches(property.pattern());
            }
        }
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
