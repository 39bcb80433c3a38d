"""The command; benchmarks/run makes the environment that it needs."""

import argparse
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from measure import maven, parts, report
from measure.case import Case
from measure.comparison import MISSED, Comparison, Rounds
from measure.docker import cleaned
from measure.runtime import RUNTIMES

WHOLE, SHORT = Rounds(5, 90), Rounds(3, 20)
SHORT_CASES = ("mlserver-requirements", "triton-conda", "seldon-requirements")
PARTS = ("generation", "build", "start", "size", "large", "serving", "settings")
LARGE_CASE = "mlserver-requirements"  # all Dockerfiles have the same section for large files


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks/run")
    parser.add_argument("--short", action="store_true", help="parts 1 to 5, three cases")
    parser.add_argument("--report", action="store_true", help="no run: table and plot")
    parser.add_argument("--parts", nargs="+", choices=PARTS, help="these only")
    parser.add_argument("--cases", nargs="+", help="these only: mlserver-conda ...")
    parser.add_argument("--work", type=Path, required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    # A run that is stopped removes what it made, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    comparisons = report.write() if options.report else run(options)
    missed = [each for each in comparisons if each.verdict == MISSED]
    for comparison in missed:
        print(f"missed: {report.describe(comparison)}", file=sys.stderr)
    return 1 if missed else 0


def run(options: argparse.Namespace) -> list[Comparison]:
    """Measures; a whole run, and no other, writes results/."""
    started = time.monotonic()
    shutil.rmtree(options.work, ignore_errors=True)
    options.work.mkdir(parents=True)
    maven.install()
    environments = ("requirements", "conda")
    cases = [Case(runtime, name, options.work, options.short) for runtime in RUNTIMES.values() for name in environments]
    chosen = options.cases or (SHORT_CASES if options.short else [case.name for case in cases])
    cases = [case for case in cases if case.name in chosen]
    comparisons = []
    with cleaned():
        for comparison in measure(options, cases):
            comparisons.append(comparison)
            clock = f"[{time.monotonic() - started:4.0f} s]"
            print(clock, report.describe(comparison), flush=True)
        if not (options.short or options.parts or options.cases):
            report.save(comparisons, report.facts(cases))
            report.write()
    print(f"{time.monotonic() - started:.0f} s")
    return comparisons


def measure(options: argparse.Namespace, cases: list[Case]) -> Iterator[Comparison]:
    rounds = SHORT if options.short else WHOLE
    chosen = options.parts or (PARTS[:5] if options.short else PARTS)
    if "generation" in chosen:
        yield from parts.generation(rounds, options.work)
    for case in cases:
        case.generate()
        if "build" in chosen and case.peer:
            yield from parts.build(rounds, case, added=not options.short)
        for image in (case.ours, case.startup, case.peer):
            if image:
                image.build()
        if "start" in chosen:
            yield from parts.cold_start(rounds, case)
        if "size" in chosen and case.peer:
            yield from parts.size(case)
        if "large" in chosen and case.name == LARGE_CASE:
            yield from parts.large_files(rounds, case)
        if case.environment == "requirements":
            if "serving" in chosen:
                yield from parts.serving(rounds, case)
            if "settings" in chosen:
                yield from parts.settings(rounds, case)


if __name__ == "__main__":
    sys.exit(main())
