package io.github.servingarchetypes.mlserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.Eventually;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.Image;
import io.github.servingarchetypes.testkit.KubernetesController;
import io.github.servingarchetypes.testkit.KubernetesLoad;
import io.github.servingarchetypes.testkit.KubernetesNode;
import io.github.servingarchetypes.testkit.Requires;
import io.github.servingarchetypes.testkit.Tool;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The autoscaler that KServe makes adds pods under load and takes them away again, and no request is lost. */
@Tag("kubernetes")
@Requires({Tool.DOCKER, Tool.KUBERNETES})
class MlServerAutoscalingIT {

    private static final String IMAGE = "localhost/mlserver-autoscaling/my-models:0";
    private static final Duration LIMIT = Duration.ofMinutes(4);

    @Test
    void loadScalesUpAndDownAndLosesNoRequest() {
        GeneratedRepository original = GeneratedRepository.of("requirements");
        KubernetesNode.load(Image.of(original), IMAGE);
        GeneratedRepository repository = original.copy("autoscaling");
        Path request = repository.file(repository.requestFile());
        try (KubernetesNode.Namespace namespace = KubernetesNode.restrictedNamespace("mlserver-autoscaling")) {
            String url = KubernetesController.KSERVE.rollOut(repository, IMAGE, namespace) + repository.predictPath();
            try (KubernetesLoad load = KubernetesLoad.start(8, Duration.ZERO, url, request)) {
                assertThat(Eventually.holds(LIMIT, () -> available(namespace) > 1)).as(namespace::state).isTrue();
                assertThat(load.end().lost()).as(namespace::state).isEmpty();
            }
            try (KubernetesLoad load = KubernetesLoad.start(8, Duration.ofMillis(500), url, request)) {
                assertThat(Eventually.holds(LIMIT, () -> namespace.get("pods").path("items").size() == 1))
                        .as(namespace::state).isTrue();
                assertThat(load.end().lost()).as(namespace::state).isEmpty();
            }
        }
    }

    private static int available(KubernetesNode.Namespace namespace) {
        return namespace.get("deployment", KubernetesController.KSERVE.service()).at("/status/availableReplicas").asInt();
    }
}
