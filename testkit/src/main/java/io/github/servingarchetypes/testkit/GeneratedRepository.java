package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A repository that an archetype wrote. maven-invoker-plugin wrote one for each folder of src/it, with the
 * answers of its test.properties: target/it/CASE/my-models.
 */
public final class GeneratedRepository {

    private static final ArchetypeUnderTest ARCHETYPE = ArchetypeUnderTest.current();
    private static final Path COPIES_FOLDER = ARCHETYPE.target().resolve("copies");
    private static final Pattern DEPENDENCY_FILE = Pattern.compile("(src/)?(requirements\\.txt|environment\\.ya?ml)");
    private static final Pattern CALL = Pattern.compile("http://localhost:8080(\\S+) .* -d @(\\S+)");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Set<String> COPIES = ConcurrentHashMap.newKeySet();

    private final String caseName;
    private final Path folder;

    private GeneratedRepository(String caseName, Path folder) {
        this.caseName = caseName;
        this.folder = folder;
    }

    /**
     * The repository of a case; fails if there is none. An organisation that has fixed an answer has no case with another:
     * its test is skipped.
     */
    public static GeneratedRepository of(String caseName) {
        if (ARCHETYPE.isAnOrganisations()) {
            assumeThat(cases()).as("cases in src/it").contains(caseName);
        }
        Path folder = ARCHETYPE.target().resolve("it").resolve(caseName).resolve("my-models");
        assertThat(folder).as("the repository of src/it/%s", caseName).isDirectory();
        return new GeneratedRepository(caseName, folder);
    }

    /** One that a test generated, in a folder; it has no case, so nothing that asks for its answers. */
    public static GeneratedRepository at(Path folder) {
        assertThat(folder).as("a generated repository").isDirectory();
        return new GeneratedRepository(null, folder);
    }

    /** The repositories of all cases; fails if one is missing. */
    public static Stream<GeneratedRepository> all() {
        return cases().stream().map(GeneratedRepository::of);
    }

