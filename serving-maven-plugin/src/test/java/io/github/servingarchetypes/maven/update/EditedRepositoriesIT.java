package io.github.servingarchetypes.maven.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.Descriptor;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.maven.model.io.xpp3.MavenXpp3Reader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What users do to a repository, and then the next version: another base image, section, start script, unit test, default
 * and README. No line of theirs is lost, every line of the next version is there, and there are conflicts where both have
 * changed the same lines, and nowhere else.
 */
class EditedRepositoriesIT {

    static final String LABEL = "LABEL org.example.base=hardened";

    @TempDir
    static Path folder;

    /** The files of each version, with all defaults. */
    private static final Map<String, Map<String, String>> GENERATED = new HashMap<>();

    private static Versions versions;

    /**
     * What a user does.
     *
     * @param conflicts the files in which the next version has changed the same lines
     */
    record Pattern(String name, BiConsumer<UserRepository, Runtime> edit, Function<Runtime, Set<String>> conflicts) {

        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Pattern> PATTERNS = List.of(
            new Pattern("own model", (repository, runtime) -> repository
                    .write(runtime.classifier, "class FraudModel:\n    def predict(self, rows):\n        return [0 for _ in rows]\n")
                    .append("README.md", "\nOur model\n---------\n\nAsk the fraud team.\n"), runtime -> Set.of()),
            new Pattern("renamed model", (repository, runtime) -> runtime.renameModel(repository), runtime -> Set.of()),
            new Pattern("added model", (repository, runtime) -> runtime.addModel(repository), runtime -> Set.of()),
            new Pattern("edited Dockerfile", (repository, runtime) -> repository
                    .replace(runtime.dockerfile, "\n# RUN apt-get update", "\nRUN apt-get install --yes libgomp1\n# RUN apt-get update"),
                    runtime -> Set.of()),
            new Pattern("edited Dockerfile, at what changes", (repository, runtime) -> repository
                    .replace(runtime.dockerfile, "--interval=5s", "--interval=7s"), runtime -> Set.of(runtime.dockerfile)),
            new Pattern("edited compose", (repository, runtime) -> repository
                    .append("docker-compose.yml", "\n  # Ours.\n  cache:\n    image: redis:7\n"), runtime -> Set.of()),
            new Pattern("edited compose, at what changes", (repository, runtime) -> repository
                    .replace("docker-compose.yml", "localhost/models/", "registry.example.com/fraud/"),
                    runtime -> Set.of("docker-compose.yml")),
            new Pattern("deleted files", (repository, runtime) -> repository
                    .delete("seldon_deployment.yaml").delete("docs").delete("tests/smoke.py"), runtime -> Set.of()),
            new Pattern("moved files", (repository, runtime) -> repository
                    .move(runtime.start, runtime.start.replace("start.py", "entry/start.py"))
                    .append(runtime.start.replace("start.py", "entry/start.py"), "# Moved by us.\n")
                    .move("seldon_deployment.yaml", "deploy/production.yaml"), runtime -> Set.of()),
            new Pattern("reformatted manifests", (repository, runtime) -> repository
                    .write("seldon_deployment.yaml", repository.text("seldon_deployment.yaml").replaceAll("(?m)^( +)", "$1$1")),
                    runtime -> Set.of("seldon_deployment.yaml")),
            new Pattern("own version in pom.xml", (repository, runtime) -> repository
                    .replace("pom.xml", "<version>0.1.0</version>\n  <packaging>", "<version>7.0.0</version>\n  <packaging>"),
                    runtime -> Set.of()),
            new Pattern("a comment at the plugin's version", (repository, runtime) -> repository
                    .replace("pom.xml", "        <version>0.1.0</version>", "        <version>0.1.0</version><!-- ours -->"),
                    runtime -> Set.of()),
            new Pattern("pom.xml, at what changes", (repository, runtime) -> repository
                    .replace("pom.xml", "Maven builds nothing here.", "Maven builds our site here."),
                    runtime -> Set.of("pom.xml")));

    static Stream<Arguments> edited() {
        return Stream.of(Runtime.values()).flatMap(runtime -> PATTERNS.stream().map(pattern -> Arguments.of(runtime, pattern)));
    }

    @BeforeAll
    static void release() {
        versions = new Versions(folder);
        for (Runtime runtime : Runtime.values()) {
            versions.add(runtime.archetype, "0.1.0", (entry, text) -> text);
            versions.add(runtime.archetype, "0.2.0", EditedRepositoriesIT::next);
            for (String version : List.of("0.1.0", "0.2.0")) {
                GENERATED.put(runtime.archetype + " " + version, UserRepository.filesOf(versions.generate(
                        Versions.coordinates(runtime.archetype, version), folder.resolve(runtime.archetype + version), Map.of())));
            }
        }
    }

    /** What is different in the next version. */
    static String next(String entry, String text) {
        if (entry.equals("runtime.vm")) {
            return text.replace("#set($baseImage = \"", "#set($baseImage = \"hardened/");
        } else if (entry.equals("shared/dockerfile/healthcheck.vm")) {
            return text.replace("--interval=5s", "--interval=10s");
        } else if (entry.equals("shared/dockerfile/serving-user.vm")) {
            return LABEL + "\n" + text;
        } else if (entry.endsWith("docker/start.py")) {
            return text.replaceFirst("(?m)^import os\n", "# Starts faster.\nimport os\n");
        } else if (entry.equals("shared/model/test_classifier.vm")) {
            return text + "\n\ndef test_nothing_is_forgotten():\n    assert True\n";
        } else if (entry.equals(Descriptor.ENTRY)) {
            return text.replace("<defaultValue>localhost/models</defaultValue>", "<defaultValue>localhost/served</defaultValue>");
        } else if (entry.equals("shared/maven/project.vm")) {
            return text.replace("Maven builds nothing here.", "Maven builds nothing at all here.");
        } else if (entry.equals("shared/readme/start.vm")) {
            return text.replace("shows the server's log", "shows what the server logs");
        }
        return text;
    }

