package io.github.servingarchetypes.triton;

import io.github.servingarchetypes.testkit.MavenMatrixContract;

class TritonMavenMatrixIT extends MavenMatrixContract {}
