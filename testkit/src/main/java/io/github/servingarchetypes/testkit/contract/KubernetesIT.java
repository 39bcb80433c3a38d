package io.github.servingarchetypes.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.ArchetypeUnderTest;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.Image;
import io.github.servingarchetypes.testkit.KubernetesController;
import io.github.servingarchetypes.testkit.KubernetesLoad;
import io.github.servingarchetypes.testkit.KubernetesNode;
import io.github.servingarchetypes.testkit.Requires;
import io.github.servingarchetypes.testkit.Tool;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pods of the manifests on a real node, in a namespace with pod security "restricted". */
@Tag("kubernetes")
@Tag("project")
@Requires({Tool.DOCKER, Tool.KUBERNETES})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubernetesIT {

    private static final int ROLLOUTS = Integer.getInteger("rollouts", 2);
    private static final int CONNECTIONS = 8;
    /** As a cluster may choose it, such as OpenShift. */
    private static final int ANY_USER = 1_000_660_000;

    private final ArchetypeUnderTest archetype = ArchetypeUnderTest.current();
    private final String image = "localhost/" + archetype.name() + "/my-models:";
    private GeneratedRepository repository;
    private GeneratedRepository forAnyUser;

    @BeforeAll
    void loadImage() {
        GeneratedRepository original = GeneratedRepository.of("requirements");
        KubernetesNode.load(Image.of(original), image + "0", image + "1");
        repository = original.copy("kubernetes");
        forAnyUser = original.copy("kubernetes-any-user");
    }

    List<KubernetesController> controllers() {
        return KubernetesController.of(GeneratedRepository.of("requirements"));
    }

    /** As docs/kubernetes.md says. */
    @Test
    void kustomizeReachesTheImageInEachManifest() {
        GeneratedRepository copy = GeneratedRepository.of("requirements").copy("kustomize");
        List<String> manifests = copy.files().stream().filter(file -> file.matches("\\w+\\.yaml")).toList();
        copy.write("kustomization.yaml", "resources: %s%nimages: [{name: localhost/models/my-models, newTag: next}]%n".formatted(manifests));
        String written = KubernetesNode.command("kubectl", "kustomize", ".").in(copy.folder()).run().succeeded().output();
        assertThat(written.split("image: localhost/models/my-models:next", -1)).hasSize(manifests.size() + 1);
    }

    @ParameterizedTest
    @MethodSource("controllers")
    void podsAnswerAndNewTagsLoseNoRequest(KubernetesController controller) {
        String name = archetype.name() + "-" + controller.name().toLowerCase();
        try (KubernetesNode.Namespace namespace = KubernetesNode.restrictedNamespace(name)) {
            controller.runAs(forAnyUser, ANY_USER);
            String server = controller.rollOut(forAnyUser, image + 0, namespace);
            assertThat(namespace.kubectl("exec", "deployment/" + controller.service(), "--", "id", "-u").strip())
                    .isEqualTo(Integer.toString(ANY_USER));
            KubernetesNode.command("python3", "tests/smoke.py", server).in(repository.folder()).run().succeeded();
            if (controller == KubernetesController.KSERVE) {
                KubernetesNode.command("curl", "--silent", "--fail", server + ":" + metricsPort() + "/metrics").run().succeeded();
            }

            try (KubernetesLoad load = KubernetesLoad.start(CONNECTIONS, Duration.ZERO, server + repository.predictPath(),
                    repository.file(repository.requestFile()))) {
                for (int i = 1; i <= ROLLOUTS; i++) {
                    controller.rollOut(repository, image + i % 2, namespace);
                }
                KubernetesLoad.Result result = load.end();
                System.out.printf("%s, %d rollouts: %s%n", name, ROLLOUTS, result);
                assertThat(result.lost()).as(namespace::state).isEmpty();
                assertThat(result.answered()).isGreaterThan(ROLLOUTS * 1_000);
            }
        }
    }

    private int metricsPort() {
        return repository.yaml("inference_service.yaml").at("/spec/predictor/containers/0/ports").valueStream()
                .filter(port -> port.path("name").asText().equals("metrics")).findFirst().orElseThrow()
                .path("containerPort").asInt();
    }
}
