package io.github.servingarchetypes.testkit.runtime;

import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.InferenceServer;
import io.github.servingarchetypes.testkit.ServingRuntime;
import java.util.Map;

/** What the contracts have to know of MLServer. */
public class MlServer implements ServingRuntime {

    @Override
    public String archetype() {
        return "mlserver-archetype";
    }

    @Override
    public String modelName() {
        return "modelA";
    }

    @Override
    public String classifierFile() {
        return "src/models/modelA/classifier.py";
    }

    @Override
    public String modelFile() {
        return "src/models/modelA/model.py";
    }

    @Override
    public Map<String, String> withoutModel() {
        return Map.of("MLSERVER_MODELS_DIR", "/mnt/nowhere");
    }

    @Override
    public Map<String, String> badRequests() {
        return ServingRuntime.badV2Requests();
    }

    @Override
    public Map<String, String> onPorts(GeneratedRepository copy, int http, int grpc, int metrics) {
        copy.replace("src/settings.json", "8080", Integer.toString(http));
        copy.replace("src/settings.json", "8081", Integer.toString(grpc));
        copy.replace("src/settings.json", "8082", Integer.toString(metrics));
        return Map.of();
    }

    @Override
    public void assertDescribesItself(GeneratedRepository repository, InferenceServer server) {
        ServingRuntime.assertDescribesItselfByV2("modelA", server);
        ServingRuntime.assertDescribesItselfByV2("modelB", server);
    }
}
