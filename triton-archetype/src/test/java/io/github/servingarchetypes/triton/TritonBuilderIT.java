package io.github.servingarchetypes.triton;

import io.github.servingarchetypes.testkit.BuilderContract;

class TritonBuilderIT extends BuilderContract {}
