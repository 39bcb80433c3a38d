package io.github.servingarchetypes.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.ArchetypeUnderTest;
import io.github.servingarchetypes.testkit.Eventually;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.Image;
import io.github.servingarchetypes.testkit.Requires;
import io.github.servingarchetypes.testkit.RunningContainer;
import io.github.servingarchetypes.testkit.ServingRuntime;
import io.github.servingarchetypes.testkit.Tool;
import java.time.Duration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** A container is ready once each model has answered its example; it ends if one answers with errors. */
@Requires(Tool.DOCKER)
class WarmUpIT {

    private static final Duration START = Duration.ofMinutes(2);

    private final ServingRuntime runtime = ArchetypeUnderTest.current().runtime();

    /** It loads, and fails at every request: as a model that was trained with other packages may do. */
    @Test
    void endsIfTheModelFailsAtItsExample() {
        GeneratedRepository broken = GeneratedRepository.of("requirements").copy("broken-predict");
        broken.replace(runtime.classifierFile(), "        scores = ", "        raise RuntimeError(\"trained elsewhere\")\n        scores = ");
        Image image = Image.rebuilt(broken);
        try (RunningContainer container = image.run()) {
            assertThat(container.awaitEnd(START).exitCode()).isNotZero();
            assertThat(container.logs()).doesNotContain(runtime.modelName() + " 1 has answered its example")
                    .doesNotContain(runtime.modelName() + " has answered its example");
            assertThat(container.logs().strip().lines().toList()).last(InstanceOfAssertFactories.STRING)
                    .startsWith("start: ERROR: " + runtime.modelName())
                    .contains(" fails at its own example, " + broken.requestFile());
        } finally {
            image.remove();
        }
    }

    @Test
    void isReadyWithoutAnExample() {
        GeneratedRepository other = GeneratedRepository.of("requirements").copy("no-example");
        other.delete(other.requestFile());
        Image image = Image.rebuilt(other);
        try (RunningContainer container = image.run()) {
            boolean healthy = Eventually.holds(START, () -> container.inspect("{{.State.Health.Status}}").equals("healthy"));
            assertThat(healthy).as(container::logs).isTrue();
            assertThat(container.logs()).doesNotContain(runtime.modelName() + " 1 has answered its example")
                    .doesNotContain(runtime.modelName() + " has answered its example");
        } finally {
            image.remove();
        }
    }
}
