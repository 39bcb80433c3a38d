package io.github.servingarchetypes.mlserver;

import io.github.servingarchetypes.testkit.AnswersContract;

class MlServerAnswersIT extends AnswersContract {

    MlServerAnswersIT() {
        super("mlserver");
    }
}
