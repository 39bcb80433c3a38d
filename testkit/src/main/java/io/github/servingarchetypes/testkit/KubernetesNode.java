package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The Kubernetes node that .ci/cluster starts. KUBERNETES_ENTER is its script `enter`, which runs a command in it. */
public final class KubernetesNode {

    private static final Duration ROLLOUT = Duration.ofMinutes(5);

    private KubernetesNode() {}

    /** A command that runs in the node, where Services have names and addresses. */
    public static Command command(String... words) {
        List<String> all = new ArrayList<>(List.of(enter()));
        all.addAll(List.of(words));
        return Command.of(all);
    }

    /** Puts an image of the engine into the node, under other names too, such as localhost/models/my-models:0.1.0. */
    public static void load(Image image, String... names) {
        Command.script("docker save '%s' | '%s' ctr --namespace k8s.io images import -".formatted(image.tag(), enter()))
                .run().succeeded();
        for (String name : names) {
            command("ctr", "--namespace", "k8s.io", "images", "tag", "--force", "docker.io/library/" + image.tag(), name)
                    .run().succeeded();
        }
    }

    /** A namespace in which pod security is "restricted"; one with this name is deleted first. */
    public static Namespace restrictedNamespace(String name) {
        command("kubectl", "delete", "namespace", name, "--ignore-not-found").run().succeeded();
        command("kubectl", "create", "namespace", name).run().succeeded();
        command("kubectl", "label", "namespace", name, "pod-security.kubernetes.io/enforce=restricted").run().succeeded();
        return new Namespace(name);
    }

    private static String enter() {
        String enter = System.getenv("KUBERNETES_ENTER");
        assertThat(enter).as("KUBERNETES_ENTER").isNotNull();
        return enter;
    }

    /** A namespace of the node. Closing it deletes it, with all that is in it. */
    public record Namespace(String name) implements AutoCloseable {

        /** Runs kubectl for it; fails, with what kubectl says, unless it works. */
        public String kubectl(String... words) {
            List<String> all = new ArrayList<>(List.of("kubectl", "--namespace", name));
            all.addAll(List.of(words));
            return command(all.toArray(String[]::new)).run().succeeded().output();
        }

        /** Gives the API server a manifest. */
        public void apply(Path manifest) {
            kubectl("apply", "--filename", manifest.toString());
        }

        /**
         * Returns when a Deployment's pods have an image, and the pods before them are gone.
         *
         * @throws AssertionError with pods, events and logs, if that takes more than 5 minutes
         */
        public void awaitRollout(String deployment, String image) {
            boolean done = Eventually.holds(ROLLOUT, () -> {
                JsonNode found = get("deployments").path("items").valueStream()
                        .filter(each -> each.at("/metadata/name").asText().equals(deployment)).findFirst()
                        .orElse(MissingNode.getInstance());
                return found.findValuesAsText("image").contains(image)
                        && found.at("/status/observedGeneration").asInt() == found.at("/metadata/generation").asInt()
                        && found.at("/status/updatedReplicas").asInt() == found.at("/spec/replicas").asInt()
                        && found.at("/status/availableReplicas").asInt() == found.at("/spec/replicas").asInt()
                        && get("pods").path("items").size() == found.at("/spec/replicas").asInt();
            });
            assertThat(done).as(() -> deployment + " has " + image + "\n" + state()).isTrue();
        }

        /** An object, or a list of objects, such as `pods`. */
        public JsonNode get(String... words) {
            List<String> all = new ArrayList<>(List.of("get", "--output", "json"));
            all.addAll(List.of(words));
            return Json.parse(kubectl(all.toArray(String[]::new)));
        }

        /** What a failed test says: pods, events and the pods' logs. */
        public String state() {
            return command("sh", "-c", ("kubectl -n %1$s get pods -o wide; kubectl -n %1$s get events | tail -20; for pod in $(kubectl -n %1$s get pods -o name); do"
                    + " kubectl -n %1$s logs --tail 30 $pod; done").formatted(name)).run().output();
        }

        @Override
        public void close() {
            kubectl("delete", "namespace", name, "--wait=false");
        }
    }
}
