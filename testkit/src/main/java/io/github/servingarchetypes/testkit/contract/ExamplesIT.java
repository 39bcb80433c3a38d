package io.github.servingarchetypes.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.ArchetypeUnderTest;
import io.github.servingarchetypes.testkit.BatchMode;
import io.github.servingarchetypes.testkit.Examples;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.Sections;
import io.github.servingarchetypes.testkit.TextFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The archetype writes what is committed in examples/ and in src/it/CASE/example.diff, byte for byte. With
 * -Dexamples=write it writes these files anew, and git tells what is different.
 */
@Tag("project")
class ExamplesIT {

    private final BatchMode batchMode = new BatchMode(ArchetypeUnderTest.current().jar());

    @TempDir
    private Path folder;

    @ParameterizedTest
    @FieldSource("io.github.servingarchetypes.testkit.Examples#CASES")
    void writesTheExample(String caseName) {
        GeneratedRepository repository = generated(caseName);
        Path example = Examples.folder(caseName);
        if (Examples.areWritten()) {
            Examples.write(repository, example);
        }
        assertThat(Examples.diff(GeneratedRepository.at(example), repository))
                .as("what is not as in %s; -Dexamples=write writes that anew", example).isEmpty();
        repository.assertSameBytesAs(GeneratedRepository.at(example));
    }

    @ParameterizedTest
    @MethodSource("diffs")
    void differsFromTheExampleAsItsDiffTells(String caseName) {
        String diff = Examples.diff(generated(Examples.nearestTo(caseName)), generated(caseName));
        Path file = Examples.diffFile(caseName);
        if (Examples.areWritten()) {
            TextFile.write(file, diff);
        }
        assertThat(file).as("run it with -Dexamples=write if this is meant").content().isNotEmpty().isEqualTo(diff);
    }

    /** Organisations' own archetypes override them by these names. CONTRIBUTING says what a change of the list means. */
    @Test
    void hasTheSectionsThatOrganisationsBuildOn() {
        String sections = Sections.in(ArchetypeUnderTest.current().target().resolve("classes"));
        Path file = ArchetypeUnderTest.current().cases().resolveSibling("test/sections.txt");
        if (Examples.areWritten()) {
            TextFile.write(file, sections);
        }
        assertThat(file).as("a line that is gone breaks organisations' archetypes: CHANGELOG has to say so. Then -Dexamples=write")
                .content().isEqualTo(sections);
    }

    static List<String> diffs() {
        return Examples.DIFFS.stream().filter(GeneratedRepository.cases()::contains).toList();
    }

    private GeneratedRepository generated(String caseName) {
        return batchMode.generated(folder.resolve(caseName), GeneratedRepository.answersOf(caseName));
    }
}
