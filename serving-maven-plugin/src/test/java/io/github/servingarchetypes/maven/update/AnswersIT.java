package io.github.servingarchetypes.maven.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.servingarchetypes.maven.Coordinates;
import io.github.servingarchetypes.maven.Refusal;
import io.github.servingarchetypes.testkit.Descriptor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Another answer, another name of a property, another archetype: what is chosen stays, and the rest is as generated anew. */
class AnswersIT {

    private static final Coordinates TEAM = new Coordinates("com.acme.ml", "mlserver-archetype", "1.0.0");

    @TempDir
    static Path folder;

    private static Versions versions;
    private static final Map<String, Map<String, String>> GENERATED = new TreeMap<>();

    @TempDir
    private Path parent;

    @BeforeAll
    static void release() {
        versions = new Versions(folder);
        for (Runtime runtime : Runtime.values()) {
            versions.add(runtime.archetype, "0.1.0", (entry, text) -> text);
            GENERATED.put(runtime.archetype, generated(Versions.coordinates(runtime.archetype, "0.1.0"), runtime.archetype, Map.of()));
        }
        versions.add(Runtime.MLSERVER.archetype, "0.2.0", AnswersIT::withOtherProperties);
        versions.move(Versions.coordinates(Runtime.MLSERVER.archetype, "0.2.0"),
                "archetype-resources/src/models/__modelName__", "archetype-resources/src/models/__firstModel__");
        versions.put(Versions.coordinates(Runtime.MLSERVER.archetype, "0.2.0"), Archetype.RENAMED_PROPERTIES,
                "imageRegistry=registry\nmodelName=firstModel\n");
        versions.add(Runtime.MLSERVER.archetype, "0.1.7", (entry, text) ->
                entry.matches("archetype-resources/src/models/__.*/(coefficients.json|classifier.py|response.json)")
                        ? text + "of " + entry.split("/")[3].replace("_", "") + "\n" : text);
        for (String property : List.of("modelName", "secondModelName")) {
            versions.put(Versions.coordinates(Runtime.MLSERVER.archetype, "0.1.7"),
                    "archetype-resources/src/models/__" + property + "__/new.json", property + "\n");
        }
        versions.add(TEAM, Runtime.MLSERVER.archetype, (entry, text) -> entry.equals("shared/dockerfile/serving-user.vm")
                ? EditedRepositoriesIT.LABEL + "\n" + text : text);
    }

    /** Renames imageRegistry and modelName, drops gpu, and asks for an owner, without saying so in a template of the record. */
    private static String withOtherProperties(String entry, String text) {
        if (entry.equals(Descriptor.ENTRY)) {
            return renamed(text).replaceFirst("(?s)<requiredProperty key=\"gpu\">.*?</requiredProperty>",
                    "<requiredProperty key=\"owner\"><defaultValue>\\${artifactId}-team</defaultValue></requiredProperty>");
        } else if (entry.equals("shared/properties.vm")) {
            return renamed(text).replace("$gpu == \"true\"", "false").replace("$modelName", "$firstModel");
        } else if (entry.equals("shared/maven/record.vm")) {
            return renamed(text).replaceFirst("gpu=.*\n", "");
        } else if (entry.equals("checks.vm")) {
            return renamed(text).replaceAll("(?m)^#check\\(\"gpu\".*\n", "");
        }
        return renamed(text);
    }

    private static String renamed(String text) {
        return text.replace("imageRegistry", "registry").replaceAll("\\bmodelName\\b", "firstModel");
    }

    /** Every property of every archetype, with an answer that is not the default. */
    static Stream<Arguments> others() {
        Map<String, String> common = new LinkedHashMap<>();
        common.put("artifactId", "Fraud.Detection");
        common.put("groupId", "com.acme");
        common.put("version", "7.1");
        common.put("package", "fraud");
        common.put("pythonEnvironment", "conda");
        common.put("imageRegistry", "registry.example.com/ml");
        common.put("gpu", "true");
        common.put("modelName", "fraud");
        Map<Runtime, Map<String, String>> own = Map.of(
                Runtime.MLSERVER, Map.of("secondModelName", "churn", "mlserverVersion", "1.6.1"),
                Runtime.TRITON, Map.of("tritonVersion", "25.01"),
                Runtime.SELDON, Map.of("serviceType", "ROUTER", "pythonVersion", "3.11", "seldonCoreVersion", "1.18.1"));
        return Stream.of(Runtime.values()).flatMap(runtime -> Stream.concat(
                        Stream.concat(common.entrySet().stream(), own.get(runtime).entrySet().stream()).map(Map::ofEntries),
                        together(runtime))
                .map(answers -> Arguments.of(runtime, answers)));
    }

