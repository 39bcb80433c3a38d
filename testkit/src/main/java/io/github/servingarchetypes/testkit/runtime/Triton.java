package io.github.servingarchetypes.testkit.runtime;

import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.InferenceServer;
import io.github.servingarchetypes.testkit.ServingRuntime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the contracts have to know of Triton. */
public class Triton implements ServingRuntime {

    /** What Triton's own HTTP front end refuses, before any model is asked: it answers 500, not 4xx. */
    public static final List<String> REFUSED_BY_THE_FRONT_END =
            List.of("nothing", "broken JSON", "a shape that the data has not");

    @Override
    public String archetype() {
        return "triton-archetype";
    }

    @Override
    public String modelName() {
        return "modelA";
    }

    @Override
    public String classifierFile() {
        return "src/models/modelA/1/classifier.py";
    }

    @Override
    public String modelFile() {
        return "src/models/modelA/1/model.py";
    }

    @Override
    public Map<String, String> withoutModel() {
        return Map.of("TRITON_MODEL_REPOSITORY", "/mnt/nowhere");
    }

    @Override
    public Map<String, String> badRequests() {
        Map<String, String> requests = new HashMap<>(ServingRuntime.badV2Requests());
        REFUSED_BY_THE_FRONT_END.forEach(requests::remove);
        return requests;
    }

    /** There is no package of Triton to install: it comes as an image. */
    @Override
    public boolean runsWithoutDocker() {
        return false;
    }

    @Override
    public void assertDescribesItself(GeneratedRepository repository, InferenceServer server) {
        ServingRuntime.assertDescribesItselfByV2("modelA", server);
    }
}
