package io.github.servingarchetypes.mlserver;

import io.github.servingarchetypes.testkit.RefusalContract;

class MlServerRefusalIT extends RefusalContract {}
