package io.github.servingarchetypes.seldon;

import io.github.servingarchetypes.testkit.DescriptorContract;
import java.util.List;

class SeldonDescriptorIT extends DescriptorContract {

    SeldonDescriptorIT() {
        super("seldon");
    }

    @Override
    protected List<String> wrongAnswers() {
        return List.of("serviceType=SPLITTER", "gpu=yes", "imageRegistry=example.com/x\nRUN id", "modelName=$class");
    }
}
