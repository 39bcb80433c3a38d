package io.github.servingarchetypes.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.ArchetypeUnderTest;
import io.github.servingarchetypes.testkit.Checks;
import io.github.servingarchetypes.testkit.Descriptor;
import io.github.servingarchetypes.testkit.Readme;
import io.github.servingarchetypes.testkit.TextFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The properties of an archetype: its descriptor, its checks and the project's README agree. */
class DescriptorIT {

    private final ArchetypeUnderTest archetype = ArchetypeUnderTest.current();
    private final List<Descriptor.Property> properties = archetype.descriptor().properties();

    @Tag("project")
    @Test
    void theReadmeHasTheseProperties() {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        Readme readme = new Readme(TextFile.read(archetype.project().resolve("README.md")));
        for (List<String> row : readme.table("Properties")) {
            if (row.get(1).equals("all") || List.of(row.get(1).split(", ")).contains(archetype.name())) {
                assertThat(rows.put(plain(row.get(0)), row)).as("a second row for %s", row).isNull();
            }
        }
        assertThat(rows.keySet()).containsExactlyInAnyOrderElementsOf(
                properties.stream().map(Descriptor.Property::name).toList());
        for (Descriptor.Property property : properties) {
            List<String> row = rows.get(property.name());
            assertThat(row.size() < 4 ? null : plain(row.get(3))).as("default of %s", property.name())
                    .isEqualTo(property.defaultValue());
            List<String> allowed = Pattern.compile("`([^`]+)`").matcher(row.get(2)).results()
                    .map((MatchResult value) -> value.group(1)).toList();
            if (property.pattern() != null && property.pattern().matches("\\w+(\\|\\w+)+")) {
                assertThat(allowed).as("allowed answers of %s", property.name())
                        .containsExactlyInAnyOrder(property.pattern().split("\\|"));
            } else if (property.name().endsWith("Version")) {
                assertThat(allowed).as("allowed answers of %s", property.name())
                        .allMatch(answer -> answer.matches(property.pattern()));
            }
        }
    }

    @Test
    void onlyTheArtifactIdHasNoDefault() {
        assertThat(properties)
                .filteredOn(property -> property.defaultValue() == null)
                .extracting(Descriptor.Property::name)
                .containsExactly("artifactId");
    }

    @Test
    void theDescriptorHasThePatternsThatAreChecked() {
        Checks checks = Checks.of(archetype);
        for (Descriptor.Property property : properties) {
            assertThat(property.pattern()).as(property.name())
                    .isEqualTo(checks.forProperty(property.name()).get(0).pattern());
            if (property.defaultValue() != null) {
                assertThat(property.defaultValue()).as(property.name()).matches(property.pattern());
            }
        }
    }

    /** A wizard may hand over one of the two without the other. */
    @Test
    void theDefaultsOfGroupIdAndVersionHoldAllChecks() {
        for (Checks.Check check : Checks.of(archetype).all()) {
            for (String name : List.of("groupId", "version")) {
                assertThat(archetype.descriptor().property(name).written()).as("default of %s", name)
                        .contains(check.line() + "\n");
            }
        }
    }

    private static String plain(String cell) {
        return cell.replace("`", "");
    }
}
