package io.github.servingarchetypes.seldon;

import io.github.servingarchetypes.testkit.RuntimeContract;

class SeldonRuntimeIT extends RuntimeContract {

    SeldonRuntimeIT() {
        super(new Seldon());
    }
}
