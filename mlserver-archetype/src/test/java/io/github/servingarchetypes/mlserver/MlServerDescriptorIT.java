package io.github.servingarchetypes.mlserver;

import io.github.servingarchetypes.testkit.DescriptorContract;

class MlServerDescriptorIT extends DescriptorContract {

    MlServerDescriptorIT() {
        super("mlserver");
    }
}
