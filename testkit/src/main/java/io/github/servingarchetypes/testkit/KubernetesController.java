package io.github.servingarchetypes.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;

/** Who makes pods of a manifest. */
public enum KubernetesController {
    /** KServe's own, which runs in the node. */
    KSERVE("inference_service.yaml", "my-models-predictor"),
    /** Seldon Core's, as SeldonOperator imitates it. */
    SELDON("seldon_deployment.yaml", "my-models");

    private final String manifest;
    private final String service;

    KubernetesController(String manifest, String service) {
        this.manifest = manifest;
        this.service = service;
    }

    /** Those that a repository has a manifest for. */
    public static List<KubernetesController> of(GeneratedRepository repository) {
        return Arrays.stream(values()).filter(each -> repository.files().contains(each.manifest)).toList();
    }

    /** What its Deployment and its Service are called. */
    public String service() {
        return service;
    }

    /** Has the pods of a copy's manifest run as another user, of group 0. */
    public void runAs(GeneratedRepository copy, int user) {
        copy.write(manifest, copy.text(manifest)
                .replaceFirst("(?m)^( +)runAsNonRoot: true$", "$0\n$1runAsUser: %d\n$1runAsGroup: 0".formatted(user)));
    }

    /**
     * Gives an image to a copy of a repository, by set_image.py, and the manifest to the controller.
     *
     * @return the server's address, when all pods have the image and are ready, and its Service reaches them
     */
    public String rollOut(GeneratedRepository copy, String image, KubernetesNode.Namespace namespace) {
        Command.of("python3", "set_image.py", image).in(copy.folder()).run().succeeded();
        JsonNode object = copy.yaml(manifest);
        if (this == SELDON) {
            copy.write("objects.json", SeldonOperator.objects(object).toString());
        }
        namespace.apply(copy.file(this == SELDON ? "objects.json" : manifest));
        namespace.awaitRollout(service, image);
        String server = "http://%s.%s.svc.cluster.local".formatted(service, namespace.name());
        // kube-proxy applies changes up to a second later.
        KubernetesNode.command("curl", "--silent", "--retry", "10", "--retry-connrefused", "--retry-delay", "1", server).run().succeeded();
        return server;
    }
}
