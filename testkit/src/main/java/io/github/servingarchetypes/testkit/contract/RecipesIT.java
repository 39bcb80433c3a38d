package io.github.servingarchetypes.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.Command;
import io.github.servingarchetypes.testkit.ComposeProject;
import io.github.servingarchetypes.testkit.Example;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.Image;
import io.github.servingarchetypes.testkit.Json;
import io.github.servingarchetypes.testkit.PythonTools;
import io.github.servingarchetypes.testkit.Readme;
import io.github.servingarchetypes.testkit.Requires;
import io.github.servingarchetypes.testkit.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of docs/: their commands, as they stand there, make models that answer by REST and by gRPC alike. */
@Requires({Tool.DOCKER, Tool.COMPOSE, Tool.PYTHON})
class RecipesIT {

    private static final String REST = "Ask by REST";

    /** A page that asks by REST is a recipe. */
    static Stream<Arguments> recipes() {
        return Stream.of("requirements", "conda-build").map(GeneratedRepository::of).flatMap(repository -> repository.files().stream()
                .filter(file -> file.startsWith("docs/") && new Readme(repository.text(file)).has(REST))
                .map(page -> Arguments.of(page, repository.caseName())));
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void servesAModelThatAnswersAsThePageShows(String file, String caseName) {
        GeneratedRepository repository = GeneratedRepository.of(caseName)
                .copy("recipe-" + file.replaceAll("docs/|\\.md", "") + "-" + caseName);
        Image image = Image.named(Image.tagOf(repository));
        repository.replace("docker-compose.yml", repository.composeServer().path("image").asText(), image.tag());
        Readme page = new Readme(repository.text(file));
        List<Readme.Call> calls = page.curlCalls(REST);
        try (ComposeProject project = new ComposeProject(repository)) {
            String byGrpc = "";
            for (String commands : page.blocks("bash")) {
                if (commands.startsWith("curl")) {
                    continue;
                }
                Command.Result ended = project.run(commands);
                assertThat(ended.exitCode()).as(() -> commands + ended.output() + project.logs()).isZero();
                byGrpc = ended.output();   // the last block asks by gRPC, unless that is Python
            }
            project.run("python3 tests/smoke.py").succeeded();
            for (String client : page.blocks("python")) {
                // docker-compose.yml publishes HTTP only.
                byGrpc = PythonTools.tool("python", List.of("-c", project.onItsPorts(client)))
                        .run().succeeded().output();
            }
            for (Readme.Call shown : page.printed()) {
                String command = shown.command();
                String printed = command.startsWith("curl") ? project.run(command).succeeded().output() : byGrpc;
                assertThat(printed).as(command).contains(shown.output().strip());
            }
            List<String> answers = byGrpc.lines().filter(line -> line.startsWith("{")).toList();
            assertThat(answers).as("answers by gRPC: %s", byGrpc).hasSameSizeAs(calls);
            for (int i = 0; i < answers.size(); i++) {
                String byRest = project.run(calls.get(i).command()).succeeded().output();
                for (String expected : List.of(calls.get(i).output(), answers.get(i))) {
                    assertThat(new Example("", Json.parse(expected)).isAnsweredBy(Json.parse(byRest)))
                            .as("%s answers %s, expected %s", calls.get(i).command(), byRest, expected).isTrue();
                }
            }
            assertThatPythonFilesAreWellFormed(repository, caseName);
        } finally {
            image.remove();
        }
    }

    private static void assertThatPythonFilesAreWellFormed(GeneratedRepository repository, String caseName) {
        List<String> before = GeneratedRepository.of(caseName).files();
        List<String> files = repository.files().stream()
                .filter(file -> file.endsWith(".py") && !before.contains(file)).toList();
        for (List<String> linter : List.of(List.of("check"), List.of("format", "--check"))) {
            List<String> arguments = new ArrayList<>(linter);
            arguments.addAll(List.of("--isolated", "--no-cache"));
            arguments.addAll(files);
            PythonTools.tool("ruff", arguments).in(repository.folder()).run().succeeded();
        }
    }
}
