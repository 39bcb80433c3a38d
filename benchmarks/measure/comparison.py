"""What is measured: rounds of ours and of a peer, pair by pair, and whether they reach the goal."""

import fcntl
import statistics
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from scipy.stats import ttest_1samp

from measure.known import MISSES, Known

MET, NOISE, MISSED, NO_GOAL = "met", "within noise", "missed", "no goal"
KNOWN_MISS = "missed, as known"
SIGNIFICANT = 0.01


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
        if not self.goal:
            return NO_GOAL
        if self.reaches(statistics.median(self.measured()), self.goal.limit):
            return MET
        if not self.surely_misses(self.goal.limit):
            return NOISE
        if self.known and not self.surely_misses(self.known.limit):
            return KNOWN_MISS
        return MISSED

    def reaches(self, value: float, limit: float) -> bool:
        return value >= limit if self.goal.at_least else value <= limit

    def surely_misses(self, limit: float) -> bool:
        """Returns whether the pairs say so: a t-test, wrong in one of a hundred cases at most.

        Both of a pair run directly one after the other, so what slows the machine down slows both. A single
        pair, such as that of a size, tells nothing of its noise: it is taken as it is.
        """
        values = self.measured()
        if len(set(values)) < 2:
            return not self.reaches(values[0], limit)
        beyond = "less" if self.goal.at_least else "greater"
        test = ttest_1samp(values, limit, alternative=beyond)
        return bool(test.pvalue < SIGNIFICANT)

    @property
    def known(self) -> Known | None:
        return MISSES.get((self.part, self.case, self.what)) if self.goal else None

    def as_json(self) -> dict:
        return asdict(self) | {"verdict": self.verdict}


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
