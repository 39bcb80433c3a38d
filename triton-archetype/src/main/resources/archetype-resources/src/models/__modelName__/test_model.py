"""Unit tests of the model, in each of its versions. They need neither the server nor its packages."""

import importlib.util
import json
import re
from pathlib import Path

import numpy as np
import pytest

HERE = Path(__file__).parent
VERSIONS = sorted(HERE.glob("[0-9]*/classifier.py"))


@pytest.fixture(params=VERSIONS, ids=lambda file: file.parent.name)
def classifier(request):
    spec = importlib.util.spec_from_file_location("classifier", request.param)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.IrisClassifier()


#parse("/shared/model/test_v2_example.vm")


#parse("/shared/model/test_classifier.vm")


def test_config_pbtxt_has_the_shapes_of_the_classifier(classifier):
    config = (HERE / "config.pbtxt").read_text()
    widths = dict(re.findall(r'name: "(\w+)"[^}]*dims: \[ (?:-1, )?(\d+) \]', config))

    assert int(widths["measurements"]) == len(classifier.features)
    assert int(widths["probabilities"]) == len(classifier.species)
