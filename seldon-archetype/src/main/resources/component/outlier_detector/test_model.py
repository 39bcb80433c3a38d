"""Unit tests of the outlier detector. They need neither the server nor its packages."""

import json
from pathlib import Path

import pytest

from outlier_scorer import OutlierScorer

HERE = Path(__file__).parent


@pytest.fixture
def scorer():
    return OutlierScorer()


def test_the_example_request_gets_the_example_answer(scorer):
    request = json.loads((HERE / "${modelName}_request.json").read_text())["data"]
    tags = json.loads((HERE / "${modelName}_response.json").read_text())["meta"]["tags"]

    scores = scorer.score(request["ndarray"])

    assert scorer.features == request["names"]
    assert scores.tolist() == pytest.approx(tags["outlier_score"])
    assert scorer.is_outlier(scores).tolist() == tags["outlier"]


def test_each_row_is_scored_separately(scorer):
    scores = scorer.score([[5.8, 3.1, 3.8, 1.2], [5.8, 3.1, 30.0, 1.2]])

    assert scorer.is_outlier(scores).tolist() == [False, True]


def test_the_threshold_is_a_parameter():
    strict = OutlierScorer(threshold=1.0)

    assert strict.is_outlier(strict.score([[5.1, 3.5, 1.4, 0.2]])).tolist() == [True]


@pytest.mark.parametrize(
    "measurements",
    [[5.1, 3.5, 1.4, 0.2], [[5.1, 3.5, 1.4]], [["a", "b", "c", "d"]]],
    ids=["one dimension", "three features", "text"],
)
def test_anything_but_rows_of_four_numbers_is_refused(scorer, measurements):
    with pytest.raises(ValueError, match="the data must be"):
        scorer.score(measurements)
