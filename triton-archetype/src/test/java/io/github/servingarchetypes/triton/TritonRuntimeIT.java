package io.github.servingarchetypes.triton;

import io.github.servingarchetypes.testkit.RuntimeContract;
import org.junit.jupiter.api.Test;

class TritonRuntimeIT extends RuntimeContract {

    TritonRuntimeIT() {
        super(new Triton());
    }

    @Test
    @Override
    protected void servesAsKServeStartsIt() {
        super.servesAsKServeStartsIt();
    }
}
