package io.github.servingarchetypes.seldon;

import io.github.servingarchetypes.testkit.MavenMatrixContract;

class SeldonMavenMatrixIT extends MavenMatrixContract {}
