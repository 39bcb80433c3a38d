package io.github.servingarchetypes.mlserver;

import io.github.servingarchetypes.testkit.ServeContract;

class MlServerServeIT extends ServeContract {

    MlServerServeIT() {
        super(new MlServer());
    }
}
