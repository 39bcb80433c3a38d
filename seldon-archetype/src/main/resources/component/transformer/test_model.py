"""Unit tests of the transformer. They need neither the server nor its packages."""

import json
from pathlib import Path

import numpy as np
import pytest

from unit_converter import UnitConverter

HERE = Path(__file__).parent


@pytest.fixture
def converter():
    return UnitConverter()


def test_the_example_request_gets_the_example_answer(converter):
    request = json.loads((HERE / "${modelName}_request.json").read_text())["data"]
    answer = json.loads((HERE / "${modelName}_response.json").read_text())["data"]

    centimetres = converter.to_centimetres(request["ndarray"])

    assert converter.features == request["names"] == answer["names"]
    assert centimetres == pytest.approx(np.array(answer["ndarray"]))


def test_another_unit_is_a_parameter():
    millimetres = UnitConverter(unit="millimetre")

    assert millimetres.to_centimetres([[51, 35, 14, 2]]) == pytest.approx(
        np.array([[5.1, 3.5, 1.4, 0.2]])
    )


def test_the_answer_names_the_most_probable_class_of_each_row(converter):
    answer = converter.most_probable([[0.9, 0.1], [0.2, 0.8]], ["setosa", "virginica"])

    assert answer == {
        "species": ["setosa", "virginica"],
        "probability": [0.9, 0.8],
    }


@pytest.mark.parametrize(
    "measurements",
    [[2.0, 1.4, 0.6, 0.1], [[2.0, 1.4, 0.6]], [["a", "b", "c", "d"]]],
    ids=["one dimension", "three features", "text"],
)
def test_anything_but_rows_of_four_numbers_is_refused(converter, measurements):
    with pytest.raises(ValueError, match="the data must be"):
        converter.to_centimetres(measurements)


def test_an_unknown_unit_is_refused():
    with pytest.raises(ValueError, match="unit must be one of millimetre"):
        UnitConverter(unit="furlong")


def test_an_answer_without_names_is_refused(converter):
    with pytest.raises(ValueError, match="must have names"):
        converter.most_probable([[0.9, 0.1]], [])
