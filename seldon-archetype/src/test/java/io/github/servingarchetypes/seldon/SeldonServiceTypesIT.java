package io.github.servingarchetypes.seldon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.servingarchetypes.testkit.ComposeProject;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.InferenceServer;
import io.github.servingarchetypes.testkit.Json;
import io.github.servingarchetypes.testkit.Readme;
import io.github.servingarchetypes.testkit.Requires;
import io.github.servingarchetypes.testkit.Tool;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The service types beside MODEL: each does what its type is for. */
@Requires({Tool.DOCKER, Tool.COMPOSE, Tool.PYTHON})
@ParameterizedClass
@ValueSource(strings = {"router", "transformer", "combiner", "outlier-detector"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock("the image that docker-compose.yml names")
class SeldonServiceTypesIT {

    @Parameter
    String caseName;

    private GeneratedRepository repository;
    private ComposeProject project;
    private InferenceServer server;

    @BeforeParameterizedClassInvocation
    void start() {
        repository = GeneratedRepository.of(caseName).copy("service-" + caseName);
        project = new ComposeProject(repository);
        server = project.start();
    }

    @AfterParameterizedClassInvocation
    void stop() {
        project.close();
    }

    @Test
    void answersAsTheReadmeShows() {
        for (Readme.Call call : repository.readme().curlCalls("Call it")) {
            assertThat(Json.parse(project.run(call.command()).succeeded().output())).as(call.command())
                    .isEqualTo(Json.parse(call.output()));
        }
    }

    @Test
    void itsOwnTestsPass() {
        project.run(repository.readme().commands("Test", "smoke.py")).succeeded();
        project.run(repository.readme().commands("Test", "docker compose")).succeeded();
    }

    @Test
    void doesWhatItsTypeIsFor() {
        String flower = "{\"data\": {\"ndarray\": [[5.1, 3.5, 1.4, 0.2]]}}";
        switch (caseName) {
            case "router" -> {
                assertThat(choice(flower)).isEqualTo(0);
                for (int i = 0; i < 3; i++) {   // route 1 is the better one
                    feedback(1, 1);
                    feedback(0, 0);
                }
                assertThat(choice(flower)).isEqualTo(1);
                assertThat(server.post("/send-feedback", "{\"reward\": 1, \"response\": {\"meta\": {\"routing\": {\"0\": 7}}}}").status())
                        .isBetween(400, 499);
                for (int i = 0; i < 20; i++) {   // and now the other one: later tests find it as before
                    feedback(0, 1);
                    feedback(1, 0);
                }
                assertThat(choice(flower)).isEqualTo(0);
            }
            case "transformer" -> {
                assertThat(post("/transform-input", "{\"data\": {\"ndarray\": [[1, 2, 3, 4]]}}").at("/data/ndarray/0/0").asDouble())
                        .isEqualTo(2.54);
                assertThat(post("/transform-output",
                        "{\"data\": {\"names\": [\"setosa\", \"versicolor\", \"virginica\"], \"ndarray\": [[0.1, 0.2, 0.7]]}}")
                        .at("/jsonData/species/0").asText()).isEqualTo("virginica");
            }
            case "combiner" -> assertThat(post("/aggregate", "{\"seldonMessages\": ["
                    + "{\"data\": {\"ndarray\": [[1.0, 0.0, 0.0]]}}, {\"data\": {\"ndarray\": [[0.0, 0.0, 1.0]]}}]}")
                    .at("/data/ndarray").toString()).isEqualTo("[[0.5,0.0,0.5]]");
            default -> {
                JsonNode scored = post("/transform-input", "{\"data\": {\"ndarray\": [[50, 3.5, 1.4, 0.2], [5.1, 3.5, 1.4, 0.2]]}}");
                assertThat(scored.at("/meta/tags/outlier").toString()).isEqualTo("[true,false]");
                assertThat(scored.at("/data/ndarray/0/0").asDouble()).isEqualTo(50);
            }
        }
    }

    @Test
    void badRequestsAreRefusedAndItGoesOn() {
        for (String request : List.of("{}", "{\"data\": [", "{\"data\": {\"ndarray\": [[\"a\", 1]]}}",
                "{\"seldonMessages\": []}", "{\"seldonMessages\": [{\"data\": {\"ndarray\": [[1]]}}]}")) {
            InferenceServer.Response response = server.post(repository.predictPath(), request);
            assertThat(response.status()).as("%s: %s", request, response.body()).isBetween(400, 499);
        }
        assertThat(server.post(repository.predictPath(), repository.example().request()).status()).isEqualTo(200);
    }

    private int choice(String request) {
        return post("/route", request).at("/data/ndarray/0/0").asInt(-1);
    }

    private void feedback(int route, int reward) {
        post("/send-feedback", "{\"reward\": %d, \"response\": {\"meta\": {\"routing\": {\"0\": %d}}}}".formatted(reward, route));
    }

    private JsonNode post(String path, String body) {
        InferenceServer.Response response = server.post(path, body);
        assertThat(response.status()).as(response.body()).isEqualTo(200);
        return response.json();
    }
}
