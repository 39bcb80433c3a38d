"""results.json, table.md and plot.svg, and a line for each comparison while it runs."""

import json
import statistics
import time
from pathlib import Path

from measure.comparison import KNOWN_MISS, MISSED, NO_GOAL, Comparison, Goal

STARTED = time.monotonic()


def number(value: float) -> str:
    if value >= 1000:
        return f"{value:.0f}"
    return f"{value:.2g}" if abs(value) < 0.1 else f"{value:.3g}"


def spread(values: list[float]) -> str:
    """Returns the median, and the extremes of more than one value."""
    if not values:
        return ""
    text = number(statistics.median(values))
    if len(values) == 1:
        return text
    return f"{text} ({number(min(values))} to {number(max(values))})"


def target(goal: Goal | None, unit: str) -> str:
    if not goal:
        return ""
    sign = "≥" if goal.at_least else "≤"
    if goal.of == "ratio":
        return f"{sign} {goal.limit:g}"
    prefix = "+" if goal.of == "difference" else ""
    return f"{sign} {prefix}{goal.limit:g} {unit}"


def describe(comparison: Comparison) -> str:
    text = f"{comparison.part}, {comparison.case}, {comparison.what}: {spread(comparison.ours)} {comparison.unit}"
    if comparison.peer:
        text += f", {comparison.peer_name} {spread(comparison.peer)}, ratio {spread(comparison.ratios)}"
    goal = target(comparison.goal, comparison.unit)
    return f"{text}: {comparison.verdict}{goal and f' ({goal})'}"


def progress(comparison: Comparison) -> None:
    print(f"[{time.monotonic() - STARTED:5.0f} s] {describe(comparison)}", flush=True)


def write(comparisons: list[Comparison], facts: dict[str, str], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    facts = facts | {"duration": f"{(time.monotonic() - STARTED) / 60:.0f} minutes"}
    results = {"facts": facts, "comparisons": [each.as_json() for each in comparisons]}
    (folder / "results.json").write_text(
        json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    (folder / "table.md").write_text(table(comparisons, facts), encoding="utf-8")
    draw(comparisons, folder / "plot.svg")


def table(comparisons: list[Comparison], facts: dict[str, str]) -> str:
    """Returns a Markdown page: the facts, and a table for each part."""
    lines = [
        "# Results",
        "",
        "Medians (and extremes) of the rounds; ratio: ours / peer, pair by pair.",
        "",
    ]
    lines += ["| | |", "|---|---|"]
    lines += [f"| {name} | {value} |" for name, value in facts.items()]
    for part in dict.fromkeys(each.part for each in comparisons):
        lines += ["", f"## {part}", ""]
        rows = [each for each in comparisons if each.part == part]
        lines += compared(rows) if any(row.peer for row in rows) else alone(rows)
    return "\n".join(lines) + "\n"


def compared(rows: list[Comparison]) -> list[str]:
    lines = [
        "| case | what | ours | peer | | ratio | pairs | goal | |",
        "|---|---|--:|---|--:|--:|--:|--:|---|",
    ]
    for row in rows:
        verdict = {NO_GOAL: "", MISSED: "**missed**"}.get(row.verdict, row.verdict)
        cells = (
            row.case,
            row.what,
            f"{spread(row.ours)} {row.unit}",
            row.peer_name,
            spread(row.peer),
            spread(row.ratios) if all(row.peer) else "",
            str(len(row.ours)),
            target(row.goal, row.unit),
            verdict,
        )
        lines.append(f"| {' | '.join(cells)} |")
    reasons: dict[str, list[str]] = {}
    for row in rows:
        if row.verdict == KNOWN_MISS:
            reasons.setdefault(row.known.why, []).append(f"{row.case}, {row.what}")
    if reasons:
        lines += ["", f"{KNOWN_MISS.capitalize()}:", ""]
        lines += [f"- {'; '.join(whats)}: {why}." for why, whats in reasons.items()]
    return lines


def alone(rows: list[Comparison]) -> list[str]:
    lines = ["| case | what | ours |", "|---|---|--:|"]
    return lines + [
        f"| {row.case} | {row.what} | {spread(row.ours)} {row.unit} |" for row in rows
    ]


def draw(comparisons: list[Comparison], file: Path) -> None:
    """Draws every comparison that has a goal on its ratio: a dot for each pair, a bar at the goal."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "serving-archetypes"
    from matplotlib import pyplot

    rows = [each for each in comparisons if each.goal and each.goal.of == "ratio"]
    if not rows:
        return
    figure, axes = pyplot.subplots(
        figsize=(9, 1 + 0.24 * len(rows)), layout="constrained"
    )
    for index, row in enumerate(rows):
        missed = row.verdict in (MISSED, KNOWN_MISS)
        color = "tab:red" if missed else "tab:blue"
        axes.plot(row.ratios, [index] * len(row.ratios), ".", color=color, alpha=0.35)
        axes.plot(statistics.median(row.ratios), index, "o", color=color)
        axes.plot(row.goal.limit, index, "|", color="black", markersize=11)
    axes.set_yticks(
        range(len(rows)),
        [f"{row.part}: {row.case}, {row.what}, to {row.peer_name}" for row in rows],
    )
    axes.tick_params(axis="y", labelsize=7)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xscale("log")
    ticks = [0.25, 0.5, 0.75, 1, 1.5, 2, 3]
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks], minor=False)
    axes.minorticks_off()
    axes.grid(axis="x", alpha=0.4)
    axes.set_xlabel(
        "ours / peer: each pair, the median, and the goal as a bar; red: missed"
    )
    figure.savefig(file, metadata={"Date": None})
