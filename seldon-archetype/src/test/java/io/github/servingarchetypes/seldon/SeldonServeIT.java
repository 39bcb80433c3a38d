package io.github.servingarchetypes.seldon;

import io.github.servingarchetypes.testkit.ServeContract;

class SeldonServeIT extends ServeContract {

    SeldonServeIT() {
        super(new Seldon());
    }
}
