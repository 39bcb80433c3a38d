"""The command: python -m measure. benchmarks/run makes the environment that it needs."""

import argparse
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from measure import (
    build,
    generation,
    growth,
    machine,
    maven,
    report,
    serving,
    settings,
    size,
    start,
)
from measure.cases import Case
from measure.comparison import MISSED, Comparison, Rounds
from measure.docker import cleaned

RESULTS = Path(__file__).parents[1] / "results"
PARTS = ("generation", "build", "start", "size", "serving", "growth")
SECONDS, SHORT_SECONDS = 90, 20  # no pair of one comparison begins later
SHORT_PARTS = PARTS[:4]
CASES = [
    ("mlserver", "requirements"),
    ("mlserver", "conda-build"),
    ("mlserver", "conda-startup"),
    ("triton", "requirements"),
    ("triton", "conda-build"),
    ("triton", "conda-startup"),
    ("seldon", "requirements"),
    ("seldon", "conda-build"),
    ("seldon", "conda-startup"),
]
SHORT_CASES = [CASES[0], CASES[1], CASES[3], CASES[6]]


def main() -> int:
    options = parse()
    # A run that is stopped removes what it made, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    shutil.rmtree(options.work, ignore_errors=True)
    options.work.mkdir(parents=True)
    if not options.no_install:
        maven.install()
    cases = [
        Case(*case, options.work)
        for case in (SHORT_CASES if options.short else CASES)
        if not options.cases or "-".join(case) in options.cases
    ]
    comparisons: list[Comparison] = []
    with cleaned():
        try:
            for comparison in measure(options, cases):
                comparisons.append(comparison)
                report.progress(comparison)
        finally:  # what a stopped run has measured is written, too
            report.write(comparisons, machine.describe(cases), options.results)
    print(f"written: {options.results}")
    return fail_where_missed(comparisons)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks/run", description=__doc__)
    parser.add_argument("--short", action="store_true", help="parts 1 to 4, few cases")
    parser.add_argument("--parts", nargs="+", choices=PARTS, help="these parts only")
    parser.add_argument(
        "--cases", nargs="+", help="these cases only: mlserver-requirements ..."
    )
    parser.add_argument("--rounds", type=int, help="of each measurement")
    parser.add_argument(
        "--no-install", action="store_true", help="the archetypes are installed"
    )
    parser.add_argument("--lock", type=Path, help="locked while something is measured")
    parser.add_argument(
        "--results",
        type=Path,
        help="folder to write; results/ beside the command is for whole runs",
    )
    parser.add_argument("--work", type=Path, required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.rounds = options.rounds or (4 if options.short else 5)
    if not options.results:
        whole = not (options.short or options.parts or options.cases)
        options.results = RESULTS if whole else options.work / "results"
    options.parts = options.parts or (SHORT_PARTS if options.short else PARTS)
    return options


def measure(options: argparse.Namespace, cases: list[Case]) -> Iterator[Comparison]:
    """Yields the comparisons, part by part."""
    rounds = Rounds(
        options.rounds, SHORT_SECONDS if options.short else SECONDS, options.lock
    )
    work, parts = options.work, options.parts
    if "generation" in parts:
        yield from generation.compare(rounds, work)
    for case in cases:
        with rounds.alone():
            case.generate()
    if "build" in parts:
        yield from build.compare(rounds, cases, work)
    else:
        for case in cases:
            build.build_all(rounds, case)
    if "start" in parts:
        yield from start.compare(rounds, cases)
    if "size" in parts:
        yield from size.compare(rounds, cases)
    plain = [case for case in cases if not case.conda]
    if "serving" in parts:
        yield from serving.compare(rounds, plain)
        yield from settings.compare(rounds, plain)
    if "growth" in parts:
        yield from growth.compare(rounds, plain)


def fail_where_missed(comparisons: list[Comparison]) -> int:
    missed = [each for each in comparisons if each.verdict == MISSED]
    for comparison in missed:
        print(f"missed: {report.describe(comparison)}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
