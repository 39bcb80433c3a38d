package io.github.servingarchetypes.mlserver;

import io.github.servingarchetypes.testkit.WizardContract;

class MlServerWizardIT extends WizardContract {}
