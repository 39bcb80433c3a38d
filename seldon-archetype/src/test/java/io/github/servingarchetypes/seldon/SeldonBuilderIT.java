package io.github.servingarchetypes.seldon;

import io.github.servingarchetypes.testkit.BuilderContract;

class SeldonBuilderIT extends BuilderContract {}
