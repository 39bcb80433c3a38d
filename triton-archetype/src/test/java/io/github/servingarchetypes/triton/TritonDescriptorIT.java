package io.github.servingarchetypes.triton;

import io.github.servingarchetypes.testkit.DescriptorContract;
import java.util.List;

class TritonDescriptorIT extends DescriptorContract {

    TritonDescriptorIT() {
        super("triton");
    }

    @Override
    protected List<String> wrongAnswers() {
        return List.of("version=1 2", "condaUnpack=never", "tritonVersion=26.7", "pythonVersion=3.11");
    }
}
