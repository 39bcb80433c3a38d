package io.github.servingarchetypes.triton;

import io.github.servingarchetypes.testkit.ModuleNamesContract;

class TritonModuleNamesIT extends ModuleNamesContract {

    TritonModuleNamesIT() {
        super("triton");
    }
}
