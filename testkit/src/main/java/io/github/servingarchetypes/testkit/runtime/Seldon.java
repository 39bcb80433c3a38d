package io.github.servingarchetypes.testkit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.InferenceServer;
import io.github.servingarchetypes.testkit.ServingRuntime;
import java.util.Map;

/** What the contracts have to know of the wrapper of Seldon Core. */
public class Seldon implements ServingRuntime {

    @Override
    public String archetype() {
        return "seldon-archetype";
    }

    @Override
    public String modelName() {
        return "Model";
    }

    @Override
    public String classifierFile() {
        return "classifier.py";
    }

    @Override
    public String modelFile() {
        return "Model.py";
    }

    @Override
    public Map<String, String> withoutModel() {
        return Map.of("MODEL_NAME", "Elsewhere");
    }

    @Override
    public Map<String, String> badRequests() {
        return Map.of(
                "three measurements", "{\"data\": {\"ndarray\": [[5.1, 3.5, 1.4]]}}",
                "rows of different lengths", "{\"data\": {\"ndarray\": [[5.1, 3.5, 1.4, 0.2], [1]]}}",
                "unknown names", "{\"data\": {\"names\": [\"a\", \"b\", \"c\", \"d\"], \"ndarray\": [[5.1, 3.5, 1.4, 0.2]]}}",
                "a wrong tensor", "{\"data\": {\"tensor\": {\"shape\": [2, 4], \"values\": [5.1]}}}",
                "no data", "{\"data\": {}}",
                "nothing", "{}",
                "a list", "[]",
                "broken JSON", "{\"data\": [",
                "text for numbers", "{\"data\": {\"ndarray\": [[\"a\", \"b\", \"c\", \"d\"]]}}",
                "text for data", "{\"data\": \"5.1\"}");
    }

    @Override
    public Map<String, String> onPorts(GeneratedRepository copy, int http, int grpc, int metrics) {
        return Map.of(
                "PREDICTIVE_UNIT_HTTP_SERVICE_PORT", Integer.toString(http),
                "PREDICTIVE_UNIT_GRPC_SERVICE_PORT", Integer.toString(grpc),
                "PREDICTIVE_UNIT_METRICS_SERVICE_PORT", Integer.toString(metrics));
    }

    @Override
    public void assertDescribesItself(GeneratedRepository repository, InferenceServer server) {
        var metadata = server.get("/metadata").json();
        assertThat(metadata.path("name").asText()).isEqualTo("Model");
        assertThat(metadata.at("/inputs/0/name").asText()).isEqualTo("measurements");
        assertThat(metadata.at("/inputs/0/datatype").asText()).isEqualTo("FP64");
        assertThat(metadata.at("/inputs/0/shape").toString()).isEqualTo("[-1,4]");
        assertThat(metadata.at("/outputs/0/name").asText()).isEqualTo("probabilities");
        assertThat(metadata.at("/outputs/0/shape").toString()).isEqualTo("[-1,3]");
    }
}
