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
    request = json.loads((HERE / "Model_request.json").read_text())["data"]
    answer = json.loads((HERE / "Model_response.json").read_text())["data"]

    probabilities = classifier.predict(request["ndarray"])

    assert classifier.features == request["names"]
    assert classifier.species == answer["names"]
    assert probabilities == pytest.approx(np.array(answer["ndarray"]))


def test_each_row_gets_its_own_answer(classifier):
    flowers = np.array([[5.0, 2.0, 3.5, 1.0], [6.9, 3.2, 5.7, 2.3]])

    probabilities = classifier.predict(flowers)

    assert classifier.name(probabilities) == ["versicolor", "virginica"]
    assert probabilities.sum(axis=1) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize(
    "measurements",
    [
        [5.1, 3.5, 1.4, 0.2],
        [[5.1, 3.5, 1.4]],
        [["a", "b", "c", "d"]],
        [[1, 2, 3, None]],
    ],
    ids=["one dimension", "three features", "text", "a missing value"],
)
def test_anything_but_rows_of_four_numbers_is_refused(classifier, measurements):
    with pytest.raises(ValueError, match="measurements must be"):
        classifier.predict(measurements)
