package io.github.servingarchetypes.mlserver;

import io.github.servingarchetypes.testkit.DescriptorContract;
import java.util.List;

class MlServerDescriptorIT extends DescriptorContract {

    MlServerDescriptorIT() {
        super("mlserver");
    }

    @Override
    protected List<String> wrongAnswers() {
        return List.of("artifactId=9lives", "pythonEnvironment=poetry", "modelName=model-a", "mlserverVersion=latest");
    }
}
