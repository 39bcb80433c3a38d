"""Unit tests of the model. They need no server and none of its packages."""

import importlib.util
import json
import re
from pathlib import Path

import numpy as np
import pytest

TESTS = Path(__file__).parent
VERSIONS = sorted(TESTS.parent.glob("${buildContext}/models/*/[0-9]*/"))


@pytest.fixture(params=VERSIONS, ids=lambda folder: "-".join(folder.parts[-2:]))
def version(request):
    """The folder of each version of each model."""
    return request.param


@pytest.fixture
def classifier(version):
    file = version / "classifier.py"
    spec = importlib.util.spec_from_file_location("classifier", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.IrisClassifier()


#parse("/shared/tests/test_v2_example.vm")


#parse("/shared/tests/test_classifier.vm")


def test_config_pbtxt_declares_what_the_classifier_takes_and_gives(version, classifier):
    config = (version.parent / "config.pbtxt").read_text()
    widths = dict(re.findall(r'name: "(\w+)"[^}]*dims: \[ -1, (\d+) \]', config))

    assert int(widths["measurements"]) == len(classifier.features)
    assert int(widths["probabilities"]) == len(classifier.species)
