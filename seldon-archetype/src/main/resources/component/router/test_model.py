"""Unit tests of the router. They need neither the server nor its packages."""

import json
from pathlib import Path

import numpy as np
import pytest

from epsilon_greedy import EpsilonGreedy

HERE = Path(__file__).parent
EXAMPLE = json.loads((HERE / "${modelName}_request.json").read_text())["data"]


@pytest.fixture
def router():
    return EpsilonGreedy()


def test_the_example_request_gets_the_example_answer(router):
    answer = json.loads((HERE / "${modelName}_response.json").read_text())

    route = router.choose(EXAMPLE["ndarray"])

    assert router.features == EXAMPLE["names"]
    assert [[route]] == answer["data"]["ndarray"]
    assert router.routes[route] == answer["meta"]["tags"]["route"]


def test_requests_go_where_the_rewards_are(router):
    router.learn(1, 1.0)
    assert router.choose(EXAMPLE["ndarray"]) == 1

    router.learn(1, 0.0)
    router.learn(1, 0.0)
    assert router.choose(EXAMPLE["ndarray"]) == 0


def test_a_share_of_epsilon_goes_to_any_route():
    flowers = np.random.default_rng(1).uniform(0, 10, (2000, 1, 4))
    router = EpsilonGreedy(epsilon=0.2)

    routes = [router.choose(flower) for flower in flowers]

    assert routes.count(1) == pytest.approx(200, abs=60)
    assert routes == [router.choose(flower) for flower in flowers]


@pytest.mark.parametrize(
    "measurements",
    [[5.1, 3.5, 1.4, 0.2], [[5.1, 3.5, 1.4]], [["a", "b", "c", "d"]]],
    ids=["one dimension", "three features", "text"],
)
def test_anything_but_rows_of_four_numbers_is_refused(router, measurements):
    with pytest.raises(ValueError, match="the data must be"):
        router.choose(measurements)


@pytest.mark.parametrize(
    ("route", "reward"), [(None, 1.0), (2, 1.0), (-1, 1.0), (0, 2.0)]
)
def test_feedback_without_a_route_or_a_reward_is_refused(router, route, reward):
    with pytest.raises(ValueError, match="must be from 0 to 1"):
        router.learn(route, reward)
