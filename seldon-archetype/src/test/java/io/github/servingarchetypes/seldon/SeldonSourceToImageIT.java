package io.github.servingarchetypes.seldon;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.Command;
import io.github.servingarchetypes.testkit.Eventually;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.Image;
import io.github.servingarchetypes.testkit.InferenceServer;
import io.github.servingarchetypes.testkit.Ports;
import io.github.servingarchetypes.testkit.Requires;
import io.github.servingarchetypes.testkit.RunningContainer;
import io.github.servingarchetypes.testkit.Tool;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the contract of s2i gives a component: before-run, parameters of the graph, MODEL_NAME, SERVICE_TYPE and GUNICORN_. */
@Requires({Tool.DOCKER, Tool.PYTHON})
class SeldonSourceToImageIT {

    private static final int HTTP = 9000;
    private static final String PUBLISH = Ports.published(HTTP);
    private static final Duration START = Duration.ofMinutes(2);

    @Test
    void beforeRunRunsBeforeTheServerAndStopsItWhenItFails() {
        GeneratedRepository repository = GeneratedRepository.of("requirements").copy("before-run");
        repository.write("before-run", "#!/bin/sh\necho \"before-run was here\"\n");
        Image image = Image.rebuilt(repository);
        try (RunningContainer container = image.run("--publish", PUBLISH)) {
            container.assertAnswersTheExampleOf(repository, HTTP);
            assertThat(container.logs()).contains("before-run was here");
        }
        repository.write("before-run", "#!/bin/sh\nexit 7\n");
        Image failing = Image.rebuilt(repository);
        try (RunningContainer container = failing.run()) {
            assertThat(container.awaitEnd(START).exitCode()).isNotZero();
            assertThat(container.logs()).contains("before-run ended with code 7");
        } finally {
            failing.remove();
        }
    }

    @Test
    void parametersOfTheGraphReachTheComponent() {
        GeneratedRepository repository = GeneratedRepository.of("outlier-detector");
        String parameters = "PREDICTIVE_UNIT_PARAMETERS=[{\"name\":\"threshold\",\"value\":\"0.5\",\"type\":\"FLOAT\"}]";
        try (RunningContainer container = Image.of(repository).run("--publish", PUBLISH, "--env", parameters)) {
            InferenceServer server =
                    container.server(HTTP).awaitReady(repository.readyPath(), START, container::logs);
            InferenceServer.Response response = server.post(repository.predictPath(), repository.example().request());
            assertThat(response.json().at("/meta/tags/outlier").toString()).isEqualTo("[true]");
        }
    }

    @Test
    void modelNameSelectsAnotherComponentOfTheImage() {
        GeneratedRepository repository = GeneratedRepository.of("requirements").copy("other-component");
        String copy = repository.readme().commands("Add or rename a component", "sed ").replaceFirst("(?s)docker.*", "");
        Command.script(copy).in(repository.folder()).run().succeeded();
        Image image = Image.rebuilt(repository);
        try (RunningContainer container = image.run("--publish", PUBLISH, "--env", "MODEL_NAME=Other")) {
            container.assertAnswersTheExampleOf(repository, HTTP);
            assertThat(container.server(HTTP).get("/metadata").json().path("name").asText()).isEqualTo("Other");
            Command.of("python3", "tests/smoke.py", container.server(HTTP).address()).with("MODEL_NAME", "Other")
                    .in(repository.folder()).run().succeeded();
        } finally {
            image.remove();
        }
    }

    /** README: its files begin with its name, and .s2i/environment names it. */
    @Test
    void aRenamedComponentServes() {
        GeneratedRepository repository = GeneratedRepository.of("requirements").copy("renamed-component");
        String copy = repository.readme().commands("Add or rename a component", "sed ").replaceFirst("(?s)docker.*", "");
        Command.script(copy + "rm Model*\nsed -i s/MODEL_NAME=Model/MODEL_NAME=Other/ .s2i/environment")
                .in(repository.folder()).run().succeeded();
        assertThat(repository.changesSince("requirements")).isNotEmpty().allMatch(file -> file.matches("(Model|Other).*|\\.s2i/environment"));
        Image image = Image.rebuilt(repository);
        try (RunningContainer container = image.run("--publish", PUBLISH)) {
            container.assertAnswersTheExampleOf(GeneratedRepository.of("requirements"), HTTP);
            Command.of("python3", "tests/smoke.py", container.server(HTTP).address()).in(repository.folder()).run().succeeded();
            repository.assertUnitTestsPass();
        } finally {
            image.remove();
        }
    }

    @Test
    void aWrongServiceTypeIsReportedBeforeTheServerStarts() {
        try (RunningContainer container =
                Image.of(GeneratedRepository.of("requirements")).run("--env", "SERVICE_TYPE=ORACLE")) {
            assertThat(container.awaitEnd(Duration.ofSeconds(30)).exitCode()).isNotZero();
            assertThat(container.logs()).contains("SERVICE_TYPE='ORACLE' must be one of");
        }
    }

    /** As docs/more-cores.md tells. */
    @Test
    void asManyWorkersAnswerAsTheVariableSays() {
        GeneratedRepository repository = GeneratedRepository.of("requirements");
        try (RunningContainer container = Image.of(repository).run("--publish", PUBLISH, "--env", "GUNICORN_WORKERS=2")) {
            container.assertAnswersTheExampleOf(repository, HTTP);
            int forMetrics = 1;
            // The first worker may answer before the second one starts.
            Eventually.holds(Duration.ofSeconds(30), () -> workers(container).size() >= 2 + forMetrics);
            assertThat(workers(container)).hasSize(2 + forMetrics);
        }
    }

    private static List<String> workers(RunningContainer container) {
        return container.logs().lines().filter(line -> line.contains("Booting worker with pid")).toList();
    }
}
