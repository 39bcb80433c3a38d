"""Unit tests of the model. They need no server and none of its packages."""

import json
from pathlib import Path

import numpy as np
import pytest

from classifier import IrisClassifier

TESTS = Path(__file__).parent


@pytest.fixture
def classifier():
    return IrisClassifier()


def test_the_example_request_gets_the_example_answer(classifier):
    request = json.loads((TESTS / "request.json").read_text())["data"]
    answer = json.loads((TESTS / "response.json").read_text())["data"]

    probabilities = classifier.predict(request["ndarray"])

    assert classifier.features == request["names"]
    assert classifier.species == answer["names"]
    assert probabilities == pytest.approx(np.array(answer["ndarray"]))


#parse("/shared/tests/test_classifier.vm")
