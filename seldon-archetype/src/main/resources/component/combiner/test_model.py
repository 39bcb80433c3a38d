"""Unit tests of the combiner. They need neither the server nor its packages."""

import json
from pathlib import Path

import numpy as np
import pytest

from mean_combiner import MeanCombiner

HERE = Path(__file__).parent


@pytest.fixture
def combiner():
    return MeanCombiner()


def test_the_example_request_gets_the_example_answer(combiner):
    messages = json.loads((HERE / "${modelName}_request.json").read_text())["seldonMessages"]
    answer = json.loads((HERE / "${modelName}_response.json").read_text())["data"]

    mean = combiner.combine([message["data"]["ndarray"] for message in messages])

    assert combiner.classes == answer["names"]
    assert mean == pytest.approx(np.array(answer["ndarray"]))


def test_each_row_is_combined_separately(combiner):
    first = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]
    second = [[0.0, 0.0, 1.0], [0.0, 1.0, 0.0]]

    mean = combiner.combine([first, second])

    assert mean.tolist() == [[0.5, 0.0, 0.5], [0.0, 1.0, 0.0]]


@pytest.mark.parametrize(
    "answers",
    [
        [],
        [[[0.5, 0.5]]],
        [[["a", "b", "c"]]],
        [[[1.0, 0.0, 0.0]], [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]],
    ],
    ids=["none", "two classes", "text", "one row and two rows"],
)
def test_answers_that_do_not_fit_together_are_refused(combiner, answers):
    with pytest.raises(ValueError, match="must be"):
        combiner.combine(answers)
