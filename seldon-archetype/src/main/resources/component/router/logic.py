"""The router itself. It needs no server, so a unit test can call it."""

import json
import threading
import zlib
from pathlib import Path

import numpy as np

ROUTES = Path(__file__).with_name("routes.json")


#parse("/component/rows.py")


class EpsilonGreedy:
    """Sends most requests where rewards have been best, and a share of them, epsilon, to any route.

    Only its data decides whether a request belongs to that share: a repeated request takes the same
    route, unless rewards have changed which one is best.
    """

    def __init__(self, epsilon: float = 0.1, file: Path = ROUTES):
        content = json.loads(file.read_text(encoding="utf-8"))
        self.features = content["features"]
        self.routes = content["routes"]
        self.epsilon = epsilon
        if not 0 <= epsilon <= 1:
            raise ValueError(f"epsilon must be from 0 to 1, not {epsilon}")
        self.lock = threading.Lock()
        # Each route starts as if it had got one reward of 1 and one of 0.
        self.rewards = np.ones(len(self.routes))
        self.counts = np.full(len(self.routes), 2.0)

    def choose(self, measurements) -> int:
        """Returns the number of the route, in the order of the graph's children, for a request."""
        number = zlib.crc32(rows(measurements, self.features).tobytes())
        if number >= (1 - self.epsilon) * 2**32:
            return number % len(self.routes)
        return int((self.rewards / self.counts).argmax())

    def learn(self, route, reward: float) -> None:
        """Learns from the reward, 0 to 1, of an answer that came by a route."""
        if route is None or not 0 <= route < len(self.routes):
            raise ValueError(
                f"the route must be from 0 to {len(self.routes) - 1}, not {route}: "
                "feedback must have it in response.meta.routing, by the name of this unit"
            )
        if not 0 <= reward <= 1:
            raise ValueError(f"the reward must be from 0 to 1, not {reward}")
        with self.lock:
            self.rewards[route] += reward
            self.counts[route] += 1
