"""Comparisons, the limits of limits.csv, and measurements in turn."""

import csv
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path

from scipy.stats import ttest_1samp

KEPT, UNSURE, MISSED = "kept", "within noise", "missed"
SIGNIFICANT = 0.01

with (Path(__file__).parents[1] / "limits.csv").open(encoding="utf-8", newline="") as file:
    LIMITS = list(csv.DictReader(file))


@dataclass
class Comparison:
    part: str
    case: str
    what: str
    unit: str
    peer_name: str
    ours: list[float]
    peer: list[float]

    def __str__(self) -> str:
        return f"{self.part}: {self.case}: {self.what}: {self.peer_name}"

    @property
    def ratios(self) -> list[float]:
        return [ours / peer for ours, peer in zip(self.ours, self.peer)]

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios)

    @cached_property
    def limit(self) -> dict[str, str]:
        """The first row of limits.csv that matches."""
        return next(row for row in LIMITS if fnmatchcase(str(self), row["comparison"]))

    @property
    def verdict(self) -> str:
        """Missed is what a t-test of the pairs is sure of at 1 %, or a single pair far beyond the limit."""
        sign, value, *unit = self.limit["limit"].split()
        limit, at_most = float(value), sign == "<="
        values = self.ours if unit else self.ratios
        middle = statistics.median(values)
        beyond = middle / limit if at_most else limit / middle
        if beyond <= 1:
            return KEPT
        if len(values) == 1:
            return MISSED if beyond > 2 or self.part == "Size" else UNSURE
        test = ttest_1samp(values, limit, alternative="greater" if at_most else "less")
        return MISSED if test.pvalue < SIGNIFICANT else UNSURE


@dataclass(frozen=True)
class Rounds:
    """So many rounds of each measurement; none begins after so many seconds."""

    number: int
    seconds: float

    def of(self, measurements: dict[str, Callable], times: int = 1) -> dict[str, list]:
        """Measures in turn, in alternating order: what slows the machine down slows both of a pair."""
        values = {name: [] for name in measurements}
        started = time.monotonic()
        for index in range(self.number * times):
            if time.monotonic() - started > self.seconds:
                break
            for name in reversed(measurements) if index % 2 else measurements:
                values[name].append(measurements[name]())
        return values
