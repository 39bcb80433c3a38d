package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an archetype writes, in every case: these files and no others, each whole, read by its own reader. */
public abstract class GenerationContract {

    private static final Pattern DIRECTIVE =
            Pattern.compile("#(if|elseif|else|end|set|foreach|macro|parse|include|check)\\b|#\\[\\[|\\]\\]#");
    private static final Pattern FILE_NAME_VARIABLE = Pattern.compile("__(?!init__|main__|name__|file__|pycache__|future__)\\w+__");

    static Stream<GeneratedRepository> repositories() {
        return GeneratedRepository.all();
    }

    /** The files of a repository: every one, in any order. */
    protected abstract List<String> expectedFiles(GeneratedRepository repository);

    /** The file that names the Python packages. */
    protected abstract String dependencyFile(GeneratedRepository repository);

    /** The name of a file that has to be there for no case: that of the path that was not chosen. */
    protected abstract String otherDependencyFile(GeneratedRepository repository);

    @ParameterizedTest
    @MethodSource("repositories")
    void hasTheseFilesAndNoOthers(GeneratedRepository repository) {
        assertThat(repository.files()).containsExactlyInAnyOrderElementsOf(expectedFiles(repository));
    }

    @ParameterizedTest
    @MethodSource("repositories")
    void nothingOfTheTemplatesIsLeft(GeneratedRepository repository) {
        String names = Descriptor.ofThisArchetype().properties().stream().map(Descriptor.Property::name)
                .collect(Collectors.joining("|"));
        Pattern property = Pattern.compile("\\$!?\\{?(" + names + "|artifactId|runtime|image|serviceName|\\w+Path)\\b");
        for (String file : repository.files()) {
            assertThat(file).doesNotContainPattern(FILE_NAME_VARIABLE);
            assertThat(found(repository.text(file), DIRECTIVE, FILE_NAME_VARIABLE, property)).as(file).isEmpty();
        }
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
        assertThat(repository.files()).contains(dependencyFile(repository))
                .doesNotContain(otherDependencyFile(repository));
        Pattern other = Pattern.compile("(?<!tests/|/)\\b" + Pattern.quote(otherDependencyFile(repository)));
        for (String file : repository.files()) {
            assertThat(found(repository.text(file), other)).as(file).isEmpty();
        }
        String dockerfile = repository.text(dockerfile(repository));
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
            List<String> names = repository.yaml(file).findValuesAsText("name");
            assertThat(names).as("names in %s are DNS labels", file).allMatch(name -> name.matches("[a-z]([-a-z0-9]*[a-z0-9])?"));
        }
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
    @Requires(Tool.PYTHON)
    void lintersFindNothing(GeneratedRepository repository) {
        lint(repository, "hadolint", List.of(), file -> file.endsWith("Dockerfile"));
        lint(repository, "ruff", List.of("check", "--isolated", "--no-cache"), file -> file.endsWith(".py"));
        lint(repository, "ruff", List.of("format", "--check", "--isolated", "--no-cache"), file -> file.endsWith(".py"));
        lint(repository, "yamllint", List.of("--strict", "-d",
                        "{extends: default, rules: {line-length: disable, document-start: disable}}"),
                file -> file.matches(".*\\.ya?ml"));
        lint(repository, "shellcheck", List.of(),
                file -> file.endsWith(".sh") || repository.text(file).matches("(?s)#! ?/(usr/)?bin/(env )?(ba|da)?sh\\b.*"));
    }

    @ParameterizedTest
    @MethodSource("repositories")
    @Requires(Tool.PYTHON)
    void serversReadTheirOwnFiles(GeneratedRepository repository) {
        read(repository, "read_mlserver_settings.py", file -> file.matches(".*/(model-)?settings\\.json"));
        read(repository, "read_triton_config.py", file -> file.endsWith("config.pbtxt"));
    }

    @ParameterizedTest
    @MethodSource("repositories")
    @Requires(Tool.COMPOSE)
    void composeReadsItsFile(GeneratedRepository repository) {
        Command.of("docker", "compose", "config", "--quiet").in(repository.folder()).run().succeeded();
    }

    /** The lines in which one of the patterns is found. */
    private static List<String> found(String text, Pattern... patterns) {
        return text.lines().filter(line -> Stream.of(patterns).anyMatch(p -> p.matcher(line).find())).toList();
    }

    private static String dockerfile(GeneratedRepository repository) {
        return repository.folder().relativize(repository.buildContext().resolve("Dockerfile")).toString();
    }

    private static void lint(
            GeneratedRepository repository, String tool, List<String> options, Predicate<String> which) {
        List<String> arguments = new ArrayList<>(options);
        repository.files().stream().filter(which).forEach(arguments::add);
        if (arguments.size() > options.size()) {
            PythonTools.tool(tool, arguments).in(repository.folder()).run().succeeded();
        }
    }

    private static void read(GeneratedRepository repository, String script, Predicate<String> which) {
        List<String> files = repository.files().stream().filter(which).toList();
        if (!files.isEmpty()) {
            PythonTools.script(script, files).in(repository.folder()).run().succeeded();
        }
    }
}
