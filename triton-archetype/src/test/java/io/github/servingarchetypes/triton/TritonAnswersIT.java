package io.github.servingarchetypes.triton;

import io.github.servingarchetypes.testkit.AnswersContract;

class TritonAnswersIT extends AnswersContract {

    TritonAnswersIT() {
        super("triton");
    }
}
