package io.github.servingarchetypes.triton;

import io.github.servingarchetypes.testkit.WizardContract;

class TritonWizardIT extends WizardContract {}
