package io.github.servingarchetypes.maven.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.servingarchetypes.maven.Refusal;
import io.github.servingarchetypes.testkit.Descriptor;
import io.github.servingarchetypes.testkit.TextFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be updated is refused with a message that says why, and nothing is changed. */
class RefusalsIT {

    private static final String ARCHETYPE = "mlserver-archetype";

    @TempDir
    static Path folder;

    private static Versions versions;
    private static Map<String, String> generated;

    @TempDir
    private Path parent;

    @BeforeAll
    static void release() {
        versions = new Versions(folder);
        versions.add(ARCHETYPE, "0.1.0", (entry, text) -> text);
        versions.add(ARCHETYPE, "0.2.0", (entry, text) -> entry.endsWith("/requirements.txt")
                ? text : EditedRepositoriesIT.next(entry, text));
        versions.put(Versions.coordinates(ARCHETYPE, "0.2.0"), "archetype-resources/docs/new-page.md", "# New\n");
        versions.add(ARCHETYPE, "0.3.0", (entry, text) -> entry.equals(Descriptor.ENTRY)
                ? text.replace("<validationRegex>false|true</validationRegex>", "<validationRegex>false|one|all</validationRegex>") : text);
        versions.add(ARCHETYPE, "0.4.0-SNAPSHOT", (entry, text) -> text);
        generated = UserRepository.filesOf(versions.generate(Versions.coordinates(ARCHETYPE, "0.1.0"), folder.resolve("g"), Map.of()));
    }

    static Stream<Arguments> states() {
        return Stream.of(
                state("an edited file", repository -> repository.append("Dockerfile", "# ours\n"),
                        "there are changes that are not committed: commit or stash them first (Dockerfile)"),
                state("a staged file", repository -> {
                    repository.append("Dockerfile", "# ours\n").git("add", "Dockerfile");
                }, "there are changes that are not committed"),
                state("no record", repository -> repository.delete(Record.FILE).commit("deleted"), "serving:adopt makes one"),
                state("an untracked file in the way", repository -> repository.write("docs/new-page.md", "ours\n"),
                        "files that git does not know are in the way: move them or commit them first (docs/new-page.md)"),
                state("an ignored file in the way", repository -> repository
                        .append(".gitignore", "new-page.md\n").commit("ignores").write("docs/new-page.md", "ours\n"),
                        "are in the way: move them or commit them first (docs/new-page.md)"),
                state("an ignored file where a folder is made", repository -> repository
                        .delete("docs").append(".gitignore", "docs\n").commit("ignores").write("docs", "ours\n"),
                        "are in the way: move them or commit them first (docs)"),
                state("an edit that git overlooks", repository -> repository
                        .append("Dockerfile", "# ours\n").git("update-index", "--assume-unchanged", "Dockerfile"),
                        "git was told to overlook your edits of Dockerfile"),
                state("an edit that git skips", repository -> repository
                        .append("Dockerfile", "# ours\n").git("update-index", "--skip-worktree", "Dockerfile"),
                        "git was told to overlook your edits of Dockerfile"),
                state("a merge that has not ended", repository -> repository
                        .write(".git/MERGE_HEAD", repository.git("rev-parse", "HEAD")),
                        "a merge, cherry-pick or revert has not ended"),
                state("another git command", repository -> repository.write(".git/index.lock", ""),
                        "another git command is running here"));
    }

