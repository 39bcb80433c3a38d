package io.github.servingarchetypes.triton;

import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.Image;
import io.github.servingarchetypes.testkit.KubernetesController;
import io.github.servingarchetypes.testkit.KubernetesNode;
import io.github.servingarchetypes.testkit.Requires;
import io.github.servingarchetypes.testkit.Tool;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A pod has the shared memory that docker-compose.yml has. */
@Tag("kubernetes")
@Requires({Tool.DOCKER, Tool.KUBERNETES})
class TritonSharedMemoryIT {

    private static final String IMAGE = "localhost/triton-shared-memory/my-models:0";

    /** With the usual 64 MB, the request of 50 MB is answered with 500. */
    @Test
    void largeRequestsAreAnswered() {
        GeneratedRepository original = GeneratedRepository.of("requirements");
        KubernetesNode.load(Image.of(original), IMAGE);
        try (KubernetesNode.Namespace namespace = KubernetesNode.restrictedNamespace("triton-shared-memory")) {
            String server = KubernetesController.SELDON.rollOut(original.copy("shared-memory"), IMAGE, namespace);
            Path script = Path.of("src/test/resources/large_requests.py").toAbsolutePath();
            KubernetesNode.command("python3", script.toString(), server, "20", "8").run().succeeded();
            KubernetesNode.command("python3", script.toString(), server, "50", "1").run().succeeded();
        }
    }
}
