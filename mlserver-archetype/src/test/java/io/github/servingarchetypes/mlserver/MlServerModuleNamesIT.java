package io.github.servingarchetypes.mlserver;

import io.github.servingarchetypes.testkit.ModuleNamesContract;

class MlServerModuleNamesIT extends ModuleNamesContract {

    MlServerModuleNamesIT() {
        super("mlserver");
    }
}