    private static Arguments state(String name, Consumer<UserRepository> edit, String message) {
        return Arguments.of(name, edit, message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("states")
    void aStateOfTheRepository(String name, Consumer<UserRepository> edit, String message) {
        UserRepository repository = UserRepository.of(parent, generated);
        edit.accept(repository);
        assertRefused(repository, request("0.2.0", Map.of()), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gpu=false           | gpu=maybe                        | gpu 'maybe': must match false|true
            gpu=false           | gpus=false                       | 'gpus' is not asked for by io.github.serving-archetypes:mlserver-archetype:0.1.0
            gpu=false           | gpu                              | 'gpu' is not name=value
            gpu=false           | modelName=modelA                 | 'modelName' is there twice
            gpu=false           |                                  | no line starts with 'gpu='
            archetype=io        | '#archetype=io'                  | no line starts with 'archetype='
            archetypes:mlserver | archetypes/mlserver              | must be groupId:artifactId:version
            :0.1.0              | ''                               | has no version
            :0.1.0              | :0.0.7                           | archetype io.github.serving-archetypes:mlserver-archetype:0.0.7 cannot be resolved
            :0.1.0              | :0.1.0-SNAPSHOT                  | a SNAPSHOT changes, so no update could tell what is yours
            """)
    void anEditedRecord(String text, String replacement, String message) {
        UserRepository repository = UserRepository.of(parent, generated);
        repository.replace(Record.FILE, text, replacement == null ? "" : replacement).commit("edited");
        assertRefused(repository, request("0.2.0", Map.of()), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0.2.0          | gpu       | maybe    | gpu 'maybe': must match false|true
            0.2.0          | modelName | numpy    | modelName 'numpy': must be a name that is not taken by a keyword of Python
            0.2.0          | modelName | ${x}     | modelName '${x}': must not contain '${'
            0.3.0          | gpu       | true     | gpu 'true': must match false|one|all in io.github.serving-archetypes:mlserver-archetype:0.3.0
            0.4.0-SNAPSHOT | gpu       | true     | a SNAPSHOT changes
            9.9            | gpu       | true     | cannot be resolved
            0.2.0          | pythonEnviroment | conda | 'pythonEnviroment' is not asked for by io.github.serving-archetypes:mlserver-archetype:0.2.0: -DpythonEnvironment=... may be what you mean
            ''             | modelname | fraud    | 'modelname' is not asked for by io.github.serving-archetypes:mlserver-archetype:0.3.0: -DmodelName=... may be what you mean
            0.2.0          | dryRum    | true     | -DdryRun=... may be what you mean
            """)
    void anAnswerOrAVersion(String version, String property, String value, String message) {
        assertRefused(UserRepository.of(parent, generated), request(version, Map.of(property, value)), message);
    }

    /** It was chosen in the old version, which allowed it. */
    @Test
    void aChosenAnswerThatTheNextVersionRefuses() {
        UserRepository repository = UserRepository.of(parent, generated);
        repository.update(versions, null, Map.of("gpu", "true"));
        repository.commit("gpu");
        assertRefused(repository, request("0.3.0", Map.of()), "gpu 'true': must match false|one|all");
    }

    @Test
    void aDowngradeUnlessItIsAskedFor() {
        UserRepository repository = UserRepository.of(parent, generated);
        repository.update(versions, "0.2.0", Map.of());
        repository.commit("updated");
        assertRefused(repository, request("0.1.0", Map.of()), "is older than 0.2.0, which is here; -DallowDowngrade goes back");
        repository.update(versions, new Update.Request(null, "0.1.0", Map.of(), false, true));
        assertThat(repository.files()).isEqualTo(generated);
    }

    @Test
    void aFolderWithoutGitOrCommit() {
        UserRepository.write(parent, generated);
        UserRepository repository = UserRepository.at(parent);
        assertThatThrownBy(() -> repository.update(versions)).isInstanceOf(Refusal.class).hasMessageContaining("is in no git work tree");
        repository.git("init", "--quiet");
        assertThatThrownBy(() -> repository.update(versions)).isInstanceOf(Refusal.class).hasMessageContaining("nothing is committed yet");
        assertThat(repository.files()).isEqualTo(generated);
    }

    @Test
    void aMachineWithoutGitOrWithAnOldOne() throws Exception {
        UserRepository repository = UserRepository.of(parent, generated);
        String before = repository.state();
        Path tools = Files.createDirectory(folder.resolve("tools"));
        assertThat(OtherProcess.update(repository.folder(), folder, ARCHETYPE).with("PATH", tools.toString()).run().failed().output())
                .contains("git 2.38 or later is needed, and there is no git");
        TextFile.write(tools.resolve("git"), "#!/bin/sh\necho git version 2.30.2\n");
        tools.resolve("git").toFile().setExecutable(true);
        assertThat(OtherProcess.update(repository.folder(), folder, ARCHETYPE).with("PATH", tools.toString()).run().failed().output())
                .contains("git 2.38 or later is needed: this is git version 2.30.2");
        assertThat(repository.state()).isEqualTo(before);
    }

    private static Update.Request request(String version, Map<String, String> answers) {
        return new Update.Request(null, version, answers, false, false);
    }

    private static void assertRefused(UserRepository repository, Update.Request request, String message) {
        String before = repository.state();
        assertThatThrownBy(() -> repository.update(versions, request)).isInstanceOf(Refusal.class).hasMessageContaining(message);
        assertThat(repository.state()).isEqualTo(before);
    }
}
