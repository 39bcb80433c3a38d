package io.github.servingarchetypes.triton;

import io.github.servingarchetypes.testkit.ServeContract;

class TritonServeIT extends ServeContract {

    TritonServeIT() {
        super(new Triton());
    }
}
