"""Unit tests of the models. They need no server and none of its packages."""

import importlib
import json
from pathlib import Path

import numpy as np
import pytest

TESTS = Path(__file__).parent
MODELS = sorted(
    settings.parent.name
    for settings in TESTS.parent.glob("src/models/*/model-settings.json")
)


@pytest.fixture(params=MODELS)
def classifier(request):
    """The classifier of each model folder."""
    module = importlib.import_module(f"models.{request.param}.classifier")
    return module.IrisClassifier()


#parse("/shared/tests/test_v2_example.vm")


#parse("/shared/tests/test_classifier.vm")


@pytest.mark.parametrize("model", MODELS)
def test_the_settings_name_the_class_in_their_own_folder(model):
    folder = TESTS.parent / "src" / "models" / model
    settings = json.loads((folder / "model-settings.json").read_text())

    assert settings["implementation"].startswith(f"models.{model}.model.")
