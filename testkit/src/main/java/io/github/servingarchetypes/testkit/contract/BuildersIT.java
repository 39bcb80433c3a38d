package io.github.servingarchetypes.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.Builder;
import io.github.servingarchetypes.testkit.Command;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.Image;
import io.github.servingarchetypes.testkit.Ports;
import io.github.servingarchetypes.testkit.Requires;
import io.github.servingarchetypes.testkit.RunningContainer;
import io.github.servingarchetypes.testkit.Tool;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The Dockerfile works with each builder, and the image of each answers. The other contracts build by BuildKit. Each
 * builder has one path: the paths differ in the stage of the packages only, and a conda build from nothing takes minutes.
 */
@Requires({Tool.DOCKER, Tool.BUILDAH})
class BuildersIT {

    @ParameterizedTest
    @CsvSource({"requirements, CLASSIC", "conda-build, BUILDAH"})
    void buildsAnImageThatAnswers(String caseName, Builder builder) {
        GeneratedRepository repository = GeneratedRepository.of(caseName);
        String tag = Image.tagOf(repository) + "-" + builder.name().toLowerCase();
        builder.build(repository.buildContext(), tag, Map.of()).succeeded();
        if (builder == Builder.BUILDAH) {
            Command.of("buildah", "push", "--quiet", tag, "docker-daemon:" + tag).run().succeeded();
        }
        int port = repository.containerPort();
        try (RunningContainer container = Image.named(tag).run("--publish", Ports.published(port))) {
            container.assertAnswersTheExampleOf(repository, port);
            assertThat(container.inspect("{{json .State.Health}}")).as("the image has a health check").isNotEqualTo("null");
        }
    }
}
