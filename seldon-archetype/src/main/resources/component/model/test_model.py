"""Unit tests of the model. They need neither the server nor its packages."""

import json
from pathlib import Path

import numpy as np
import pytest

from classifier import IrisClassifier

HERE = Path(__file__).parent


@pytest.fixture
def classifier():
    return IrisClassifier()


def test_the_example_request_gets_the_example_answer(classifier):
    request = json.loads((HERE / "${modelName}_request.json").read_text())["data"]
    answer = json.loads((HERE / "${modelName}_response.json").read_text())["data"]

    probabilities = classifier.predict(request["ndarray"])

    assert classifier.features == request["names"]
    assert classifier.species == answer["names"]
    assert probabilities == pytest.approx(np.array(answer["ndarray"]))


#parse("/shared/model/test_classifier.vm")
