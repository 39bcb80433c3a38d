"""6. Growth: 1, 10 and 50 models in one repository: build, start, memory."""

import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from measure.build import append, comment
from measure.cases import Case
from measure.comparison import Comparison, Rounds
from measure.docker import running
from measure.start import ask, wait_for_answer

NUMBERS = (1, 10, 50)
SECONDS = 60  # these differ little, and no goal hangs on them


def name_of(case: Case, index: int) -> str:
    """Returns the name of the model: that of the example for the first one."""
    first = "Model" if case.runtime == "seldon" else "modelA"
    return first if index == 0 else f"model{index:02d}"


def grow(case: Case, number: int) -> None:
    """Has the repository hold just so many models, copied as its README says."""
    if case.runtime == "seldon":
        grow_seldon(case, number)
        return
    models = case.ours.context / (
        "src/models" if case.runtime == "mlserver" else "models"
    )
    example = name_of(case, 0)
    for folder in models.iterdir():
        if folder.is_dir() and folder.name != example:
            shutil.rmtree(folder)
    for index in range(1, number):
        name = name_of(case, index)
        shutil.copytree(models / example, models / name)
        settings = models / name / "model-settings.json"
        if settings.exists():
            settings.write_text(settings.read_text().replace(example, name))


def grow_seldon(case: Case, number: int) -> None:
    folder = case.ours.context
    for file in folder.glob("model[0-9]*.py"):
        file.unlink()
    text = (folder / "Model.py").read_text()
    for index in range(1, number):
        name = name_of(case, index)
        (folder / f"{name}.py").write_text(
            text.replace("class Model(", f"class {name}(").replace(
                '"Model"', f'"{name}"'
            )
        )


def start_all(case: Case, number: int) -> tuple[float, float]:
    """Returns the seconds until every model has answered, and the megabytes of memory then."""
    path, body = case.questions().PREDICT, case.request()
    with running(case.ours) as container:
        wait_for_answer(case, container)
        for index in range(1, number if case.runtime != "seldon" else 1):
            its_path = path.replace(name_of(case, 0), name_of(case, index))
            while ask(case, container.port, its_path, body) is None:
                time.sleep(0.02)
        seconds = time.monotonic() - container.started
        return seconds, container.memory()


def compare(rounds: Rounds, cases: list[Case]) -> Iterator[Comparison]:
    rounds = replace(rounds, seconds=SECONDS)
    for case in cases:
        # A container of Seldon's serves one component, however many the image has.
        numbers = (1, 50) if case.runtime == "seldon" else NUMBERS
        for number in numbers:
            yield from measure(rounds, case, number)
        grow(case, 1)


def measure(rounds: Rounds, case: Case, number: int) -> Iterator[Comparison]:
    def build():
        append(case.ours.context / case.settings.model, comment())
        grow(case, number)
        return case.ours.build()

    built = rounds.of(ours=build)["ours"]
    started = rounds.of(ours=partial(start_all, case, number))["ours"]
    models = f"{number} model{'s' if number > 1 else ''}"
    rows = [
        ("rebuild", "s", built),
        ("start", "s", [seconds for seconds, _ in started]),
        ("memory", "MB", [memory for _, memory in started]),
    ]
    for what, unit, values in rows:
        yield Comparison("Growth", case.title, f"{what}, {models}", unit, values)
