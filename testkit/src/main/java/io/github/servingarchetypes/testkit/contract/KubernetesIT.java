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

    private final ArchetypeUnderTest archetype = ArchetypeUnderTest.current();
    private final String image = "localhost/" + archetype.name() + "/my-models:";
    private GeneratedRepository repository;

    @BeforeAll
    void loadImage() {
        GeneratedRepository original = GeneratedRepository.of("requirements");
        KubernetesNode.load(Image.of(original), image + "0", image + "1");
        repository = original.copy("kubernetes");
    }

    List<KubernetesController> controllers() {
        return KubernetesController.of(GeneratedRepository.of("requirements"));
    }

    @ParameterizedTest
    @MethodSource("controllers")
    void podsAnswerAndNewTagsLoseNoRequest(KubernetesController controller) {
        String name = archetype.name() + "-" + controller.name().toLowerCase();
        try (KubernetesNode.Namespace namespace = KubernetesNode.restrictedNamespace(name)) {
            String server = controller.rollOut(repository, image + 0, namespace);
            KubernetesNode.command("python3", "tests/smoke.py", server).in(repository.folder()).run().succeeded();

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
}
