"""1. Generation: each archetype against maven-archetype-quickstart."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from measure import maven
from measure.comparison import Comparison, Goal, Rounds

GOAL = Goal("ratio", 1.1)
RUNTIMES = ("mlserver", "triton", "seldon")


def compare(rounds: Rounds, work: Path) -> Iterator[Comparison]:
    quickstart = maven.QUICKSTART
    # Fills the local repository, so that no round downloads.
    maven.generate(quickstart, work / "quickstart", offline=False)
    for runtime in RUNTIMES:
        usage = rounds.of(
            ours=partial(maven.generate, maven.archetype(runtime), work / runtime),
            peer=partial(maven.generate, quickstart, work / "quickstart"),
        )
        for index, (what, unit) in enumerate(
            [("wall time", "s"), ("peak memory", "MB")]
        ):
            yield Comparison(
                "Generation",
                f"{runtime}-archetype",
                what,
                unit,
                [round_[index] for round_ in usage["ours"]],
                quickstart[1],
                [round_[index] for round_ in usage["peer"]],
                GOAL,
            )