    /** Some answers are right only with another. */
    private static Stream<Map<String, String>> together(Runtime runtime) {
        Map<String, String> startup = Map.of("pythonEnvironment", "conda", "condaUnpack", "startup");
        return switch (runtime) {
            case MLSERVER -> Stream.of(startup, Map.of("pythonEnvironment", "conda", "pythonVersion", "3.11"));
            case TRITON -> Stream.of(startup, Map.of("tritonVersion", "24.05", "pythonVersion", "3.10"));
            case SELDON -> Stream.of(startup);
        };
    }

    @ParameterizedTest
    @MethodSource("others")
    void anUneditedRepositoryBecomesWhatIsGeneratedFresh(Runtime runtime, Map<String, String> answers) {
        UserRepository repository = UserRepository.of(parent.resolve("user"), GENERATED.get(runtime.archetype));
        assertThat(repository.update(versions, null, answers)).isEmpty();
        assertThat(repository.files()).isEqualTo(generated(Versions.coordinates(runtime.archetype, "0.1.0"), "fresh", parent, answers));
    }

    @ParameterizedTest
    @EnumSource
    void everyPropertyIsAmongThem(Runtime runtime) {
        assertThat(others().filter(arguments -> arguments.get()[0] == runtime)
                .flatMap(arguments -> ((Map<?, ?>) arguments.get()[1]).keySet().stream()).map(Object::toString).toList())
                .containsAll(versions.resolve(Versions.coordinates(runtime.archetype, "0.1.0")).properties());
    }

    @ParameterizedTest
    @EnumSource
    void fromCondaToRequirements(Runtime runtime) {
        UserRepository repository = UserRepository.of(parent.resolve("user"), generated(
                Versions.coordinates(runtime.archetype, "0.1.0"), "conda", parent, Map.of("pythonEnvironment", "conda")));
        assertThat(repository.update(versions, null, Map.of("pythonEnvironment", "requirements"))).isEmpty();
        assertThat(repository.files()).isEqualTo(GENERATED.get(runtime.archetype));
    }

    /** Their files are the same but for a name in one: by content alone, git takes one for the other. */
    @Test
    void twoModelsWithTheSameFilesChangeTheirNames() {
        UserRepository repository = UserRepository.of(parent.resolve("user"), GENERATED.get(Runtime.MLSERVER.archetype));
        repository.append("src/models/modelA/classifier.py", "# A\n").write("src/models/modelA/weights.txt", "A\n")
                .append("src/models/modelB/classifier.py", "# B\n").write("src/models/modelB/weights.txt", "B\n").commit("ours");
        repository.update(versions, null, Map.of("modelName", "modelB", "secondModelName", "modelA"));
        assertThat(repository.text("src/models/modelB/classifier.py")).endsWith("# A\n");
        assertThat(repository.text("src/models/modelB/weights.txt")).isEqualTo("A\n");
        assertThat(repository.text("src/models/modelB/model-settings.json")).contains("modelB").doesNotContain("modelA");
        assertThat(repository.text("src/models/modelA/classifier.py")).endsWith("# B\n");
        assertThat(repository.text("src/models/modelA/weights.txt")).isEqualTo("B\n");
        assertThat(repository.git("status", "--porcelain")).doesNotContain("UU");
    }

    /** The user has moved both; the next version tells them apart by a line in files that were the same. */
    @ParameterizedTest
    @CsvSource({"a, b", "b, a"})
    void twoModelsWithTheSameFilesThatTheUserHasMoved(String first, String second) {
        UserRepository repository = UserRepository.of(parent.resolve("user"), GENERATED.get(Runtime.MLSERVER.archetype));
        repository.move("src/models/modelA", "src/models/" + first).move("src/models/modelB", "src/models/" + second).commit("moved");
        repository.update(versions, "0.1.7", Map.of());
        for (String file : List.of("coefficients.json", "classifier.py", "response.json")) {
            assertThat(repository.text("src/models/" + first + "/" + file)).as(file).endsWith("of modelName\n");
            assertThat(repository.text("src/models/" + second + "/" + file)).as(file).endsWith("of secondModelName\n");
        }
        assertThat(repository.text("src/models/" + first + "/new.json")).isEqualTo("modelName\n");
        assertThat(repository.text("src/models/" + second + "/new.json")).isEqualTo("secondModelName\n");
    }

