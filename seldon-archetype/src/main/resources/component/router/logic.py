"""The router itself. It needs no server, so a unit test can call it."""

import json
import threading
import zlib
from pathlib import Path

import numpy as np

ROUTES = Path(__file__).with_name("routes.json")


#parse("/component/rows.py")


class EpsilonGreedy:
    """Sends most requests to the route with the best rewards, and a share, epsilon, to any route.

    The data of a request decides whether it belongs to that share, so a repeated request takes the
    same route, unless rewards have changed which one is best.
    """

    def __init__(self, epsilon: float = 0.1, file: Path = ROUTES):
        content = json.loads(file.read_text(encoding="utf-8"))
        self.features = content["features"]
        self.routes = content["routes"]
        self.epsilon = epsilon
        if not 0 <= epsilon <= 1:
            raise ValueError(f"epsilon must be from 0 to 1, not {epsilon}")
        self.lock = threading.Lock()
        # Each route starts as if it had received one reward of 1 and one of 0.
        self.rewards = np.ones(len(self.routes))
        self.counts = np.full(len(self.routes), 2.0)

    def choose(self, measurements) -> int:
        """Returns the route for a request: its number in the order of the graph's children."""
        number = zlib.crc32(rows(measurements, self.features).tobytes())
        if number >= (1 - self.epsilon) * 2**32:
            return number % len(self.routes)
        return int((self.rewards / self.counts).argmax())

    def learn(self, route, reward: float) -> None:
        """Learns from the reward, 0 to 1, for an answer that came from a route."""
        if route is None or not 0 <= route < len(self.routes):
            raise InvalidInput(
                f"the route must be from 0 to {len(self.routes) - 1}, not {route}: "
                "feedback must have it in response.meta.routing, under the name of this unit"
            )
        if not 0 <= reward <= 1:
            raise InvalidInput(f"the reward must be from 0 to 1, not {reward}")
        with self.lock:
            self.rewards[route] += reward
            self.counts[route] += 1
