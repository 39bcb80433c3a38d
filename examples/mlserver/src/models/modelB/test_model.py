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


def test_the_example_request_gets_the_example_answer(classifier):
    tensor = json.loads((HERE / "request.json").read_text())["inputs"][0]
    answer = json.loads((HERE / "response.json").read_text())["outputs"]
    measurements = np.array(tensor["data"]).reshape(tensor["shape"])

    probabilities = classifier.predict(measurements)

    assert probabilities.ravel().tolist() == pytest.approx(answer[0]["data"])
    assert classifier.name(probabilities) == answer[1]["data"]


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


def test_the_settings_name_the_class_in_their_own_folder():
    settings = json.loads((HERE / "model-settings.json").read_text())

    assert settings["implementation"].startswith(f"models.{HERE.name}.model.")