    /** The names of all cases: the folders of src/it, sorted; fails if there is none. */
    public static List<String> cases() {
        try (Stream<Path> folders = Files.list(ARCHETYPE.cases())) {
            List<String> names = folders.map(folder -> folder.getFileName().toString()).sorted().toList();
            assertThat(names).as("cases in %s", ARCHETYPE.cases()).isNotEmpty();
            return names;
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** What is answered in a case: its test.properties. */
    public static Map<String, String> answersOf(String caseName) {
        Properties answers = new Properties();
        try (var reader = Files.newBufferedReader(ARCHETYPE.cases().resolve(caseName).resolve("test.properties"))) {
            answers.load(reader);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        Map<String, String> byName = new TreeMap<>();
        answers.stringPropertyNames().forEach(name -> byName.put(name, answers.getProperty(name)));
        return byName;
    }

    /** Its name in src/it, such as conda-build. */
    public String caseName() {
        return caseName;
    }

    public Path folder() {
        return folder;
    }

    /** What was answered in its case. */
    public Map<String, String> answers() {
        return answersOf(caseName);
    }

    /** What was answered for a property, else the descriptor's default, else what an organisation has fixed. */
    public String answer(String property) {
        String answer = answers().get(property);
        if (answer != null) {
            return answer;
        }
        Descriptor descriptor = ARCHETYPE.descriptor();
        return descriptor.has(property) ? descriptor.property(property).defaultValue() : recorded(property);
    }

    private String recorded(String property) {
        return text(".archetype.properties").lines().filter(line -> line.startsWith(property + "=")).findFirst()
                .orElseThrow(() -> new AssertionError("no answer for " + property)).substring(property.length() + 1);
    }

    /** Tells whether the conda path was chosen in its case. */
    public boolean isConda() {
        return answer("pythonEnvironment").equals("conda");
    }

    /** The paths of its files, from its folder, with slashes, sorted. */
    public List<String> files() {
        try (Stream<Path> walk = Files.walk(folder)) {
            return List.copyOf(new TreeSet<>(walk.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .toList()));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** Fails unless another repository has the same files, byte for byte. */
    public void assertSameBytesAs(GeneratedRepository other) {
        assertThat(files()).isEqualTo(other.files());
        for (String file : files()) {
            assertThat(file(file)).hasSameBinaryContentAs(other.file(file));
        }
    }

    /** A file, by its path from the repository's folder. */
    public Path file(String path) {
        return folder.resolve(path);
    }

    /** The text of a file. */
    public String text(String path) {
        return TextFile.read(file(path));
    }

    /** A YAML or JSON file. */
    public JsonNode yaml(String path) {
        try {
            return YAML.readTree(file(path).toFile());
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** Its README.md. */
    /** README.md, and the pages of docs/ after it. It reads no other folder: a test may be writing there. */
    public Readme readme() {
        Path docs = file("docs");
        try (Stream<Path> pages = Files.isDirectory(docs) ? Files.list(docs).sorted() : Stream.empty()) {
            return new Readme(pages.map(TextFile::read).collect(Collectors.joining("\n", text("README.md") + "\n", "")));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** The service of docker-compose.yml that is this repository's server. */
    public JsonNode composeServer() {
        return yaml("docker-compose.yml").path("services").path("server");
    }

    /** The folder that the image is built from, as docker-compose.yml has it. */
    public Path buildContext() {
        return folder.resolve(composeServer().path("build").path("context").asText()).normalize();
    }

    /** The path of its Dockerfile. */
    public String dockerfile() {
        return folder.relativize(buildContext()).resolve("Dockerfile").toString();
    }

    /** The path of the file that names the Python packages of the image; fails unless there is exactly one. */
    public String dependencyFile() {
        List<String> found = files().stream().filter(file -> DEPENDENCY_FILE.matcher(file).matches()).toList();
        assertThat(found).as("files of Python packages in %s", folder).hasSize(1);
        return found.get(0);
    }

    /** Its request with the right response, by tests/. */
    public Example example() {
        return Example.of(this);
    }

    /** The default of a build argument, as the Dockerfile has it; fails if there is none. */
    public String buildArgument(String name) {
        return text(dockerfile()).lines()
                .filter(line -> line.startsWith("ARG " + name + "="))
                .map(line -> line.substring(line.indexOf('=') + 1))
                .findFirst().orElseThrow();
    }

    /** The port of the server in its container, as docker-compose.yml has it. */
    public int containerPort() {
        String mapping = composeServer().path("ports").path(0).asText();
        return Integer.parseInt(mapping.substring(mapping.lastIndexOf(':') + 1));
    }

    /** The path that tells whether the model is ready: the model's own where the protocol has one, else the server's. */
    public String readyPath() {
        return predictPath().endsWith("/infer")
                ? predictPath().replaceFirst("infer$", "ready")
                : text("tests/smoke.py").lines().filter(line -> line.startsWith("READY = ")).findFirst().orElseThrow().split("\"")[1];
    }

    /** The path that answers the example, as README's first curl command has it. */
    public String predictPath() {
        return call().group(1);
    }

    /** The file with the example request, as README's first curl command has it. */
    public String requestFile() {
        return call().group(2);
    }

    /** The file with the right answer to the example. */
    public String responseFile() {
        return requestFile().replaceFirst("request(?=\\.json$)", "response");
    }

    /** The file with the unit tests of the first model. */
    public String testFile() {
        return files().stream().filter(file -> file.matches("(.*/)?(test_model|\\w+_test)\\.py")).findFirst().orElseThrow();
    }

    private Matcher call() {
        Matcher call = CALL.matcher(readme().commands("Call it", "curl"));
        assertThat(call.find()).as("README posts a file").isTrue();
        return call;
    }

    /**
     * A copy that a test may change, in target/copies; that of an earlier run is gone.
     *
     * @param name its folder: no other test has the same, for two may run at a time
     */
    public GeneratedRepository copy(String name) {
        assertThat(COPIES.add(name)).as("a second copy named %s", name).isTrue();
        Path target = COPIES_FOLDER.resolve(name).resolve("my-models");
        try {
            deleteTree(target);
            for (String file : files()) {
                Path copied = target.resolve(file);
                Files.createDirectories(copied.getParent());
                Files.copy(file(file), copied, StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        return new GeneratedRepository(caseName, target);
    }

    /** Writes a file of a copy. */
    public void write(String path, String text) {
        assertThat(folder).as("only copies are written to").startsWith(COPIES_FOLDER);
        TextFile.write(file(path), text);
    }

    /** The files that this copy has otherwise than the repository of a case, or only one of them has. */
    public List<String> changesSince(String caseName) {
        GeneratedRepository original = of(caseName);
        TreeSet<String> all = new TreeSet<>(files());
        all.addAll(original.files());
        return all.stream()
                .filter(file -> !files().contains(file) || !original.files().contains(file) || !text(file).equals(original.text(file)))
                .toList();
    }

    /** Runs README's commands for plain pytest, as they stand, in a copy. */
    public void assertUnitTestsPass() {
        Command.Result tests = Command.of("bash", "-ec", readme().commands("Test", "pytest")).in(folder).run().succeeded();
        assertThat(tests.output()).containsPattern("[1-9][0-9]* passed");
    }

    /** Deletes a file of a copy. */
    public void delete(String path) {
        assertThat(folder).as("only copies are written to").startsWith(COPIES_FOLDER);
        try {
            Files.delete(file(path));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** Adds to the end of a file of a copy. */
    public void append(String path, String text) {
        write(path, text(path) + text);
    }

    /** Replaces a text, which must be there, in a file of a copy. */
    public void replace(String path, String text, String replacement) {
        assertThat(text(path)).as(path).contains(text);
        write(path, text(path).replace(text, replacement));
    }

    private static void deleteTree(Path folder) throws IOException {
        if (Files.exists(folder)) {
            // Containers and virtual environments leave files that only a recursive delete takes away.
            Command.of("rm", "-rf", folder.toString()).run().succeeded();
        }
        Files.createDirectories(folder);
    }

    @Override
    public String toString() {
        return caseName;
    }
}
