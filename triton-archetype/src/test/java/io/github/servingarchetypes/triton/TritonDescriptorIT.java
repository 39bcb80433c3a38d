package io.github.servingarchetypes.triton;

import io.github.servingarchetypes.testkit.DescriptorContract;

class TritonDescriptorIT extends DescriptorContract {

    TritonDescriptorIT() {
        super("triton");
    }
}
