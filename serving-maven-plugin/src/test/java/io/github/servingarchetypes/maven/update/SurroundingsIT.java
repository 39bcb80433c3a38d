package io.github.servingarchetypes.maven.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.Command;
import io.github.servingarchetypes.testkit.TextFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wherever a repository is and however git keeps it: the result is the next version with the user's edit in it. */
class SurroundingsIT {

    private static final String ARCHETYPE = "triton-archetype";
    private static final String EDIT = "\n# Ours: \u00e4\u00f6\u00fc.\n";

    @TempDir
    static Path folder;

    private static Versions versions;
    private static Map<String, String> generated;
    private static Map<String, String> expected;

    @TempDir
    private Path parent;

    @BeforeAll
    static void release() {
        versions = new Versions(folder);
        versions.add(ARCHETYPE, "0.1.0", (entry, text) -> text);
        versions.add(ARCHETYPE, "0.2.0", EditedRepositoriesIT::next);
        generated = UserRepository.filesOf(versions.generate(Versions.coordinates(ARCHETYPE, "0.1.0"), folder.resolve("old"), Map.of()));
        UserRepository fresh = UserRepository.at(versions.generate(Versions.coordinates(ARCHETYPE, "0.2.0"), folder.resolve("new"), Map.of()));
        fresh.append("docker-compose.yml", EDIT);
        expected = fresh.files();
    }

    @Test
    void aSubFolderOfALargerRepository() {
        UserRepository.write(parent.resolve("services/my models"), generated);
        UserRepository whole = UserRepository.of(parent.toAbsolutePath()).write("README.md", "All services\n")
                .write("services/other/a.txt", "1\n").commit("others");
        UserRepository repository = UserRepository.at(parent.resolve("services/my models"));
        edit(repository);
        whole.write("services/other/a.txt", "2\n").write("services/other/untracked.txt", "3\n").git("add", "services/other/a.txt");
        assertThat(repository.update(versions)).isEmpty();
        assertThat(repository.files()).isEqualTo(expected);
        assertThat(whole.text("services/other/a.txt")).isEqualTo("2\n");
        assertThat(whole.git("status", "--porcelain", "services/other", "README.md"))
                .isEqualTo("M  services/other/a.txt\n?? services/other/untracked.txt\n");
    }

    @Test
    void aLinkedWorkTree() {
        UserRepository main = edit(UserRepository.of(parent.resolve("main"), generated));
        main.git("worktree", "add", "--quiet", "-b", "other", parent.resolve("linked").toString());
        assertUpdated(UserRepository.at(parent.resolve("linked")));
        assertThat(main.git("status", "--porcelain")).isEmpty();
    }

    @Test
    void aShallowClone() {
        edit(UserRepository.of(parent.resolve("origin"), generated));
        Command.of("git", "clone", "--quiet", "--depth", "1", parent.resolve("origin").toUri().toString(),
                parent.resolve("clone").toString()).run().succeeded();
        assertUpdated(UserRepository.at(parent.resolve("clone")));
    }

    /** git fetches what is missing. */
    @Test
    void aPartialClone() {
        UserRepository repository = partialClone();
        assertUpdated(repository);
    }

    /** What is not checked out is not here either. */
    @Test
    void aPartialCloneWithASparseCheckout() {
        UserRepository repository = partialClone("--sparse");
        assertThat(repository.folder().resolve("src")).doesNotExist();
        assertThat(repository.update(versions)).isEmpty();
        assertThat(repository.git("show", ":src/docker/start.py")).contains("# Starts faster.").endsWith(EDIT);
        assertThat(repository.files()).containsEntry("docker-compose.yml", expected.get("docker-compose.yml"));
        assertThat(repository.folder().resolve("src")).doesNotExist();
    }

    private UserRepository partialClone(String... options) {
        UserRepository origin = edit(UserRepository.of(parent.resolve("origin"), generated));
        if (options.length > 0) {
            origin.append("src/docker/start.py", EDIT).commit("ours");
        }
        origin.git("config", "uploadpack.allowFilter", "true");
        Command.of(Stream.of(List.of("git", "clone", "--quiet", "--filter=blob:none"), List.of(options),
                List.of(parent.resolve("origin").toUri().toString(), parent.resolve("clone").toString())).flatMap(List::stream).toList())
                .run().succeeded();
        UserRepository clone = UserRepository.at(parent.resolve("clone"));
        assertThat(clone.git("rev-list", "--objects", "--missing=print", "HEAD")).as("objects, of which ? are missing").contains("\n?");
        return clone;
    }

    @Test
    void aSparseCheckout() {
        UserRepository repository = edit(UserRepository.of(parent, generated));
        repository.git("sparse-checkout", "set", "--no-cone", "/*", "!/docs/");
        TreeMap<String, String> without = new TreeMap<>(expected);
        without.keySet().removeIf(path -> path.startsWith("docs/"));
        repository.update(versions);
        assertThat(repository.files()).isEqualTo(without);
        assertThat(repository.git("ls-files", "docs")).contains("docs/packages.md");
    }

