package io.github.servingarchetypes.mlserver;

import io.github.servingarchetypes.testkit.BuildArgumentsContract;

class MlServerBuildArgumentsIT extends BuildArgumentsContract {

    @Override
    protected String requirementsFile() {
        return "requirements.txt";
    }
}
