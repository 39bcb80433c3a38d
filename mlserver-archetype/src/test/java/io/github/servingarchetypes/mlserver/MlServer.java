package io.github.servingarchetypes.mlserver;

import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.InferenceServer;
import io.github.servingarchetypes.testkit.ServingRuntime;
import java.util.Map;

/** What the contracts have to know of MLServer. */
class MlServer implements ServingRuntime {

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
    public void assertDescribesItself(GeneratedRepository repository, InferenceServer server) {
        ServingRuntime.assertDescribesItselfByV2("modelA", server);
        ServingRuntime.assertDescribesItselfByV2("modelB", server);
    }
}
