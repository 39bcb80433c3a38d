package io.github.servingarchetypes.maven.update;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.servingarchetypes.testkit.Command;
import io.github.servingarchetypes.testkit.Readme;
import io.github.servingarchetypes.testkit.Requires;
import io.github.servingarchetypes.testkit.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The goals in a whole Maven, by their short names, as a user runs them; offline, with two versions in the local
 * repository. No other test runs meanwhile, because one measures the time.
 */
@Isolated
class MavenIT {

    private static final String ARCHETYPE = "mlserver-archetype";
    private static final double SECONDS = 5;

    /** Links to the build's local repository are in it: no folder for JUnit to delete. */
    private static final Path FOLDER = Path.of("target/maven-it").toAbsolutePath();

    private static LocalRepository local;
    private static Versions versions;

    @TempDir
    private Path parent;

    @BeforeAll
    static void release() throws IOException {
        Command.of("rm", "-rf", FOLDER.toString()).run().succeeded();
        versions = new Versions(Files.createDirectories(FOLDER.resolve("jars")));
        Path first = versions.addOfThisPlugin(ARCHETYPE, "0.1.0", (entry, text) -> text);
        Path second = versions.addOfThisPlugin(ARCHETYPE, "0.2.0", EditedRepositoriesIT::next);
        local = LocalRepository.in(FOLDER.resolve("repository"));
        local.installArchetype(ARCHETYPE, List.of("0.1.0", "0.2.0"), List.of(first, second));
        for (String other : List.of("triton-archetype", "seldon-archetype")) {
            local.installArchetype(other, List.of("0.1.0"), List.of(versions.addOfThisPlugin(other, "0.1.0", (entry, text) -> text)));
        }
    }

    @Test
    void updatesInTime() {
        double fastest = IntStream.range(0, 3)
                .mapToDouble(i -> own(generated(parent.resolve("run" + i)), "serving:update").succeeded().seconds())
                .min().orElseThrow();
        assertThat(fastest).as("seconds of the fastest of 3 runs").isLessThan(SECONDS);
    }

    /** The build's own Maven and JDK. */
    @Test
    void worksInTheBuildsMaven() throws Exception {
        walk(Path.of(System.getProperty("maven.home")), Path.of(System.getProperty("java.home")));
    }

    @ParameterizedTest
    @MethodSource("mavensAndJdks")
    @Requires(Tool.MAVEN_MATRIX)
    void worksInEach(Path maven, Path jdk) {
        UserRepository repository = generated();
        assertThat(run(maven, jdk, repository, "serving:update", "-DpythonEnvironment=conda", "-DarchetypeVersion=0.2.0").succeeded()
                .output()).contains("pythonEnvironment: requirements -> conda").doesNotContain("WARNING] The POM");
        Map<String, String> files = repository.files();
        files.keySet().removeIf(path -> path.startsWith("target/"));   // Maven 4 writes there, and .gitignore has it
        assertThat(files).isEqualTo(UserRepository.filesOf(versions.generate(
                Versions.coordinates(ARCHETYPE, "0.2.0"), parent.resolve("fresh"), Map.of("pythonEnvironment", "conda"))));
        assertThat(run(maven, jdk, repository.commit("updated"), "serving:check").succeeded().output())
                .contains("0.2.0 is the newest version");
    }

    /** Every Maven once and every JDK once. */
    static Stream<Arguments> mavensAndJdks() {
        List<Path> mavens = homes("MATRIX_MAVEN_HOMES");
        List<Path> jdks = homes("MATRIX_JAVA_HOMES");
        return IntStream.range(0, Math.max(mavens.size(), jdks.size()))
                .mapToObj(i -> Arguments.of(
                        mavens.get(i % mavens.size()), jdks.get(i % jdks.size())));
    }

    private static List<Path> homes(String variable) {
        return Arrays.stream(System.getenv().getOrDefault(variable, System.getProperty("java.home")).split(":")).map(Path::of).toList();
    }