    @Test
    void objectsNamedBySha256() {
        UserRepository.write(parent, generated);
        UserRepository repository = UserRepository.at(parent);
        repository.git("init", "--quiet", "--object-format=sha256");
        assertUpdated(edit(repository.commit("generated")));
    }

    /** A hook that runs Maven has these in its environment; here they would lead git to another repository. */
    @Test
    void aHook() {
        UserRepository repository = edit(UserRepository.of(parent.resolve("r"), generated));
        Command.Result result = OtherProcess.update(repository.folder(), folder, ARCHETYPE)
                .with("GIT_DIR", "/nowhere").with("GIT_INDEX_FILE", "/nowhere/index").run().succeeded();
        assertThat(result.output()).contains("docker-compose.yml");
        assertThat(repository.files()).isEqualTo(expected);
    }

    @Test
    void aMachineWithNothingButGit() throws Exception {
        UserRepository repository = edit(UserRepository.of(parent.resolve("r"), generated));
        Path tools = Files.createDirectory(parent.resolve("tools"));
        String git = Command.script("command -v git").run().succeeded().output().strip();
        TextFile.write(tools.resolve("git"), "#!/bin/sh\nexec " + git + " \"$@\"\n");
        tools.resolve("git").toFile().setExecutable(true);
        OtherProcess.update(repository.folder(), folder, ARCHETYPE).with("PATH", tools.toString()).run().succeeded();
        assertThat(repository.files()).isEqualTo(expected);
    }

    /** The record's own file is the one thing that git keeps otherwise than the user, who never edits it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void windowsLineEnds(boolean storedByGit) {
        Map<String, String> windows = new TreeMap<>();
        generated.forEach((path, text) -> windows.put(path, text.replace("\n", "\r\n")));
        UserRepository.write(parent, windows);
        UserRepository repository = UserRepository.at(parent);
        repository.delete(".gitattributes").git("init", "--quiet");
        // Either git stores what is there, or it converts on the way in and out.
        repository.git("config", "core.autocrlf", storedByGit ? "false" : "true");
        repository.commit("generated");
        repository.append("docker-compose.yml", EDIT.replace("\n", "\r\n")).commit("ours");

        assertThat(repository.update(versions)).isEmpty();

        TreeMap<String, String> result = repository.files();
        Map<String, String> with = new TreeMap<>();
        expected.forEach((path, text) -> with.put(path, text.replace("\n", "\r\n")));
        with.remove(".gitattributes");
        assertThat(result).isEqualTo(with);
        assertThat(repository.git("status", "--porcelain").lines().toList()).allMatch(line -> line.startsWith("M  "));
    }

    @Test
    void untrackedAndIgnoredFilesStay() {
        UserRepository repository = edit(UserRepository.of(parent, generated));
        repository.write(".env", "HTTP_PORT=9000\n").write("src/models/modelA/1/__pycache__/model.pyc", "x").write("notes.txt", "y");
        Map<String, String> with = new TreeMap<>(expected);
        with.put(".env", "HTTP_PORT=9000\n");
        with.put("src/models/modelA/1/__pycache__/model.pyc", "x");
        with.put("notes.txt", "y");
        repository.update(versions);
        assertThat(repository.files()).isEqualTo(with);
    }

    @Test
    void modesStay() throws Exception {
        UserRepository repository = UserRepository.of(parent, generated);
        repository.folder().resolve("src/docker/start.py").toFile().setExecutable(true);
        edit(repository);
        assertUpdated(repository);
        assertThat(Files.isExecutable(repository.folder().resolve("src/docker/start.py"))).isTrue();
    }

    @Test
    void anOwnVersionOfThePluginStays() {
        UserRepository repository = edit(UserRepository.of(parent, generated));
        repository.replace("pom.xml", "<version>0.1.0</version>\n      </plugin>", "<version>${pv}</version>\n      </plugin>").commit("pv");
        assertThat(repository.update(versions)).isEmpty();
        assertThat(repository.text("pom.xml")).contains("<version>${pv}</version>", "Maven builds nothing at all here.");
        assertThat(repository.log()).contains("  pom.xml keeps your own version of the plugin, ${pv}");
    }

    private static UserRepository edit(UserRepository repository) {
        return repository.append("docker-compose.yml", EDIT).commit("ours");
    }

    private static void assertUpdated(UserRepository repository) {
        assertThat(repository.update(versions)).isEmpty();
        Map<String, String> files = repository.files();
        assertThat(files).isEqualTo(expected);
        repository.commit("updated");
        String before = repository.git("rev-parse", "HEAD") + files;
        repository.update(versions);
        assertThat(repository.log()).singleElement().asString().startsWith("Nothing to do");
        assertThat(repository.git("rev-parse", "HEAD") + repository.files()).isEqualTo(before);
    }
}
