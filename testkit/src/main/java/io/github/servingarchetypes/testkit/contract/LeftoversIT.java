package io.github.servingarchetypes.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.ArchetypeUnderTest;
import io.github.servingarchetypes.testkit.BatchMode;
import io.github.servingarchetypes.testkit.ChangedJar;
import io.github.servingarchetypes.testkit.Descriptor;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.Leftovers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing of the templates is left in what they write. */
class LeftoversIT {

    private final ArchetypeUnderTest archetype = ArchetypeUnderTest.current();
    private final Descriptor descriptor = archetype.descriptor();
    private final Path jar = archetype.jar();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("io.github.servingarchetypes.testkit.GeneratedRepository#cases")
    void noCaseHasAny(String caseName) {
        Map<String, String> answers = GeneratedRepository.answersOf(caseName);
        assertThat(Leftovers.in(new BatchMode(jar).generated(folder, answers), this::isAnOrganisationsOwn)).isEmpty();
    }

    /** Breaks the sections of the Dockerfile: the scan names the file and the line of each wrong name. */
    @ParameterizedTest
    @ValueSource(strings = {"${notServd}", "$notServd"})
    void aWrongNameInASectionIsFound(String wrong) {
        Path broken = ChangedJar.of(jar, folder.resolve("broken.jar"),
                (entry, text) -> entry.matches("shared/dockerfile/.*\\.vm") ? text + "# " + wrong + "\n" : text);
        GeneratedRepository repository = new BatchMode(broken).generated(folder.resolve("broken"), Map.of());
        List<String> lines = repository.text(repository.dockerfile()).lines().toList();
        List<String> places = IntStream.range(0, lines.size()).filter(i -> lines.get(i).equals("# " + wrong))
                .mapToObj(i -> repository.dockerfile() + ":" + (i + 1) + ": " + wrong).toList();
        assertThat(places).isNotEmpty();
        assertThat(Leftovers.in(repository, this::isAnOrganisationsOwn)).containsAll(places);
    }

    /** An organisation's scripts may use $name, and its Markdown may have a line with ##. */
    private boolean isAnOrganisationsOwn(String file) {
        return archetype.isAnOrganisations() && descriptor.copies(file);
    }
}