    @Test
    void aNameThatIsTakenIsRefused() {
        UserRepository repository = UserRepository.of(parent.resolve("user"), GENERATED.get(Runtime.TRITON.archetype));
        repository.write("src/models/fraud/config.pbtxt", "ours\n").commit("ours");
        String before = repository.state();
        assertThatThrownBy(() -> repository.update(versions, null, Map.of("modelName", "fraud")))
                .isInstanceOf(Refusal.class).hasMessageContaining("src/models/fraud/config.pbtxt is in the way");
        assertThat(repository.state()).isEqualTo(before);
    }

    @Test
    void propertiesThatAreRenamedRemovedAndNew() {
        UserRepository repository = UserRepository.at(versions.generate(
                Versions.coordinates("mlserver-archetype", "0.1.0"), parent, Map.of("modelName", "fraud", "imageRegistry", "ours/models")));
        UserRepository.of(repository.folder());
        assertThat(repository.update(versions, "0.2.0", Map.of())).isEmpty();
        assertThat(repository.log()).contains("  imageRegistry is called registry now", "  modelName is called firstModel now",
                "  gpu=false is no longer asked for", "  owner: my-models-team, the default of a new property");
        assertThat(repository.text(Record.FILE)).contains("registry=ours/models\n", "firstModel=fraud\n", "owner=my-models-team\n")
                .doesNotContain("imageRegistry", "gpu=", "modelName=");
        assertThat(repository.text("docker-compose.yml")).contains("ours/models/my-models");
        assertThat(repository.folder().resolve("src/models/fraud/model.py")).exists();
    }

    @Test
    void aRenamedPropertyKeepsItsAnswerOnTheWayBack() {
        UserRepository repository = UserRepository.at(versions.generate(
                Versions.coordinates("mlserver-archetype", "0.1.0"), parent, Map.of("modelName", "fraud", "imageRegistry", "ours/models")));
        UserRepository.of(repository.folder());
        Map<String, String> before = repository.files();
        repository.update(versions, "0.2.0", Map.of());
        repository.commit("updated");
        repository.update(versions, new Update.Request(null, "0.1.0", Map.of(), false, true));
        assertThat(repository.files()).isEqualTo(before);
    }

    @Test
    void defaultsThatWereChosenStay() {
        versions.add("triton-archetype", "0.2.0", EditedRepositoriesIT::next);
        UserRepository repository = UserRepository.of(parent.resolve("user"),
                generated(Versions.coordinates("triton-archetype", "0.1.0"), "chosen", parent, Map.of("imageRegistry", "ours")));
        repository.update(versions, "0.2.0", Map.of());
        assertThat(repository.text(Record.FILE)).contains("imageRegistry=ours\n");
        assertThat(repository.log()).noneMatch(line -> line.contains("imageRegistry"));
    }

    /** An organisation's own: without a version, its newest. */
    @ParameterizedTest
    @ValueSource(strings = {"com.acme.ml:mlserver-archetype", "com.acme.ml:mlserver-archetype:1.0.0"})
    void anotherArchetype(String archetype) {
        UserRepository repository = UserRepository.of(parent.resolve("user"), GENERATED.get(Runtime.MLSERVER.archetype));
        repository.append("Dockerfile", "# ours\n").commit("ours");
        repository.update(versions, new Update.Request(Coordinates.parse(archetype), null, Map.of(), false, false));
        assertThat(repository.text("Dockerfile")).contains(EditedRepositoriesIT.LABEL).endsWith("# ours\n");
        assertThat(repository.text(Record.FILE)).contains("archetype=com.acme.ml:mlserver-archetype:1.0.0\n");
    }

    private static Map<String, String> generated(Coordinates coordinates, String name, Map<String, String> answers) {
        return generated(coordinates, name, folder, answers);
    }

    private static Map<String, String> generated(Coordinates coordinates, String name, Path parent, Map<String, String> answers) {
        return UserRepository.filesOf(versions.generate(coordinates, parent.resolve(name), answers));
    }
}
