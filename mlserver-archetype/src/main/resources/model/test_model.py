"""Unit tests of the model. They need neither the server nor its packages."""

import json
from pathlib import Path

import numpy as np
import pytest

from .classifier import IrisClassifier

HERE = Path(__file__).parent


@pytest.fixture
def classifier():
    return IrisClassifier()


#parse("/shared/model/test_v2_example.vm")


#parse("/shared/model/test_classifier.vm")


def test_the_settings_name_the_class_in_their_own_folder():
    settings = json.loads((HERE / "model-settings.json").read_text())

    assert settings["implementation"].startswith(f"models.{HERE.name}.model.")
