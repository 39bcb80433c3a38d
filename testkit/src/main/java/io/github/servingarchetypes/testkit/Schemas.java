package io.github.servingarchetypes.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** What the Kubernetes API server accepts of the custom resources: src/main/resources/schemas. */
public final class Schemas {

    private static final Map<String, String> FILES = Map.of(
            "SeldonDeployment", "seldondeployment-machinelearning-v1.json",
            "InferenceService", "inferenceservice-serving-v1beta1.json");

    private Schemas() {}

    /**
     * What is wrong with a manifest: nothing, or a line for each mistake. A field that the schema does not
     * name is a mistake, too: the API server drops it (`kubectl apply` refuses it).
     */
    public static List<String> mistakes(JsonNode manifest) {
        String file = FILES.get(manifest.path("kind").asText());
        if (file == null) {
            return List.of("no schema for kind " + manifest.path("kind"));
        }
        try (InputStream stream = Schemas.class.getResourceAsStream("/schemas/" + file)) {
            JsonNode schema = new ObjectMapper().readTree(stream);
            refuseOtherFields(schema);
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4).getSchema(schema)
                    .validate(manifest).stream().map(Error::toString).toList();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private static void refuseOtherFields(JsonNode schema) {
        if (schema instanceof ObjectNode node && node.path("properties").isObject()
                && !node.has("additionalProperties")
                && !node.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            node.put("additionalProperties", false);
        }
        schema.forEach(Schemas::refuseOtherFields);
    }
}
