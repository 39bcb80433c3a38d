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
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each property reaches a file: with another right answer, what is written is different. */
@Tag("project")
class PropertiesIT {

    /** Maven asks for it whether an archetype uses it or not. */
    private static final String UNUSED = "package";
    private static final String RECORD = ".archetype.properties";
    private static final List<String> KEPT = List.of(
            "archetype-resources/" + RECORD, "shared/maven/record.vm", Descriptor.ENTRY, Checks.ENTRY);

    private final ArchetypeUnderTest archetype = ArchetypeUnderTest.current();

    @TempDir
    private Path folder;
    private int outputs;

    @Test
    void eachIsUsed() {
        assertThat(unused(archetype.jar())).containsExactly(UNUSED);
    }

    /** Writes the default in the place of a property into every template but the record of the answers. */
    @Test
    void oneThatNoTemplateUsesIsFound() {
        String property = "imageRegistry";
        String literal = archetype.descriptor().property(property).defaultValue();
        Path jar = ChangedJar.of(archetype.jar(), folder.resolve("changed.jar"),
                (entry, text) -> KEPT.contains(entry) ? text : text.replace("${" + property + "}", literal));
        assertThat(unused(jar)).containsExactlyInAnyOrder(UNUSED, property);
    }

    @Test
    void theRecordHasEachAnswer() throws IOException {
        Properties answers = new Properties();
        answers.load(new StringReader(new BatchMode(archetype.jar()).generated(folder, Map.of()).text(RECORD)));
        Map<String, String> expected = new TreeMap<>(archetype.descriptor().defaults());
        expected.put("artifactId", "my-models");
        expected.put("archetype", "io.github.serving-archetypes:" + archetype.artifactId() + ":" + System.getProperty("project.version"));
        assertThat(new TreeMap<Object, Object>(answers)).isEqualTo(expected);
    }

    /** The properties of which no right answer of the table changes a file. */
    private List<String> unused(Path jar) {
        // Without its checks: what is right beside an answer need not be right beside the default.
        BatchMode unchecked = new BatchMode(ChangedJar.withoutChecks(
                jar, folder.resolve("unchecked-" + outputs++ + ".jar"), Checks.of(archetype).all()));
        List<Trial> trials = Trial.of("right", archetype);
        return archetype.descriptor().properties().stream().map(Descriptor.Property::name)
                .filter(property -> trials.stream().filter(trial -> trial.property().equals(property))
                        .noneMatch(trial -> changesAFile(unchecked, trial)))
                .toList();
    }

    private boolean changesAFile(BatchMode mode, Trial trial) {
        return !written(mode, trial.answers()).equals(written(mode, trial.beside()));
    }

    /** The files by their paths, without the record of the answers. */
    private Map<String, String> written(BatchMode mode, Map<String, String> answers) {
        GeneratedRepository repository = mode.generated(folder.resolve(String.valueOf(outputs++)), answers);
        Map<String, String> files = repository.files().stream()
                .collect(Collectors.toMap(file -> file, repository::text, (one, other) -> one, TreeMap::new));
        files.remove(RECORD);
        return files;
    }
}
