package io.github.servingarchetypes.seldon;

import io.github.servingarchetypes.testkit.AnswersContract;

class SeldonAnswersIT extends AnswersContract {

    SeldonAnswersIT() {
        super("seldon");
    }
}