    @ParameterizedTest
    @MethodSource("edited")
    void keepsEveryLineAndTakesEveryLine(Runtime runtime, Pattern pattern, @TempDir Path parent) throws Exception {
        Map<String, String> before = GENERATED.get(runtime.archetype + " 0.1.0");
        Map<String, String> after = GENERATED.get(runtime.archetype + " 0.2.0");
        UserRepository repository = UserRepository.of(parent, before);
        pattern.edit().accept(repository, runtime);
        repository.commit("ours");
        Map<String, String> yours = repository.files();

        long started = System.nanoTime();
        Set<String> conflicts = repository.update(versions);
        double seconds = (System.nanoTime() - started) / 1e9;
        assertThat(conflicts).as("conflicts").isEqualTo(pattern.conflicts().apply(runtime));
        keep(runtime, pattern, yours, repository.files(), conflicts, seconds);

        boolean comment = pattern.name().startsWith("a comment");
        boolean pomConflict = pattern.conflicts().apply(runtime).contains(Pom.FILE);
        Map<String, String> result = repository.files();
        assertThat(repository.conflicts()).containsOnlyKeys(pattern.conflicts().apply(runtime))
                .allSatisfy((path, stages) -> assertThat(stages).containsExactly(1, 2, 3));
        assertThat(missing(added(before, yours), result)).as("lines of the user's that are lost")
                .isEqualTo(comment ? List.of("        <version>0.1.0</version><!-- ours -->") : List.of());
        Map<String, String> taken = new HashMap<>(after);
        taken.keySet().removeIf(path -> before.containsKey(path) && !yours.containsKey(path)
                && !yours.containsKey(runtime.afterRename(path)) && pattern.name().startsWith("deleted"));
        // With a conflict in it, pom.xml has the user's lines and the plugin's new version, so that Maven starts.
        assertThat(missing(added(before, taken), result)).as("lines of the next version that are lost")
                .isEqualTo(comment ? List.of("        <version>0.2.0</version>") : pomConflict
                        ? after.get("pom.xml").lines().filter(line -> line.contains("Maven builds nothing at all here.")).toList() : List.of());
        assertThat(result.get("pom.xml")).contains("        <version>0.2.0</version>" + (comment ? "<!-- ours -->\n" : "\n"));
        assertThat(result.keySet()).as("files").containsAll(yours.keySet());
        result.forEach((path, text) -> assertThat(text.contains("<<<<<<< yours")).as("markers in %s", path)
                .isEqualTo(pattern.conflicts().apply(runtime).contains(path) && !path.equals(Pom.FILE))
                .isEqualTo(text.contains(">>>>>>> " + runtime.archetype + "-0.2.0")));
        assertThat(result.get(Record.FILE)).contains(":0.2.0\n").contains("imageRegistry=localhost/served\n");
        assertThat(new MavenXpp3Reader().read(new StringReader(result.get("pom.xml"))).getBuild().getPlugins().get(0).getVersion()).isEqualTo("0.2.0");
        if (pattern.name().equals("renamed model")) {
            assertThat(result.get(runtime.afterRename(runtime.modelTest))).contains("test_nothing_is_forgotten");
        }
        if (pattern.name().equals("moved files")) {
            assertThat(result.get(runtime.start.replace("start.py", "entry/start.py"))).contains("# Starts faster.", "# Moved by us.");
        }
        if (pattern.name().equals("deleted files")) {
            assertThat(result).doesNotContainKey("seldon_deployment.yaml");
            assertThat(repository.log()).contains("  kept deleted seldon_deployment.yaml");
        }
    }

    /** Keeps what benchmarks/update compares with copier, if -Dedited.trees says where. */
    private static void keep(Runtime runtime, Pattern pattern, Map<String, String> yours, Map<String, String> ours,
            Set<String> conflicts, double seconds) {
        String trees = System.getProperty("edited.trees", "");
        if (!trees.isEmpty()) {
            Path to = Path.of(trees, runtime.archetype);
            UserRepository.write(to.resolve("before"), GENERATED.get(runtime.archetype + " 0.1.0"));
            UserRepository.write(to.resolve("after"), GENERATED.get(runtime.archetype + " 0.2.0"));
            Path own = to.resolve("edited").resolve(pattern.name());
            UserRepository.write(own.resolve("yours"), yours);
            UserRepository.write(own.resolve("ours"), ours);
            UserRepository.write(own, Map.of("conflicts", String.join("\n", conflicts), "seconds", String.valueOf(seconds)));
        }
    }

    /** The lines that there are more of than in another state of the repository. */
    private static List<String> added(Map<String, String> before, Map<String, String> now) {
        Map<String, Integer> had = counted(before.values().stream().flatMap(String::lines).toList());
        return now.entrySet().stream().filter(file -> !file.getKey().equals(Record.FILE)).map(Map.Entry::getValue)
                .flatMap(String::lines).filter(line -> had.merge(line, -1, Integer::sum) < 0).toList();
    }

    /** Of lines, those that are not in any file so often. */
    private static List<String> missing(List<String> lines, Map<String, String> files) {
        Map<String, Integer> there = counted(files.values().stream().flatMap(String::lines).toList());
        return lines.stream().filter(line -> there.merge(line, -1, Integer::sum) < 0).toList();
    }

    private static Map<String, Integer> counted(List<String> lines) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        lines.forEach(line -> counts.merge(line, 1, Integer::sum));
        return counts;
    }
}
