package io.github.servingarchetypes.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.github.servingarchetypes.testkit.Command;
import io.github.servingarchetypes.testkit.Examples;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.PythonTools;
import io.github.servingarchetypes.testkit.Requires;
import io.github.servingarchetypes.testkit.Schemas;
import io.github.servingarchetypes.testkit.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What an archetype writes, in every case: each file is whole and its own reader reads it; ExamplesIT knows the texts. */
class GenerationIT {

    static Stream<GeneratedRepository> repositories() {
        return GeneratedRepository.all();
    }

    /** ExamplesIT compares what the plugin's generator writes in this process; this is what a whole Maven writes. */
    @Tag("project")
    @ParameterizedTest
    @FieldSource("io.github.servingarchetypes.testkit.Examples#CASES")
    void mavenWritesTheExample(String caseName) {
        GeneratedRepository.of(caseName).assertSameBytesAs(GeneratedRepository.at(Examples.folder(caseName)));
    }

    @ParameterizedTest
    @MethodSource("repositories")
    void everyFileIsWholeText(GeneratedRepository repository) throws IOException {
        for (String file : repository.files()) {
            byte[] bytes = Files.readAllBytes(repository.file(file));
            String text = new String(bytes, StandardCharsets.UTF_8);
            assertThat(text).as("%s: line ends", file).doesNotContain("\r");
            if (!file.endsWith("__init__.py")) {
                assertThat(text).as("%s: ends with one line end", file).endsWith("\n").doesNotEndWith("\n\n");
                assertThat(text).as("%s: begins at once", file).doesNotStartWith("\n");
            }
            assertThat(text.lines().filter(line -> line.endsWith(" ") || line.endsWith("\t")).toList())
                    .as("%s: lines with blanks at their end", file).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("repositories")
    void onlyTheChosenDependencyPathIsInIt(GeneratedRepository repository) {
        assertThat(repository.dependencyFile()).matches(repository.isConda() ? ".*environment\\.ya?ml" : ".*requirements\\.txt");
        String otherPath = GeneratedRepository.of(repository.isConda() ? "requirements" : "conda-build").dependencyFile();
        Pattern other = Pattern.compile("(?<!/)\\b" + Pattern.quote(otherPath));
        for (String file : repository.files()) {
            assertThat(found(repository.text(file), other)).as(file).isEmpty();
        }
        String dockerfile = repository.text(repository.dockerfile());
        if (!repository.isConda()) {
            Pattern conda = Pattern.compile("(?i)conda|mamba|miniforge");
            assertThat(found(dockerfile, conda)).isEmpty();
            assertThat(found(repository.composeServer().path("build").toString(), conda)).isEmpty();
        } else if (repository.answer("condaUnpack").equals("build")) {
            assertThat(dockerfile).contains("--dest-prefix").doesNotContain(".tar.gz");
        } else {
            assertThat(dockerfile).contains(".tar.gz").doesNotContain("--dest-prefix");
        }
    }

    @ParameterizedTest
    @MethodSource("repositories")
    void everyFormatIsReadByItsReader(GeneratedRepository repository) {
        var json = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        var yaml = new ObjectMapper(YAMLFactory.builder()
                .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());
        for (String file : repository.files()) {
            assertThatCode(() -> {
                if (file.endsWith(".json")) {
                    json.readTree(repository.text(file));
                } else if (file.matches(".*\\.ya?ml")) {
                    yaml.readTree(repository.text(file));
                } else if (file.endsWith(".xml")) {
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(repository.file(file).toFile());
                } else if (file.equals(".s2i/environment")) {
                    assertThat(repository.text(file).lines()).allMatch(line -> line.matches("#.*|[A-Z_0-9]+=.*"));
                }
            }).as(file).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("repositories")
    void manifestsAreWhatTheApiServerAccepts(GeneratedRepository repository) {
        List<String> manifests = repository.files().stream()
                .filter(file -> file.matches("(seldon_deployment|inference_service)\\.yaml")).toList();
        assertThat(manifests).contains("seldon_deployment.yaml");
        for (String file : manifests) {
            assertThat(Schemas.mistakes(repository.yaml(file))).as(file).isEmpty();
            assertThat(repository.yaml(file).findValuesAsText("image")).as("image in %s", file)
                    .contains(repository.composeServer().path("image").asText());
            List<String> names = new ArrayList<>(repository.yaml(file).findValuesAsText("name"));
            repository.yaml(file).findValues("env").forEach(env -> names.removeAll(env.findValuesAsText("name")));
            assertThat(names).as("names in %s are DNS labels", file).allMatch(name -> name.matches("[a-z]([-a-z0-9]*[a-z0-9])?"));
        }
    }

    /** localhost is no registry. Where an organisation's default is one, README has nothing to replace. */
    @Test
    void theRegistryIsNamedByTheCommandOfTheReadme() {
        GeneratedRepository repository = GeneratedRepository.of("requirements").copy("registry");
        String registry = repository.answer("imageRegistry");
        if (!registry.startsWith("localhost")) {
            assertThat(repository.readme().commands("Deploy", "docker compose build")).doesNotContain("set_image.py");
            assertThat(repository.text("docker-compose.yml")).contains(registry + "/my-models");
            return;
        }
        String command = repository.readme().commands("Deploy", "set_image.py").lines()
                .filter(line -> line.contains("set_image.py")).findFirst().orElseThrow();
        Command.script(command).in(repository.folder()).run().succeeded();
        assertThat(repository.files()).filteredOn(file -> file.matches(".*\\.ya?ml"))
                .allSatisfy(file -> assertThat(repository.text(file)).as(file).doesNotContain(registry + "/"));
        assertThat(repository.text("docker-compose.yml")).contains("registry.example.com/team/my-models");
    }

    /** Docker refuses these names; and a manifest of another image is named, not passed over. */
    @Test
    void setImageRefusesWhatDockerDoesAndNamesWhatItLeaves() {
        GeneratedRepository repository = GeneratedRepository.of("requirements").copy("set-image");
        for (String wrong : List.of("https://registry.example.com/models:1", "registry.example.com/Models:1", "models", "models:-1", "models@sha256:1")) {
            Command.of("python3", "set_image.py", wrong).in(repository.folder()).run().failed();
        }
        assertThat(repository.changesSince("requirements")).isEmpty();
        repository.write("seldon_deployment.yaml", repository.text("seldon_deployment.yaml").replaceFirst("(?m)image: \\S+$", "image: another:1"));
        assertThat(Command.of("python3", "set_image.py", "registry.example.com:5000/models:2").in(repository.folder()).run().succeeded().output())
                .contains("docker-compose.yml: registry.example.com:5000/models:2", "seldon_deployment.yaml names another image");
    }

    @ParameterizedTest
    @MethodSource("repositories")
    void gpuIsAskedForWhereItWasChosenAndNowhereElse(GeneratedRepository repository) {
        boolean gpu = repository.answer("gpu").equals("true");
        for (String file : repository.files()) {
            if (file.matches("(seldon_deployment|inference_service)\\.yaml")) {
                assertThat(repository.text(file).contains("nvidia.com/gpu: \"1\"")).as(file).isEqualTo(gpu);
            } else if (file.equals("docker-compose.yml")) {
                assertThat(repository.composeServer().at("/deploy/resources/reservations/devices/0/capabilities/0").asText())
                        .isEqualTo(gpu ? "gpu" : "");
            } else if (file.endsWith("config.pbtxt")) {
                assertThat(repository.text(file)).contains(gpu ? "KIND_GPU" : "KIND_CPU");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("repositories")
    void theServerDoesNotRunAsRoot(GeneratedRepository repository) {
        String dockerfile = repository.text(repository.dockerfile());
        String servingStage = dockerfile.substring(dockerfile.lastIndexOf("\nFROM "));
        List<String> users = servingStage.lines().filter(line -> line.startsWith("USER ")).toList();
        assertThat(users.get(users.size() - 1)).matches("USER [1-9][0-9]*:0");
    }

    /** What only BuildKit understands: the classic builder and buildah build the same files, but not in every case of BuildersIT. */
    @ParameterizedTest
    @MethodSource("repositories")
    void noDockerfileNeedsBuildKit(GeneratedRepository repository) {
        Pattern buildKitOnly = Pattern.compile("^# *syntax *=|--mount|--chmod|--link|--exclude|--checksum|<<");
        List<String> dockerfiles = repository.files().stream().filter(file -> file.endsWith("Dockerfile")).toList();
        assertThat(dockerfiles).contains(repository.dockerfile());
        for (String file : dockerfiles) {
            assertThat(found(repository.text(file), buildKitOnly)).as(file).isEmpty();
        }
    }

    @TestFactory
    @Requires(Tool.PYTHON)
    Stream<DynamicTest> lintersFindNothing() {
        return Stream.of(
                // DL3002 wants no stage to end as root, not even one that never runs: see theServerDoesNotRunAsRoot.
                linter(file -> file.endsWith("Dockerfile"), "hadolint", "--ignore", "DL3002"),
                linter(file -> file.endsWith(".py"), "ruff", "check", "--isolated", "--no-cache"),
                linter(file -> file.endsWith(".py"), "ruff", "format", "--check", "--isolated", "--no-cache"),
                linter(file -> file.matches(".*\\.ya?ml"), "yamllint", "--strict", "-d",
                        "{extends: default, rules: {line-length: disable, document-start: disable}}"));
    }

    @Test
    @Requires(Tool.PYTHON)
    void mlServerReadsItsSettings() {
        for (GeneratedRepository repository : distinct(file -> file.startsWith("src/"))) {
            read("read_mlserver_settings.py", repository, file -> file.matches(".*/(model-)?settings\\.json"));
        }
    }

    @Test
    @Requires(Tool.PYTHON)
    void tritonReadsItsConfiguration() {
        for (GeneratedRepository repository : distinct(file -> file.endsWith("config.pbtxt"))) {
            read("read_triton_config.py", repository, file -> file.endsWith("config.pbtxt"));
        }
    }

    @ParameterizedTest
    @MethodSource("repositories")
    @Requires(Tool.COMPOSE)
    void composeReadsItsFile(GeneratedRepository repository) {
        Command.of("docker", "compose", "config", "--quiet").in(repository.folder()).run().succeeded();
    }

    /** The lines in which a pattern is found. */
    private static List<String> found(String text, Pattern pattern) {
        return text.lines().filter(line -> pattern.matcher(line).find()).toList();
    }

    /** Runs a linter in each repository, as a user would, on the files that no repository before has just so. */
    private static DynamicTest linter(Predicate<String> which, String... words) {
        return DynamicTest.dynamicTest(String.join(" ", words), () -> {
            Set<String> seen = new HashSet<>();
            repositories().forEach(repository -> {
                List<String> files = repository.files().stream().filter(which)
                        .filter(file -> seen.add(file + "\n" + repository.text(file))).toList();
                if (!files.isEmpty()) {
                    List<String> arguments = new ArrayList<>(List.of(words).subList(1, words.length));
                    arguments.addAll(files);
                    PythonTools.tool(words[0], arguments).in(repository.folder()).run().succeeded();
                }
            });
            assertThat(seen).as("files for %s", words[0]).isNotEmpty();
        });
    }

    /** The repositories of the cases; of those in which these files are the same, one. */
    private static Collection<GeneratedRepository> distinct(Predicate<String> which) {
        Map<String, GeneratedRepository> byText = new TreeMap<>();
        repositories().forEach(repository -> byText.putIfAbsent(
                repository.files().stream().filter(which).map(repository::text).collect(Collectors.joining()), repository));
        return byText.values();
    }

    private static void read(String script, GeneratedRepository repository, Predicate<String> which) {
        List<String> files = repository.files().stream().filter(which).toList();
        if (!files.isEmpty()) {
            PythonTools.script(script, files).in(repository.folder()).run().succeeded();
        }
    }
}
