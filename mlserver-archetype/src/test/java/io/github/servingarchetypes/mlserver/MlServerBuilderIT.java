package io.github.servingarchetypes.mlserver;

import io.github.servingarchetypes.testkit.BuilderContract;

class MlServerBuilderIT extends BuilderContract {}