    /** What README's section on updates names, in its order. */
    private void walk(Path maven, Path jdk) throws IOException {
        UserRepository repository = generated();
        List<String> readme = Pattern.compile("`(mvn )?([^`]+)`").matcher(new Readme(repository.text("README.md")).section("Update"))
                .results().map(code -> code.group(2)).toList();
        assertThat(readme).hasSize(5);
        String update = readme.get(0);
        String answer = readme.get(1);
        String takeBack = readme.get(2);
        String dryRun = readme.get(3);
        String check = readme.get(4);
        repository.replace("Dockerfile", "\n# RUN apt-get update", "\nRUN true\n# RUN apt-get update").commit("ours");

        Path json = parent.resolve("check.json");
        assertThat(run(maven, jdk, repository, "-q", check, "-DjsonFile=" + json).failed().output())
                .contains("mlserver-archetype 0.2.0 is there, this repository has 0.1.0");
        assertThat(new ObjectMapper().readTree(json.toFile())).isEqualTo(new ObjectMapper().readTree("""
                {"archetype": "io.github.serving-archetypes:mlserver-archetype", "version": "0.1.0", "newest": "0.2.0",
                 "updateAvailable": true}
                """));

        String before = repository.state();
        assertThat(run(maven, jdk, repository, update, dryRun, "-DarchetypeVersion=").succeeded().output())
                .contains("merged    Dockerfile").contains("imageRegistry: localhost/models -> localhost/served, the new default");
        assertThat(repository.state()).isEqualTo(before);

        assertThat(run(maven, jdk, repository, update).succeeded().output())
                .contains("merged    Dockerfile").doesNotContain("WARN");
        assertThat(repository.text("Dockerfile")).contains("\nRUN true\n", EditedRepositoriesIT.LABEL);
        Command.script(takeBack).in(repository.folder()).run().succeeded();
        assertThat(repository.state()).isEqualTo(before);
        run(maven, jdk, repository, update).succeeded();
        repository.commit("updated");

        assertThat(run(maven, jdk, repository, update).succeeded().output()).contains("Nothing to do");
        assertThat(run(maven, jdk, repository, check).succeeded().output()).contains("0.2.0 is the newest version");

        run(maven, jdk, repository, update, answer).succeeded();
        assertThat(repository.text(Record.FILE)).contains("pythonEnvironment=conda\n");
        assertThat(repository.folder().resolve("src/environment.yaml")).exists();
    }

    @Test
    void endsWithAnErrorWhereThereAreConflicts() throws Exception {
        generated();
        UserRepository whole = UserRepository.at(parent);
        Command.of("rm", "-rf", "my-models/.git").in(parent).run().succeeded();
        whole.git("init", "--quiet");
        whole.write("other.txt", "1\n");
        UserRepository repository = UserRepository.at(parent.resolve("my-models"));
        repository.replace("Dockerfile", "--interval=5s", "--interval=7s").replace("pom.xml", "builds nothing here", "builds all here")
                .write("requirements.txt", "pandas\n").delete("seldon_deployment.yaml");
        whole.commit("ours");
        whole.write("other.txt", "2\n");
        Map<String, String> before = whole.files();

        String output = own(repository, "serving:update", "-DarchetypeVersion=0.2.0", "-DpythonEnvironment=conda").failed().output();
        assertThat(output).contains("conflict  Dockerfile", "kept deleted seldon_deployment.yaml",
                "Updated, with conflicts in Dockerfile, pom.xml, requirements.txt",
                "git checkout --merge pom.xml shows its conflicts", "One side has deleted requirements.txt: git rm or git add it");
        assertThat(repository.conflicts()).containsOnlyKeys("Dockerfile", "pom.xml", "requirements.txt");
        assertThat(whole.git("status", "--porcelain")).contains("UU ", "A  ", "M  ");
        // Maven still starts, and does not go on before the conflicts are resolved.
        assertThat(own(repository, "serving:update").failed().output()).contains("there are unresolved conflicts");

        Matcher advice = Pattern.compile("; (git [^;]+) takes everything back").matcher(output);
        assertThat(advice.find()).as(output).isTrue();
        Command.script(advice.group(1)).in(repository.folder()).run().succeeded();
        assertThat(whole.files()).isEqualTo(before);
        assertThat(whole.git("status", "--porcelain")).isEqualTo(" M other.txt\n");
    }

    @Test
    void aWrongAnswerIsRefusedInOneLine() {
        assertThat(own(generated(), "serving:update", "-DmodelName=numpy").failed().output().lines().filter(line -> line.contains("numpy")))
                .singleElement().asString().contains("modelName 'numpy': must be").doesNotContain("Remove");
    }

    @ParameterizedTest
    @ValueSource(strings = {"triton-archetype", "seldon-archetype"})
    void doesNotWarn(String archetype) {
        UserRepository repository = UserRepository.of(versions.generate(Versions.coordinates(archetype, "0.1.0"), parent, Map.of()));
        assertThat(own(repository, "serving:update", "-DpythonEnvironment=conda").succeeded().output()).doesNotContain("WARN");
    }

    @Test
    void aVersionThatIsNotThereIsRefused() throws Exception {
        UserRepository repository = generated();
        String before = repository.state();
        assertThat(own(repository, "serving:update", "-DarchetypeVersion=9.9.9").failed().output())
                .contains("archetype io.github.serving-archetypes:mlserver-archetype:9.9.9 cannot be resolved");
        assertThat(repository.state()).isEqualTo(before);
    }

