package io.github.servingarchetypes.seldon;

import io.github.servingarchetypes.testkit.BuildArgumentsContract;

class SeldonBuildArgumentsIT extends BuildArgumentsContract {

    @Override
    protected String requirementsFile() {
        return "requirements.txt";
    }
}
