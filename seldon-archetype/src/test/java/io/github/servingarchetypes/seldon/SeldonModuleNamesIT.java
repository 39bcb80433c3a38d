package io.github.servingarchetypes.seldon;

import io.github.servingarchetypes.testkit.ModuleNamesContract;

class SeldonModuleNamesIT extends ModuleNamesContract {

    SeldonModuleNamesIT() {
        super("seldon");
    }
}
