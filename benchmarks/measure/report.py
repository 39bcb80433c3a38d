"""results.json, and what is drawn from it: table.md and plot.svg."""

import json
import os
import platform
import re
import statistics
import subprocess
from dataclasses import asdict
from datetime import datetime, timezone
from fnmatch import fnmatchcase
from pathlib import Path

from measure.case import Case
from measure.comparison import MISSED, Comparison
from measure.docker import docker

RESULTS = Path(__file__).parents[1] / "results"

# The bars of the plot: what a visitor would ask for
PLOT = {
    "Generate a repository for MLServer": "Generation: mlserver-archetype: wall time: *",
    "First build: MLServer, pip": "Build: MLServer, requirements: first build: *",
    "First build: MLServer, conda": "Build: MLServer, conda: first build: *",
    "First build: Triton, conda": "Build: Triton, conda: first build: *",
    "First build: Seldon, pip": "Build: Seldon, requirements: first build: *",
    "Start: MLServer, pip": "Cold start: MLServer, requirements: first prediction: *",
    "Start: MLServer, conda": "Cold start: MLServer, conda: first prediction: *",
    "Start: Triton, conda": "Cold start: Triton, conda: first prediction: *",
    "Start: Seldon, pip": "Cold start: Seldon, requirements: first prediction: *",
    "Image size: MLServer, conda": "Size: MLServer, conda: image: *",
}


def number(value: float) -> str:
    if value >= 1000:
        return f"{value:.0f}"
    return f"{value:.2g}" if value < 0.1 else f"{value:.3g}"


def spread(values: list[float]) -> str:
    """Returns the median, and the extremes of more than one value."""
    text = number(statistics.median(values))
    if len(values) == 1:
        return text
    return f"{text} ({number(min(values))} to {number(max(values))})"


def describe(row: Comparison) -> str:
    values = f"{spread(row.ours)} {row.unit} vs. {spread(row.peer)}"
    return f"{row}: {values}, ratio {spread(row.ratios)}, {row.verdict} ({row.limit['limit']})"


def facts(cases: list[Case]) -> dict[str, str]:
    """Returns what was measured on, and with what."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    processor = re.search(r"model name\s*:\s*(.*)", Path("/proc/cpuinfo").read_text())
    maven = subprocess.run(["mvn", "-B", "-v"], text=True, capture_output=True, check=True).stdout
    java, apache = (re.search(f"{name} ([0-9.]+)", maven)[1] for name in ("Java version:", "Apache Maven"))
    images = {case.base(name) for case in cases for name in ("BASE_IMAGE", "MINIFORGE_IMAGE")} - {""}
    return {
        "date": f"{datetime.now(timezone.utc):%Y-%m-%d %H:%M} UTC",
        "machine": f"{os.cpu_count()} cores, {memory:.0f} GiB, {processor[1] if processor else platform.machine()}",
        "Docker engine": docker("version", "--format", "{{.Server.Version}}"),
        "Java, Maven": f"{java}, {apache}",
    } | {image: docker("image", "inspect", "--format={{.Id}}", image)[7:19] for image in sorted(images)}


def save(comparisons: list[Comparison], measured_on: dict[str, str]) -> None:
    """Writes results.json, one comparison a line."""
    rows = [asdict(comparison) for comparison in comparisons]
    for row in rows:
        row |= {side: [float(f"{value:.5g}") for value in row[side]] for side in ("ours", "peer")}
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    text = f'{{"facts": {json.dumps(measured_on, indent=1)},\n"comparisons": [\n{lines}\n]}}\n'
    (RESULTS / "results.json").write_text(text, encoding="utf-8")


def write() -> list[Comparison]:
    """Writes the table and the plot of results.json; returns its comparisons."""
    results = json.loads((RESULTS / "results.json").read_text(encoding="utf-8"))
    comparisons = [Comparison(**row) for row in results["comparisons"]]
    text = table(comparisons, results["facts"])
    (RESULTS / "table.md").write_text(text, encoding="utf-8")
    draw(comparisons, RESULTS / "plot.svg")
    return comparisons


def table(comparisons: list[Comparison], measured_on: dict[str, str]) -> str:
    lines = ["# Results", ""]
    lines += ["Medians, and extremes in parentheses. Ratio: ours / peer, pair by pair."]
    lines += ["", "| | |", "|---|---|"]
    lines += [f"| {name} | {value} |" for name, value in measured_on.items()]
    for part in dict.fromkeys(row.part for row in comparisons):
        lines += ["", f"## {part}", ""]
        lines += ["| case | what | ours | peer | | ratio | pairs | limit | | why this limit |"]
        lines += ["|---|---|--:|---|--:|--:|--:|--:|---|---|"]
        for row in comparisons:
            if row.part == part:
                verdict = f"**{MISSED}**" if row.verdict == MISSED else row.verdict
                limit = row.limit["limit"].replace("<=", "≤").replace(">=", "≥")
                cells = [row.case, row.what, f"{spread(row.ours)} {row.unit}"]
                cells += [row.peer_name, spread(row.peer), spread(row.ratios)]
                cells += [str(len(row.ours)), limit, verdict, row.limit["reason"]]
                lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def draw(comparisons: list[Comparison], file: Path) -> None:
    """Draws ours as a part of the peer, a bar for each comparison of PLOT."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    matplotlib.rcParams |= {"svg.fonttype": "none", "svg.hashsalt": "serving-archetypes"}
    figure, axes = pyplot.subplots(figsize=(9, 5.2), layout="constrained")
    labels = []
    for place, (label, pattern) in enumerate(PLOT.items()):
        row = next(row for row in comparisons if fnmatchcase(str(row), pattern))
        axes.barh(place, row.ratio, 0.62, color="tab:blue" if row.ratio <= 1 else "tab:orange")
        ours, peer = (f"{number(statistics.median(side))} {row.unit}" for side in (row.ours, row.peer))
        axes.text(max(row.ratio, 1) + 0.03, place, f"{ours} vs. {peer}", va="center", fontsize=9)
        labels.append(f"{label}\nvs. {row.peer_name}")
    axes.axvline(1, color="black", linewidth=1)
    axes.set_yticks(range(len(PLOT)), labels)
    axes.set_ylim(len(PLOT) - 0.5, -0.5)
    axes.set_xlim(0, 2.2)
    axes.set_xlabel("ours / what people would use instead: less than 1 is better")
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    figure.savefig(file, metadata={"Date": None})
