package io.github.servingarchetypes.mlserver;

import io.github.servingarchetypes.testkit.RuntimeContract;
import org.junit.jupiter.api.Test;

class MlServerRuntimeIT extends RuntimeContract {

    MlServerRuntimeIT() {
        super(new MlServer());
    }

    @Test
    @Override
    protected void servesAsKServeStartsIt() {
        super.servesAsKServeStartsIt();
    }
}
