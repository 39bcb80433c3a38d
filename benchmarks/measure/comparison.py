"""What is measured: rounds of ours and of a peer, pair by pair, and whether they reach the goal."""

import fcntl
import statistics
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from measure.known import MISSES, Known

MET, NOISE, MISSED, NO_GOAL = "met", "within noise", "missed", "no goal"
KNOWN_MISS = "missed, as known"


@dataclass
class Goal:
    """limit holds for ours / peer ("ratio"), ours - peer ("difference") or ours ("value").

    slack is what ours may have beside it: what the same thing measured twice differs by.
    """

    of: str
    limit: float
    at_least: bool = False
    slack: float = 0


@dataclass
class Comparison:
    part: str
    case: str
    what: str
    unit: str
    ours: list[float]
    peer_name: str = ""
    peer: list[float] = field(default_factory=list)
    goal: Goal | None = None

    @property
    def ratios(self) -> list[float]:
        return [ours / peer for ours, peer in zip(self.ours, self.peer)]

    def measured(self) -> list[float]:
        """Returns what the goal is about, round by round."""
        if self.goal.of == "ratio":
            slack = self.goal.slack
            return [(ours - slack) / peer for ours, peer in zip(self.ours, self.peer)]
        if self.goal.of == "difference":
            return [ours - peer for ours, peer in zip(self.ours, self.peer)]
        return self.ours

    @property
    def verdict(self) -> str:
        """Missed is a goal that three quarters of the pairs miss.

        Both of a pair run directly one after the other, so what slows the machine down slows both.
        A pair that is hit alone moves the median at worst, not the most favourable quartile.
        """
        if not self.goal:
            return NO_GOAL
        sign = -1 if self.goal.at_least else 1
        values = sorted(sign * value for value in self.measured())
        limit = sign * self.goal.limit
        if statistics.median(values) <= limit:
            return MET
        if favourable_quartile(values) <= limit:
            return NOISE
        if self.known and favourable_quartile(values) <= self.known.limit:
            return KNOWN_MISS
        return MISSED

    @property
    def known(self) -> Known | None:
        return MISSES.get((self.part, self.case, self.what)) if self.goal else None

    def as_json(self) -> dict:
        return asdict(self) | {"verdict": self.verdict}


def favourable_quartile(values: list[float]) -> float:
    """Returns the lower quartile of sorted values, of a single one itself."""
    if len(values) < 2:
        return values[0]
    return statistics.quantiles(values, n=4, method="inclusive")[0]


@dataclass
class Rounds:
    """Runs measurements in turn: round by round, the order alternating.

    No round begins after the given seconds: long builds have fewer rounds, and less noise.
    """

    number: int
    seconds: float
    lock: Path | None = None

    def of(self, **measurements: Callable[[], Any]) -> dict[str, list]:
        values: dict[str, list] = {name: [] for name in measurements}
        spent = 0.0
        for index in range(self.number):
            if spent > self.seconds:
                break
            order = list(measurements)
            if index % 2:
                order.reverse()
            with self.alone():
                started = time.monotonic()
                for name in order:
                    values[name].append(measurements[name]())
                spent += time.monotonic() - started
        return values

    @contextmanager
    def alone(self):
        """Keeps other users of the same lock file away, on a machine that is shared."""
        if not self.lock:
            yield
            return
        with self.lock.open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
