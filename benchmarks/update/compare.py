"""Updates the same edited repositories by copier, and compares what is lost and where there are conflicts."""

from __future__ import annotations

import datetime
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

MARKER = "<<<<<<< "
# Files that only one of the two tools has.
RECORDS = {".archetype.properties", ".copier-answers.yml"}
FIXED = {
    "GIT_AUTHOR_NAME": "user",
    "GIT_AUTHOR_EMAIL": "user@example.com",
    "GIT_COMMITTER_NAME": "user",
    "GIT_COMMITTER_EMAIL": "user@example.com",
}

Tree = dict[str, str]


@dataclass(frozen=True)
class Outcome:
    conflicts: int
    user_lines_lost: int
    template_lines_lost: int
    exit_code: int
    seconds: float


def run(*words: str | Path, cwd: Path, check: bool = True) -> int:
    done = subprocess.run(
        [str(word) for word in words], cwd=cwd, env=os.environ | FIXED, capture_output=True, text=True, check=False
    )
    if check and done.returncode:
        sys.exit(f"{words} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.returncode


def commit(folder: Path, message: str) -> None:
    run("git", "add", "--all", "--force", cwd=folder)
    run("git", "commit", "--quiet", "--allow-empty", "--message", message, cwd=folder)


def read(folder: Path) -> Tree:
    """Returns the files by their paths, without git's and the tools' records."""
    return {
        str(file.relative_to(folder)): file.read_text(encoding="utf-8", errors="replace")
        for file in sorted(folder.rglob("*"))
        if file.is_file() and ".git" not in file.relative_to(folder).parts[:1] and file.name not in RECORDS
    }


def copy(source: Path, folder: Path, *without: str) -> None:
    """Copies files, which are new then: with the times of the source, git takes other files of the same size for the same."""
    ignore = shutil.ignore_patterns(*without)
    shutil.copytree(source, folder, ignore=ignore, copy_function=shutil.copyfile, dirs_exist_ok=True)


def replace(folder: Path, source: Path, keep: set[str]) -> None:
    """Makes a folder's files those of another, but for git's and those to keep."""
    for entry in folder.iterdir():
        if entry.name not in keep:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    copy(source, folder)


def lines(tree: Tree) -> Counter[str]:
    return Counter(line for text in tree.values() for line in text.splitlines())


def lost(added: Counter[str], result: Tree) -> int:
    return (added - lines(result)).total()


def outcome(trees: dict[str, Tree], result: Tree, conflicts: int, exit_code: int, seconds: float) -> Outcome:
    kept = {
        path: text for path, text in trees["after"].items() if path in trees["yours"] or path not in trees["before"]
    }
    before = {path: text for path, text in trees["before"].items() if path in kept}
    return Outcome(
        conflicts=conflicts,
        user_lines_lost=lost(lines(trees["yours"]) - lines(trees["before"]), result),
        template_lines_lost=lost(lines(kept) - lines(before), result),
        exit_code=exit_code,
        seconds=seconds,
    )


def template(folder: Path, before: Path, after: Path) -> None:
    """Makes a copier template with two versions: the two renderings, as they are."""
    folder.mkdir()
    run("git", "init", "--quiet", "--initial-branch=main", cwd=folder)
    (folder / "copier.yml").write_text("_subdirectory: files\n", encoding="utf-8")
    for tag, source in (("v1.0.0", before), ("v2.0.0", after)):
        shutil.rmtree(folder / "files", ignore_errors=True)
        copy(source, folder / "files", ".archetype.properties")
        (folder / "files" / "{{ _copier_conf.answers_file }}.jinja").write_text(
            "{{ _copier_answers|to_nice_yaml }}", encoding="utf-8"
        )
        commit(folder, tag)
        run("git", "tag", tag, cwd=folder)


def by_copier(work: Path, source: Path, edited: Path, trees: dict[str, Tree]) -> Outcome:
    project = work / "project"
    run("copier", "copy", "--quiet", "--defaults", "--vcs-ref", "v1.0.0", source, project, cwd=work)
    run("git", "init", "--quiet", "--initial-branch=main", cwd=project)
    commit(project, "generated")
    replace(project, edited, {".git", ".copier-answers.yml"})
    commit(project, "ours")
    started = time.monotonic()
    code = run("copier", "update", "--quiet", "--defaults", cwd=project, check=False)
    seconds = time.monotonic() - started
    result = read(project)
    conflicts = sum(MARKER in text or path.endswith(".rej") for path, text in result.items())
    return outcome(trees, result, conflicts, code, seconds)


def main() -> None:
    folder, table = Path(sys.argv[1]), Path(sys.argv[2])
    rows = []
    loads = []
    for runtime in sorted(folder.iterdir()):
        with tempfile.TemporaryDirectory() as temporary:
            source = Path(temporary, "template")
            template(source, runtime / "before", runtime / "after")
            for case in sorted((runtime / "edited").iterdir()):
                trees = {
                    "before": read(runtime / "before"),
                    "after": read(runtime / "after"),
                    "yours": read(case / "yours"),
                }
                files = [line for line in (case / "conflicts").read_text().splitlines() if line]
                seconds = float((case / "seconds").read_text())
                ours = outcome(trees, read(case / "ours"), len(files), int(bool(files)), seconds)
                with tempfile.TemporaryDirectory() as work:
                    theirs = by_copier(Path(work), source, case / "yours", trees)
                rows.append((runtime.name.removesuffix("-archetype"), case.name, ours, theirs))
                loads.append(os.getloadavg()[0])
                print(*rows[-1], flush=True)
                write(rows, statistics.mean(loads), table)
    worse = [row for row in rows if row[2].conflicts > row[3].conflicts]
    if worse:
        sys.exit(f"more conflicts than copier: {worse}")


def write(rows: list[tuple[str, str, Outcome, Outcome]], load: float, table: Path) -> None:
    cores = os.cpu_count()
    text = [
        "# serving:update and copier",
        "",
        "The edited repositories of the plugin's tests, updated over the same change by both (ours / copier 9.19.1). copier's template",
        "is made of the two renderings. The time of ours is that of the goal in a running Maven; Maven itself starts in about a second.",
        "`benchmarks/update/run` writes this table.",
        "",
        "- a comment at the plugin's version: ours raises the version in the user's line and keeps the comment. As it was, the line is",
        "  on neither side any more: this counts as one of the user's and one of the template's.",
        "- pom.xml, at what changes: ours has the conflict in git's index, and the user's lines in the file, so that Maven starts.",
        "  The template's line counts as lost, because it is not in the file.",
        "",
        f"Measured {datetime.date.today()} on {cores} cores, at a load of {load:.0f}: above {cores}, times are upper bounds.",
        "",
        "| archetype | what the user did | files with conflicts | user's lines lost | template's lines lost | exit code | seconds |",
        "|---|---|--:|--:|--:|--:|--:|",
    ]
    for runtime, case, ours, theirs in rows:
        cells = [
            f"{ours.conflicts} / {theirs.conflicts}",
            f"{ours.user_lines_lost} / {theirs.user_lines_lost}",
            f"{ours.template_lines_lost} / {theirs.template_lines_lost}",
            f"{ours.exit_code} / {theirs.exit_code}",
            f"{ours.seconds:.1f} / {theirs.seconds:.1f}",
        ]
        text.append(f"| {runtime} | {case} | " + " | ".join(cells) + " |")
    table.write_text("\n".join(text) + "\n", encoding="utf-8")


main()
