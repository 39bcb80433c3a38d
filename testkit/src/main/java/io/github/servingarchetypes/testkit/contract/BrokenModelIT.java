package io.github.servingarchetypes.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.ArchetypeUnderTest;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.Image;
import io.github.servingarchetypes.testkit.Requires;
import io.github.servingarchetypes.testkit.RunningContainer;
import io.github.servingarchetypes.testkit.ServingRuntime;
import io.github.servingarchetypes.testkit.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** A container without a model that works ends with an error, and says last why: an orchestrator has to see it. */
@Requires(Tool.DOCKER)
class BrokenModelIT {

    private final ServingRuntime runtime = ArchetypeUnderTest.current().runtime();
    private final GeneratedRepository repository = GeneratedRepository.of("requirements");

    @Test
    void endsWithAnErrorIfTheModelRaisesWhileItIsImported() {
        GeneratedRepository broken = repository.copy("broken-import");
        broken.append(runtime.modelFile(), "\nraise RuntimeError(\"the weights are not there\")\n");
        endsWithAnError(Image.rebuilt(broken), "the weights are not there");
    }

    @Test
    void endsWithAnErrorIfTheModelRaisesWhileItIsLoaded() {
        GeneratedRepository broken = repository.copy("broken-load");
        broken.replace(runtime.classifierFile(), "        parameters = json", "        raise OSError(\"the weights are torn\")\n        parameters = json");
        endsWithAnError(Image.rebuilt(broken), "the weights are torn");
    }

    @Test
    void endsWithAnErrorIfThereIsNoModel() {
        List<String> options = new ArrayList<>();
        runtime.withoutModel().forEach((name, value) -> options.addAll(List.of("--env", name + "=" + value)));
        try (RunningContainer container = Image.of(repository).run(options.toArray(String[]::new))) {
            assertThat(container.awaitEnd(Duration.ofSeconds(60)).exitCode()).isNotZero();
            assertThat(container.logs()).contains("start: ERROR: ").contains(runtime.withoutModel().values());
        }
    }

    private void endsWithAnError(Image image, String message) {
        try (RunningContainer container = image.run()) {
            assertThat(container.awaitEnd(Duration.ofSeconds(60)).exitCode()).as(container.logs()).isNotZero();
            assertThat(container.logs().strip().lines().toList()).last(InstanceOfAssertFactories.STRING).as(container.logs())
                    .startsWith("start: ERROR: " + runtime.modelName()).contains(source()).contains(message);
        } finally {
            image.remove();
        }
    }

    /** Where the model is in the repository: its folder, or its file. */
    private String source() {
        String file = runtime.modelFile();
        int name = file.indexOf(runtime.modelName());
        return file.substring(0, name + runtime.modelName().length());
    }
}
