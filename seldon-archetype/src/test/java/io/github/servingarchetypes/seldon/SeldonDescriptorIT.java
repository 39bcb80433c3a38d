package io.github.servingarchetypes.seldon;

import io.github.servingarchetypes.testkit.DescriptorContract;

class SeldonDescriptorIT extends DescriptorContract {

    SeldonDescriptorIT() {
        super("seldon");
    }
}
