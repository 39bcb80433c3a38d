package io.github.servingarchetypes.triton;

import io.github.servingarchetypes.testkit.BuildArgumentsContract;

class TritonBuildArgumentsIT extends BuildArgumentsContract {

    @Override
    protected String requirementsFile() {
        return "src/requirements.txt";
    }
}
