package io.github.servingarchetypes.maven.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.servingarchetypes.maven.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repository without a record gets one, and can be updated from then on. */
class AdoptionIT {

    private static final String ARCHETYPE = "triton-archetype";

    @TempDir
    static Path folder;

    private static Versions versions;
    private static Map<String, String> generated;

    @TempDir
    private Path parent;

    private final List<String> log = new ArrayList<>();

    @BeforeAll
    static void release() {
        versions = new Versions(folder);
        versions.add(ARCHETYPE, "0.1.0", (entry, text) -> text);
        versions.add(ARCHETYPE, "0.2.0", (entry, text) -> entry.equals("shared/maven/project.vm") ? text : EditedRepositoriesIT.next(entry, text));
        generated = UserRepository.filesOf(versions.generate(
                Versions.coordinates(ARCHETYPE, "0.1.0"), folder.resolve("g"),
                Map.of("groupId", "ours", "artifactId", "ours", "version", "3", "modelName", "fraud")));
    }

    @Test
    void writesTheRecordAndThePluginAndTellsWhatDiffers() throws IOException {
        String pom = """
                <project>
                    <modelVersion>4.0.0</modelVersion>
                    <groupId>ours</groupId> <!-- ours -->
                    <artifactId>ours</artifactId>
                    <version>3</version>
                </project>
                """;
        UserRepository repository = UserRepository.of(parent.resolve("my-models"), withoutRecord());
        repository.write("pom.xml", pom).append("src/Dockerfile", "# ours\n").delete("pytest.ini").write("own.py", "1\n").commit("ours");
        Map<String, String> before = repository.files();

        adopt(repository, "0.1.0", Map.of("modelName", "fraud"));

        assertThat(repository.git("status", "--porcelain").lines()).containsExactlyInAnyOrder(" M pom.xml", "?? .archetype.properties");
        assertThat(repository.text(Record.FILE)).isEqualTo(generated.get(Record.FILE));
        assertThat(lines(pom)).allSatisfy(line -> assertThat(lines(repository.text("pom.xml"))).contains(line));
        assertThat(repository.text("pom.xml")).contains("<artifactId>serving-maven-plugin</artifactId>");
        assertThat(log).contains("  different src/Dockerfile", "  missing   pytest.ini", "  same      src/docker/start.py");

        repository.commit("adopted");
        assertThat(repository.update(versions)).isEmpty();
        assertThat(repository.text("src/Dockerfile")).contains(EditedRepositoriesIT.LABEL, "# ours");
        assertThat(repository.files().keySet()).contains("own.py").doesNotContain("pytest.ini").containsAll(before.keySet());
    }

    @Test
    void aRepositoryWithARecordIsRefused() {
        UserRepository repository = UserRepository.of(parent, generated);
        String before = repository.state();
        assertThatThrownBy(() -> adopt(repository, "0.1.0", Map.of())).isInstanceOf(Refusal.class).hasMessageContaining("is here already");
        assertThat(repository.state()).isEqualTo(before);
    }

    @Test
    void aWrongAnswerIsRefused() {
        UserRepository repository = UserRepository.of(parent, withoutRecord());
        String before = repository.state();
        assertThatThrownBy(() -> adopt(repository, "0.1.0", Map.of("artifactId", "my-models", "modelName", "numpy")))
                .isInstanceOf(Refusal.class).hasMessageContaining("modelName 'numpy': must be");
        assertThat(repository.state()).isEqualTo(before);
    }

    @Test
    void namesOnlyWhatItHasChanged() throws IOException {
        UserRepository repository = UserRepository.of(parent.resolve("my-models"), withoutRecord());
        adopt(repository, "0.1.0", Map.of());
        assertThat(repository.git("status", "--porcelain")).isEqualTo("?? .archetype.properties\n");
        assertThat(log).contains("Commit .archetype.properties; what differs counts as yours from now on");
    }

    @Test
    void anOwnVersionOfThePluginStays() throws IOException {
        UserRepository repository = UserRepository.of(parent.resolve("my-models"), withoutRecord());
        repository.replace("pom.xml", "<version>0.1.0</version>\n      </plugin>", "<version>0.0.9</version> <!-- ours -->\n      </plugin>")
                .commit("ours");
        adopt(repository, "0.1.0", Map.of());
        assertThat(repository.git("status", "--porcelain")).isEqualTo("?? .archetype.properties\n");
        assertThat(log).contains("pom.xml keeps your own version of the plugin, 0.0.9; the archetype's is 0.1.0");
        repository.commit("adopted").update(versions);
        assertThat(repository.text("pom.xml")).contains("<version>0.0.9</version> <!-- ours -->");
    }

    @Test
    void aFolderOfAnotherNameNeedsAnArtifactId() {
        UserRepository repository = UserRepository.of(parent.resolve("my models"), Map.of("a.txt", "1\n"));
        assertThatThrownBy(() -> adopt(repository, "0.1.0", Map.of())).isInstanceOf(Refusal.class)
                .hasMessageContaining("artifactId 'my models': must").hasMessageEndingWith("It is what the folder has: -DartifactId=... sets another");
    }

    @Test
    void aMisspeltAnswerIsRefused() {
        UserRepository repository = UserRepository.of(parent, withoutRecord());
        assertThatThrownBy(() -> adopt(repository, "0.1.0", Map.of("artifactID", "my-models"))).isInstanceOf(Refusal.class)
                .hasMessageContaining("'artifactID' is not asked for").hasMessageContaining("-DartifactId=... may be");
    }

    private void adopt(UserRepository repository, String version, Map<String, String> answers) throws IOException {
        new Adoption(repository.folder(), versions, log::add).run(Versions.coordinates(ARCHETYPE, version), answers);
    }

    private static Map<String, String> withoutRecord() {
        Map<String, String> files = new TreeMap<>(generated);
        files.remove(Record.FILE);
        return files;
    }

    private static List<String> lines(String text) {
        return text.lines().toList();
    }
}
