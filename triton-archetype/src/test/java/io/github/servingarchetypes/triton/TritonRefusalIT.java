package io.github.servingarchetypes.triton;

import io.github.servingarchetypes.testkit.RefusalContract;

class TritonRefusalIT extends RefusalContract {}
