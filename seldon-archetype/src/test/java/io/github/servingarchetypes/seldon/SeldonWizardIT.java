package io.github.servingarchetypes.seldon;

import io.github.servingarchetypes.testkit.WizardContract;

class SeldonWizardIT extends WizardContract {}
