"""2. Build: first build, rebuild after an edit, rebuild after an added package."""

import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from measure.cases import Case, base_image, write_dockerfile
from measure.comparison import Comparison, Goal, Rounds
from measure.docker import Image

# The same build twice, all of it cached, differs by up to 0.2 s.
NEVER_BEHIND = Goal("ratio", 1.0, slack=0.2)
ONE_SECOND = Goal("difference", 1.0)

# A small package of pure Python that no case has yet
ADDED = "humanize==4.12.3"


def first_build(image: Image) -> float:
    """Builds as on a machine that has the base images and nothing else."""
    return image.build(cached=False)


def edited_build(image: Image) -> float:
    append(image.context / image.model, comment())
    return image.build()


def added_build(image: Image) -> float:
    """Builds with a package more; from the second round on, only the comment is another."""
    file = image.context / image.packages
    if ADDED not in file.read_text():
        append(file, entry(file, ADDED))
    append(file, comment())
    return image.build()


def comment() -> str:
    """Returns a line that no file has had: BuildKit knows files of other builds again by their content."""
    return f"# edit {time.time_ns()}\n"


def append(file: Path, text: str) -> None:
    file.write_text(file.read_text().rstrip("\n") + "\n" + text)


def entry(file: Path, package: str) -> str:
    """Returns the line that adds a package: under pip, where the file is conda's."""
    if file.suffix == ".txt":
        return f"{package}\n"
    if "\n  - pip:" in file.read_text():
        return f"      - {package}\n"
    return f"  - pip\n  - pip:\n      - {package}\n"


def floor_image(case: Case, work: Path) -> Image:
    """Returns FROM the base image and COPY model.py: what an edit costs at least."""
    folder = work / case.name / "floor"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.py").write_text("")
    write_dockerfile(folder, [f"FROM {base_image(case)}", "COPY model.py /"])
    return Image(f"{case.name}-floor", folder, case.ours.port, model="model.py")


def compare(rounds: Rounds, cases: list[Case], work: Path) -> Iterator[Comparison]:
    """Compares what has a peer; a tarball in place of the unpacked environment builds much the same."""
    for case in cases:
        if case.peer_name and case.environment != "conda-startup":
            yield from compare_case(rounds, case, floor_image(case, work))
            continue
        build_all(rounds, case)


def build_all(rounds: Rounds, case: Case) -> None:
    """Builds what the other parts need."""
    with rounds.alone():
        case.ours.build()
        if case.peer_name:
            case.peer.build()


def compare_case(rounds: Rounds, case: Case, floor: Image) -> Iterator[Comparison]:
    images = {"ours": case.ours, "peer": case.peer}

    def measure(build, others=(), times=1):
        return replace(rounds, number=rounds.number * times).of(
            **{
                name: partial(build, image)
                for name, image in [*images.items(), *others]
            }
        )

    def comparison(what, seconds):
        return Comparison(
            "Build",
            case.title,
            what,
            "s",
            seconds["ours"],
            case.peer_name,
            seconds["peer"],
            NEVER_BEHIND,
        )

    first = measure(first_build)
    yield comparison("first build", first)
    with rounds.alone():
        floor.build()
    # Short, so more of them: what the engine does besides is as long as the build itself.
    edited = measure(edited_build, [("floor", floor)], times=3)
    yield comparison("after an edit of the model", edited)
    yield Comparison(
        "Build",
        case.title,
        "after an edit of the model",
        "s",
        edited["ours"],
        "FROM and COPY",
        edited["floor"],
        ONE_SECOND,
    )
    # It repeats most of a first build: the short form has no time for it after a long one.
    if first["ours"][0] + first["peer"][0] <= rounds.seconds:
        yield comparison("after an added package", measure(added_build))
