package io.github.servingarchetypes.seldon;

import io.github.servingarchetypes.testkit.RefusalContract;

class SeldonRefusalIT extends RefusalContract {}
