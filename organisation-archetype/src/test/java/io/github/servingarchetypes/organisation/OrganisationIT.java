package io.github.servingarchetypes.organisation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.ArchetypeUnderTest;
import io.github.servingarchetypes.testkit.Command;
import io.github.servingarchetypes.testkit.ComposeProject;
import io.github.servingarchetypes.testkit.Examples;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.LocalRepository;
import io.github.servingarchetypes.testkit.Readme;
import io.github.servingarchetypes.testkit.Requires;
import io.github.servingarchetypes.testkit.TextFile;
import io.github.servingarchetypes.testkit.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The way of a platform team, from an empty folder and by nothing but the commands of the two READMEs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrganisationIT {

    private static final Path PROJECT = ArchetypeUnderTest.current().project();
    private static final String VERSION = System.getProperty("project.version");
    private static final String SECTION = "shared/dockerfile/package-index.vm";

    private Path folder;
    private Path acme;
    /** Of the platform team, who builds. */
    private Path localRepository;
    /** Of another team, who generates. */
    private Path otherRepository;

    @BeforeAll
    void generateBuildAndDeploy(@TempDir Path empty) {
        folder = empty;
        localRepository = LocalRepository.linked(folder.resolve("platform-repository"), "com/acme");
        otherRepository = LocalRepository.linked(folder.resolve("other-repository"), "com/acme");
        acme = folder.resolve("acme-archetypes");
        String generate = new Readme(TextFile.read(PROJECT.resolve("README.md"))).commands("Sections", "organisation-archetype");
        // README generates beside this project.
        Path project = folder.resolve("project");
        TextFile.write(project.resolve("README.md"), "");
        assertThat(command(project, localRepository, generate).run().succeeded().output()).doesNotContain("[WARNING] Property");
        TextFile.write(acme.resolve("src/main/resources/archetype-resources/docs/reviews.sh"), "## Not for Velocity\necho \"$reviewer\"\n");
        run(acme, localRepository, readme().commands("Build and test", "-Dit.test"));
        run(acme, localRepository, readme().commands("Publish", "mvn deploy"));
    }

    /** JUnit says a line of each link that it deletes. */
    @AfterAll
    void deleteLinks() {
        Command.of("find", folder.toString(), "-type", "l", "-delete").run().succeeded();
    }

    @Test
    void aTeamWritesFewLinesForAllThreeServers() throws IOException {
        try (Stream<Path> files = Files.walk(acme.resolve("src/main"))) {
            long lines = files.filter(Files::isRegularFile).filter(file -> !file.toString().endsWith(".crt"))
                    .mapToLong(file -> TextFile.read(file).lines().filter(line -> !line.isBlank() && !line.strip().startsWith("<!--")).count())
                    .sum();
            assertThat(lines).isBetween(10L, 40L);
        }
    }

    /** All contracts ran in each module, and none was skipped but for want of a tool. */
    @ParameterizedTest
    @ValueSource(strings = {"mlserver", "triton", "seldon"})
    void theContractsLookedAtTheirRepositories(String name) {
        Path reports = acme.resolve(name + "-archetype/target/failsafe-reports");
        for (String contract : List.of("GenerationIT", "LeftoversIT")) {
            assertThat(TextFile.read(reports.resolve("io.github.servingarchetypes.testkit.contract." + contract + ".txt")))
                    .containsPattern("Tests run: [1-9][0-9]*, Failures: 0, Errors: 0");
        }
    }

    /** What is the organisation's is there, in each file where it belongs; all else is as in the original, byte for byte. */
    @ParameterizedTest
    @ValueSource(strings = {"mlserver", "triton", "seldon"})
    void aRepositoryDiffersFromTheOriginalsByWhatIsTheOrganisations(String name) {
        GeneratedRepository repository = generated(name, "command-line", line -> line);
        // Without line numbers, which another section would change.
        String diff = Examples.diff(GeneratedRepository.at(PROJECT.resolve("examples").resolve(name)), repository)
                .replaceAll("(?m)^@@ .* @@$", "@@");
        Path expected = Path.of("src/test", name + ".diff").toAbsolutePath();
        if (Examples.areWritten()) {
            TextFile.write(expected, diff);
        }
        assertThat(expected).as("run it with -Dexamples=write if this is meant").content().isEqualTo(diff);
        assertThat(diff).contains("cost-centre=\"1234\"", "pytest==8.4.1", "+* @acme/models", "company-ca.crt", "+echo \"$reviewer\"", "registry.acme.example/models", "ARG PIP_INDEX_URL=\"https");
    }

    /** The plugins of VS Code, NetBeans and m2e; those give all coordinates. */
    @ParameterizedTest
    @CsvSource({"mlserver, 3.1.2", "triton, 3.2.1", "seldon, 3.1.2"})
    void wizardsWriteTheSame(String name, String plugin) {
        GeneratedRepository byWizard = generated(name, "wizard",
                line -> line.replace("plugin:3.4.1", "plugin:" + plugin) + " -DgroupId=com.example -Dversion=0.1.0 -Dpackage=models");
        byWizard.assertSameBytesAs(generated(name, "beside", line -> line));
    }

    /** What a build remembers is of no use to the next one, on another machine, if it is not committed. */
    @Test
    void itsCiFailsWithoutWhatTheBuildRemembers() {
        Path copy = folder.resolve("ci");
        Command.of("cp", "-r", acme.toString(), copy.toString()).run().succeeded();
        Matcher check = Pattern.compile("run: (test .*)").matcher(TextFile.read(copy.resolve(".github/workflows/verify.yml")));
        assertThat(check.find()).isTrue();
        String commit = "git init -q && git add -A . && git -c user.name=a -c user.email=a@b commit -q -m all";
        command(copy, localRepository, commit + " -- . ':!*/src/main/overridden/*'").run().succeeded();
        command(copy, localRepository, check.group(1)).run().failed();
        command(copy, localRepository, commit).run().succeeded();
        command(copy, localRepository, check.group(1)).run().succeeded();
    }

    @Test
    void aWrongAnswerIsRefused() {
        Command.Result result = command(folder, otherRepository, generateCommand("mlserver").replace("costCentre=1234", "costCentre=12")).run().failed();
        assertThat(result.output()).contains("INVALID costCentre '12': must be four digits, such as 1234");
    }

    @Test
    void theSectionsAreListedAndShown() {
        assertThat(command(acme, localRepository, readme().commands("Change more", "ls ")).run().succeeded().output())
                .contains("package-index.vm", "HEALTHCHECK");
    }

    /** No profile of this project's own archetypes gets in the way of the message. */
    @Test
    void aDescriptorOfTheOrganisationsIsRefused() {
        Path copy = folder.resolve("with-a-descriptor");
        Command.of("cp", "-r", acme.toString(), copy.toString()).run().succeeded();
        TextFile.write(copy.resolve("src/main/resources/META-INF/maven/archetype-metadata.xml"), "<archetype-descriptor/>");
        assertThat(command(copy, localRepository, "mvn process-resources -B -o -pl mlserver-archetype -am").run().failed().output())
                .contains("archetype-metadata.xml: this file cannot be overridden: say it in organisation.xml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlserver", "triton", "seldon"})
    @Requires(Tool.COMPOSE)
    void theImageIsBuiltAndServes(String name) {
        GeneratedRepository repository = generated(name, "served", line -> line.replace("my-models", "acme-served-" + name));
        try (ComposeProject project = new ComposeProject(repository)) {
            project.start();
            project.run(repository.readme().commands("Test", "smoke.py")).succeeded();
            String server = project.run("docker compose ps --quiet server").succeeded().output().strip();
            assertThat(Command.of("docker", "inspect", "--format", "{{json .Config.Labels}}", server).run().succeeded().output())
                    .contains("\"com.acme.cost-centre\":\"1234\"", "\"org.opencontainers.image.vendor\":\"Acme\"");
            String certificate = TextFile.read(repository.buildContext().resolve("company-ca.crt")).lines().skip(1).findFirst().orElseThrow();
            assertThat(project.run("docker compose exec -T server cat /etc/ssl/certs/ca-certificates.crt").succeeded().output())
                    .contains(certificate);
            assertThat(project.run("docker compose run --build --rm test --version").succeeded().output())
                    .contains("pytest 8.4.1");
        }
    }

    /** The next version of the archetypes: the line of the parent, and no more unless it touches what is overridden. */
    @Test
    void theNextVersionIsOneLine() throws IOException {
        Path repository = LocalRepository.linked(folder.resolve("next-repository"), "io/github/serving-archetypes");
        publish(repository, "9.1.0", "shared/dockerfile/ignore.vm", "notes\n");
        publish(repository, "9.2.0", SECTION, "ARG UV_INDEX=\"\"\n");
        Path next = folder.resolve("next");
        Command.of("cp", "-r", acme.toString(), next.toString()).run().succeeded();
        String only = " -B -o -pl mlserver-archetype -am";
        String build = "mvn package -DskipTests" + only;

        bump(next, VERSION, "9.1.0");
        run(next, repository, build);
        assertThat(next.resolve("mlserver-archetype/target/classes/shared/dockerfile/ignore.vm")).content().endsWith("notes\n");

        bump(next, "9.1.0", "9.2.0");
        assertThat(command(next, repository, build).run().failed().output())
                .contains("io.github.serving-archetypes:mlserver-archetype:9.2.0 any more", "+ARG UV_INDEX=\"\"", "-Doverlay.accept");

        run(next, repository, readme().commands("Take the next version", "overlay.accept").strip() + only);
        run(next, repository, build);
        assertThat(next.resolve("mlserver-archetype/src/main/overridden").resolve(SECTION)).content().endsWith("ARG UV_INDEX=\"\"\n");
    }

    @Test
    @Requires(Tool.MAVEN_MATRIX)
    void everyMavenBuildsTheSameJar() {
        List<byte[]> jars = Stream.of(System.getenv("MATRIX_MAVEN_HOMES").split(":")).map(home -> {
            Path copy = folder.resolve("built-by-" + Path.of(home).getFileName());
            Command.of("cp", "-r", acme.toString(), copy.toString()).run().succeeded();
            command(copy, localRepository, "mvn -B -o clean package -DskipTests -pl mlserver-archetype -am")
                    .with("PATH", Path.of(home, "bin") + ":" + System.getenv("PATH")).run().succeeded();
            return bytes(copy.resolve("mlserver-archetype/target/mlserver-archetype-1.0.0-SNAPSHOT.jar"));
        }).toList();
        assertThat(jars).hasSizeGreaterThan(1).allSatisfy(jar -> assertThat(jar).isEqualTo(jars.get(0)));
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private static void bump(Path project, String from, String to) {
        String pom = TextFile.read(project.resolve("pom.xml"));
        assertThat(pom.split("<version>" + from + "</version>", -1)).as("the line to change").hasSize(2);
        TextFile.write(project.resolve("pom.xml"), pom.replace("<version>" + from + "</version>", "<version>" + to + "</version>"));
    }

    /** Puts all of this project under another version into a local repository, with an addition to one of MLServer's files. */
    private static void publish(Path repository, String version, String file, String addition) throws IOException {
        Path group = Path.of("io/github/serving-archetypes");
        try (Stream<Path> artifacts = Files.list(Path.of(System.getProperty("maven.repo.local")).resolve(group))) {
            for (Path artifact : artifacts.filter(Files::isDirectory).toList()) {
                String name = artifact.getFileName().toString();
                Path next = Files.createDirectories(repository.resolve(group).resolve(name).resolve(version));
                Path files = artifact.resolve(VERSION);
                String pom = TextFile.read(files.resolve(name + "-" + VERSION + ".pom"));
                TextFile.write(next.resolve(name + "-" + version + ".pom"), pom.replace(VERSION, version));
                Path jar = files.resolve(name + "-" + VERSION + ".jar");
                if (Files.exists(jar)) {
                    Path copy = Files.copy(jar, next.resolve(name + "-" + version + ".jar"));
                    if (name.equals("serving-maven-plugin")) {
                        change(copy, "META-INF/maven/plugin.xml", text -> text.replace(VERSION, version));
                    } else if (name.equals("mlserver-archetype")) {
                        change(copy, file, text -> text + addition);
                    }
                }
            }
        }
    }

    private static void change(Path jar, String entry, UnaryOperator<String> change) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(jar)) {
            Path file = zip.getPath(entry);
            Files.writeString(file, change.apply(Files.readString(file)));
        }
    }

    private Readme readme() {
        return new Readme(TextFile.read(acme.resolve("README.md")));
    }

    private String generateCommand(String name) {
        return readme().commands("Generate", "mvn -B").replace("mlserver-archetype", name + "-archetype").strip()
                + " --settings '" + settings() + "'";
    }

    /** Runs README's command, with a change, in an empty folder. */
    private GeneratedRepository generated(String name, String where, UnaryOperator<String> change) {
        try {
            Path empty = Files.createDirectory(folder.resolve(name + "-" + where));
            run(empty, otherRepository, change.apply(generateCommand(name)));
            try (Stream<Path> written = Files.list(empty)) {
                return GeneratedRepository.at(written.toList().get(0));
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** The settings of another team, who knows the organisation's repository. */
    private Path settings() {
        Path settings = folder.resolve("settings.xml");
        TextFile.write(settings, """
                <settings>
                  <profiles>
                    <profile>
                      <id>acme</id>
                      <repositories>
                        <repository>
                          <id>acme</id>
                          <url>%s</url>
                        </repository>
                      </repositories>
                    </profile>
                  </profiles>
                  <activeProfiles>
                    <activeProfile>acme</activeProfile>
                  </activeProfiles>
                </settings>
                """.formatted(acme.resolve("target/repository").toUri()));
        return settings;
    }

    private static void run(Path where, Path repository, String line) {
        command(where, repository, line).run().succeeded();
    }

    private static Command command(Path where, Path repository, String line) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("PATH", Path.of(System.getProperty("maven.home"), "bin") + ":" + System.getenv("PATH"));
        environment.put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dmaven.repo.local=" + repository);
        return Command.script(line).in(where).with(environment);
    }
}
