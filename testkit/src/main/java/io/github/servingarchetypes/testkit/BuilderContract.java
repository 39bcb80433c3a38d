package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Dockerfile works with each builder, and what each builds answers. (BuildKit: see the other contracts.) */
@Requires({Tool.DOCKER, Tool.BUILDAH})
public abstract class BuilderContract {

    @ParameterizedTest
    @CsvSource({"requirements, CLASSIC", "requirements, BUILDAH", "conda-build, CLASSIC", "conda-build, BUILDAH"})
    void buildsAnImageThatAnswers(String caseName, Builder builder) {
        GeneratedRepository repository = GeneratedRepository.of(caseName);
        String tag = Image.tagOf(repository) + "-" + builder.name().toLowerCase();
        builder.build(repository.buildContext(), tag, Map.of()).succeeded();
        if (builder == Builder.BUILDAH) {
            Command.of("buildah", "push", "--quiet", tag, "docker-daemon:" + tag).run().succeeded();
        }
        int port = repository.containerPort();
        try (RunningContainer container = Image.named(tag).run("--publish", "127.0.0.1::" + port)) {
            InferenceServer server =
                    container.server(port).awaitReady(repository.readyPath(), Duration.ofMinutes(2), container::logs);
            assertThat(server.post(repository.predictPath(), repository.text("tests/request.json")).body()).contains("0.9817");
            assertThat(container.inspect("{{json .State.Health}}")).as("the image has a health check").isNotEqualTo("null");
        }
    }
}
