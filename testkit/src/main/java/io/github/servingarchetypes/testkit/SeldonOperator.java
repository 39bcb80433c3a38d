package io.github.servingarchetypes.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What Seldon Core's operator 1.18.2 makes of a SeldonDeployment, seen on a real one; it is in no package registry. Without
 * the executor: the Service leads to the model's container.
 */
public final class SeldonOperator {

    private static final Map<String, Integer> PORTS = new LinkedHashMap<>(Map.of("http", 9000, "grpc", 9500, "metrics", 6000));

    private SeldonOperator() {}

    /** The Deployment and the Service, as a list that kubectl applies; the name of both is that of the SeldonDeployment. */
    public static JsonNode objects(JsonNode seldonDeployment) {
        String name = seldonDeployment.at("/metadata/name").asText();
        JsonNode predictor = seldonDeployment.at("/spec/predictors/0");
        ObjectNode pod = predictor.at("/componentSpecs/0/spec").deepCopy();
        ObjectNode container = (ObjectNode) pod.at("/containers/0");
        PORTS.forEach((port, number) -> container.withArray("ports").addObject()
                .put("name", port).put("containerPort", number).put("protocol", "TCP"));
        environment(name, predictor, container);
        if (!container.has("lifecycle")) {
            container.putObject("lifecycle").putObject("preStop").putObject("exec").putArray("command")
                    .add("/bin/sh").add("-c").add("/bin/sleep 10");
        }
        if (!pod.has("terminationGracePeriodSeconds")) {
            pod.put("terminationGracePeriodSeconds", 20);
        }
        pod.putObject("securityContext").put("runAsUser", 8888);   // in the place of what the manifest may have
        pod.withArray("volumes").addObject().put("name", "seldon-podinfo").putObject("downwardAPI").putArray("items").addObject()
                .put("path", "annotations").putObject("fieldRef").put("fieldPath", "metadata.annotations");
        container.withArray("volumeMounts").addObject().put("name", "seldon-podinfo").put("mountPath", "/etc/podinfo");

        ObjectNode list = new ObjectMapper().createObjectNode().put("apiVersion", "v1").put("kind", "List");
        ArrayNode items = list.putArray("items");
        ObjectNode deployment = object(items.addObject(), "apps/v1", "Deployment", name);
        ObjectNode spec = deployment.putObject("spec").put("replicas", predictor.at("/componentSpecs/0/hpaSpec/minReplicas").asInt(1));
        spec.putObject("strategy").putObject("rollingUpdate").put("maxUnavailable", 0);
        spec.putObject("selector").putObject("matchLabels").put("seldon-deployment-id", name);
        ObjectNode template = spec.putObject("template");
        template.putObject("metadata").putObject("labels").put("seldon-deployment-id", name);
        template.set("spec", pod);
        ObjectNode service = object(items.addObject(), "v1", "Service", name).putObject("spec");
        service.putObject("selector").put("seldon-deployment-id", name);
        service.putArray("ports").addObject().put("port", 80).put("targetPort", PORTS.get("http"));
        return list;
    }

    private static ObjectNode object(ObjectNode object, String version, String kind, String name) {
        object.put("apiVersion", version).put("kind", kind).putObject("metadata").put("name", name);
        return object;
    }

    private static void environment(String name, JsonNode predictor, ObjectNode container) {
        String unit = container.path("name").asText();
        String http = PORTS.get("http").toString();
        String grpc = PORTS.get("grpc").toString();
        String metrics = PORTS.get("metrics").toString();
        ArrayNode environment = container.withArray("env");
        Map<String, String> injected = new LinkedHashMap<>();
        injected.put("PREDICTIVE_UNIT_SERVICE_PORT", http);
        injected.put("PREDICTIVE_UNIT_HTTP_SERVICE_PORT", http);
        injected.put("MLSERVER_HTTP_PORT", http);
        injected.put("PREDICTIVE_UNIT_GRPC_SERVICE_PORT", grpc);
        injected.put("MLSERVER_GRPC_PORT", grpc);
        injected.put("PREDICTIVE_UNIT_METRICS_SERVICE_PORT", metrics);
        injected.put("MLSERVER_METRICS_PORT", metrics);
        injected.put("PREDICTIVE_UNIT_METRICS_ENDPOINT", "/prometheus");
        injected.put("MLSERVER_METRICS_ENDPOINT", "/prometheus");
        injected.put("PREDICTIVE_UNIT_ID", unit);
        injected.put("MLSERVER_MODEL_NAME", unit);
        injected.put("PREDICTIVE_UNIT_IMAGE", container.path("image").asText());
        injected.put("PREDICTOR_ID", predictor.path("name").asText());
        injected.put("PREDICTOR_LABELS", "{\"version\":\"default\"}");
        injected.put("SELDON_DEPLOYMENT_ID", name);
        injected.put("SELDON_EXECUTOR_ENABLED", "true");
        JsonNode parameters = predictor.at("/graph/parameters");
        if (!parameters.isMissingNode()) {
            injected.put("PREDICTIVE_UNIT_PARAMETERS", parameters.toString());
        }
        injected.forEach((variable, value) -> environment.addObject().put("name", variable).put("value", value));
    }
}