    /** The organisation's mirror asks for a password; nothing of the archetype is here. */
    @Test
    void findsAndTakesWhatIsOnAServer() throws Exception {
        LocalRepository empty = LocalRepository.in(FOLDER.resolve("empty"));
        try (RemoteRepository remote = RemoteRepository.in(FOLDER.resolve("remote"), "ci", "right")) {
            Path right = remote.settings(parent.resolve("settings.xml"), "right");
            Path wrong = remote.settings(parent.resolve("wrong.xml"), "wrong");
            UserRepository repository = generated();
            remote.publish(ARCHETYPE, List.of("0.1.0"), versions);
            assertThat(online(empty, right, repository, "serving:check").succeeded().output()).contains("0.1.0 is the newest version");

            remote.publish(ARCHETYPE, List.of("0.1.0", "0.2.0"), versions);
            assertThat(online(empty, right, repository, "serving:check").failed().output())
                    .contains("mlserver-archetype 0.2.0 is there, this repository has 0.1.0");
            String before = repository.state();
            assertThat(online(empty, wrong, repository, "serving:check").failed().output())
                    .contains("the versions of io.github.serving-archetypes:mlserver-archetype cannot be listed: ", "401");
            assertThat(online(empty, wrong, repository, "serving:update").failed().output())
                    .contains("archetype io.github.serving-archetypes:mlserver-archetype:0.1.0 cannot be resolved: ", "401");
            assertThat(repository.state()).isEqualTo(before);
            online(empty, right, repository, "serving:update").succeeded();
            assertThat(repository.files()).isEqualTo(UserRepository.filesOf(
                    versions.generate(Versions.coordinates(ARCHETYPE, "0.2.0"), parent.resolve("fresh"), Map.of())));
        }
    }

    @Test
    void adoptsARepositoryWithoutPom() throws Exception {
        UserRepository repository = generated();
        Files.delete(repository.folder().resolve("pom.xml"));
        Files.delete(repository.folder().resolve(Record.FILE));
        repository.commit("lost");
        assertThat(own(repository, "io.github.serving-archetypes:serving-maven-plugin:" + System.getProperty("project.version") + ":adopt",
                "-Darchetype=io.github.serving-archetypes:mlserver-archetype:0.1.0").succeeded().output())
                .contains("same      Dockerfile");
        assertThat(repository.git("status", "--porcelain").lines().toList())
                .containsExactlyInAnyOrder("?? .archetype.properties", "?? pom.xml");
        repository.commit("adopted");
        own(repository, "serving:update").succeeded();
    }

    @Test
    void adoptShowsAnArchetypeIfNoneIsGiven() {
        assertThat(own(generated(), "serving:adopt").failed().output())
                .contains("such as -Darchetype=io.github.serving-archetypes:mlserver-archetype");
    }

    private UserRepository generated() {
        return generated(parent);
    }

    private static UserRepository generated(Path parent) {
        return UserRepository.of(versions.generate(Versions.coordinates(ARCHETYPE, "0.1.0"), parent, Map.of()));
    }

    private static Command.Result own(UserRepository repository, String... words) {
        return run(Path.of(System.getProperty("maven.home")), Path.of(System.getProperty("java.home")), repository, words);
    }

    private static Command.Result run(Path maven, Path jdk, UserRepository repository, String... words) {
        return run(maven, jdk, repository, Stream.concat(Stream.of("-o", "-Dmaven.repo.local=" + local.folder()), Stream.of(words)).toList());
    }

    /** Whatever server the files of the build's local repository came from: Maven asks none for them. */
    private static Command.Result online(LocalRepository there, Path settings, UserRepository repository, String goal) {
        return run(Path.of(System.getProperty("maven.home")), Path.of(System.getProperty("java.home")), repository,
                List.of("-s", settings.toString(), "-Dmaven.repo.local=" + there.folder(),
                        "-Daether.enhancedLocalRepository.trackingFilename=none", "-Daether.lrm.enhanced.trackingFilename=none", goal));
    }

    private static Command.Result run(Path maven, Path jdk, UserRepository repository, List<String> words) {
        List<String> command = new ArrayList<>(List.of(maven.resolve("bin/mvn").toString(), "-B", "-Dstyle.color=never"));
        command.addAll(words);
        try {
            Path temporary = Files.createTempDirectory(FOLDER, "tmp");
            Command.Result result = Command.of(command).in(repository.folder()).with("JAVA_HOME", jdk.toString())
                    .with("TMPDIR", temporary.toString())
                    .with("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Djava.io.tmpdir=" + temporary).run();
            assertThat(temporary).as("what %s leaves in the folder of temporary files", result.words()).isEmptyDirectory();
            return result;
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
