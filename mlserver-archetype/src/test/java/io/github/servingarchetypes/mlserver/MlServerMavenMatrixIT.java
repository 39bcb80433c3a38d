package io.github.servingarchetypes.mlserver;

import io.github.servingarchetypes.testkit.MavenMatrixContract;

class MlServerMavenMatrixIT extends MavenMatrixContract {}
