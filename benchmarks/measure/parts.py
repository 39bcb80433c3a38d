"""The parts of a run; each yields its comparisons."""

import http.client
import json
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from measure import maven
from measure.case import Case
from measure.comparison import Comparison, Rounds
from measure.docker import Container, Image, docker, running
from measure.runtime import RUNTIMES, Setting

POLL_SECONDS = 0.02
START_SECONDS = 120
CONNECTIONS = (1, 16)
LOAD_SECONDS = 1
# A health check that came due during a pause runs first. Triton's Python backend does not survive a pause amid a request.
SETTLE_SECONDS = 0.3
# With seeds of their own, containers of one image differ by up to 9 % for all their life.
SAME_SEED = {"PYTHONHASHSEED": "0"}


def generation(rounds: Rounds, work: Path) -> Iterator[Comparison]:
    """Each archetype beside maven-archetype-quickstart, offline, with a warm local repository."""
    archetypes = {runtime: maven.archetype(runtime) for runtime in RUNTIMES}
    archetypes["peer"] = maven.QUICKSTART
    maven.generate(maven.QUICKSTART, work / "peer")  # downloads what is not there yet
    measurements = {name: partial(maven.generate, each, work / name, "-o") for name, each in archetypes.items()}
    usages = rounds.of(measurements)
    for runtime in RUNTIMES:
        for index, (what, unit) in enumerate([("wall time", "s"), ("peak memory", "MB")]):
            ours, peer = ([usage[index] for usage in usages[name]] for name in (runtime, "peer"))
            yield Comparison("Generation", f"{runtime}-archetype", what, unit, maven.QUICKSTART[1], ours, peer)


def edit(file: Path, line: str = "") -> None:
    """Appends a line, and a comment that no file has had: BuildKit knows a file of an earlier build again."""
    text = file.read_text(encoding="utf-8").rstrip("\n")
    file.write_text(f"{text}\n{line}# edit {time.time_ns()}\n", encoding="utf-8")


def edited(image: Image) -> float:
    edit(image.folder / image.model)
    return image.build()


def with_package(image: Image) -> float:
    file = image.folder / image.packages
    edit(file, "" if image.added in file.read_text(encoding="utf-8") else image.added)
    return image.build()


def build(rounds: Rounds, case: Case, added: bool) -> Iterator[Comparison]:
    """Builds without cache, after an edit of the model, and after an added package."""
    measurements = [
        ("first build", lambda image: image.build("--no-cache"), 1),
        ("after an edit of the model", edited, 3),  # short, so more of them
        ("after an added package", with_package, 1),
    ]
    for what, measure, times in measurements if added else measurements[:2]:
        seconds = rounds.of({"ours": partial(measure, case.ours), "peer": partial(measure, case.peer)}, times)
        yield Comparison("Build", case.title, what, "s", case.peer_data.name, **seconds)


def ask(case: Case, port: int) -> object:
    """Returns the answer, None if there is none yet."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("POST", case.runtime.path, case.request, {"Content-Type": "application/json"})
        response = connection.getresponse()
        content = response.read()
        return json.loads(content) if response.status == 200 else None
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def holds(expected: object, answer: object) -> bool:
    """Tells whether the answer has all that is expected; batching gives shapes a dimension more."""
    if isinstance(expected, dict):
        return isinstance(answer, dict) and all(
            key == "shape" or holds(value, answer.get(key)) for key, value in expected.items()
        )
    if isinstance(expected, list):
        return isinstance(answer, list) and len(expected) == len(answer) and all(map(holds, expected, answer))
    if isinstance(expected, float):
        return isinstance(answer, (int, float)) and math.isclose(expected, answer, abs_tol=1e-3)
    return expected == answer


def wait_for_answer(case: Case, container: Container) -> float:
    """Returns the seconds from `docker run` to the first right answer."""
    while True:
        answer = ask(case, container.port)
        waited = time.monotonic() - container.started
        if holds(case.response, answer):
            return waited
        if waited > START_SECONDS:
            sys.exit(f"{case.name}: no right answer in {START_SECONDS} s: {answer}")
        time.sleep(POLL_SECONDS)


def start(case: Case, image: Image) -> float:
    with running(image) as container:
        return wait_for_answer(case, container)


def cold_start(rounds: Rounds, case: Case) -> Iterator[Comparison]:
    case.bare.build()
    images = {"ours": case.ours, "startup": case.startup, "peer": case.peer, "bare": case.bare}
    seconds = rounds.of({name: partial(start, case, image) for name, image in images.items() if image})
    row = partial(Comparison, "Cold start", case.title)
    if case.peer:
        yield row("first prediction", "s", case.peer_data.name, seconds["ours"], seconds["peer"])
    yield row("first prediction", "s", "bare server", seconds["ours"], seconds["bare"])
    if case.startup:
        what = "first prediction, condaUnpack=startup"
        yield row(what, "s", case.peer_data.name, seconds["startup"], seconds["peer"])


def changed_layers(image: Image) -> float:
    """Returns the kilobytes of the layers that an edit of the model changes: the least of three edits.

    After builds side by side, BuildKit may have several results of one step, and it takes any of them.
    """
    image.build()
    changed = []
    for _ in range(3):
        before = image.layers()
        edited(image)
        changed.append(kilobytes_changed(image, before))
    return min(changed)


def kilobytes_changed(image: Image, before: list[str]) -> float:
    changed = set(image.layers()) - set(before)
    return sum(image.layer_sizes()[: len(changed)]) / 1e3


def size(case: Case) -> Iterator[Comparison]:
    rows = [("layers that an edit changes", "kB", changed_layers, case.ours), ("image", "MB", Image.size, case.ours)]
    if case.startup:
        rows.append(("image, condaUnpack=startup", "MB", Image.size, case.startup))
    for what, unit, measure, image in rows:
        yield Comparison("Size", case.title, what, unit, case.peer_data.name, [measure(image)], [measure(case.peer)])


@contextmanager
def with_weights(image: Image, megabytes: int) -> Iterator[Image]:
    """A copy of an image's folder, with a large file beside the model."""
    copy = replace(image, name=f"{image.name}-large", folder=image.folder.with_name(f"{image.folder.name}-large"))
    shutil.copytree(image.folder, copy.folder)
    weights = (copy.folder / copy.model).with_name("weights.bin")
    with weights.open("wb") as file:
        for _ in range(megabytes):
            file.write(os.urandom(1_000_000))
    yield copy
    shutil.rmtree(copy.folder)


def large_files(rounds: Rounds, case: Case) -> Iterator[Comparison]:
    """What weights beside the code add to a build after an edit of the code, and to the layers that it changes."""
    megabytes = 100 if case.short else 1000
    weights = f"{megabytes} MB of weights"
    with with_weights(case.ours, megabytes) as ours, with_weights(case.peer, megabytes) as peer:
        for image in (case.ours, case.peer, ours, peer):
            image.build()
        before = {image.name: image.layers() for image in (ours, peer)}
        images = {"ours": case.ours, "peer": case.peer, "ours, large": ours, "peer, large": peer}
        # Each build leaves the weights in the engine once more.
        few = replace(rounds, number=min(rounds.number, 3))
        seconds = few.of({name: partial(edited, image) for name, image in images.items()})
        added = [
            [large - small for large, small in zip(seconds[f"{side}, large"], seconds[side])]
            for side in ("ours", "peer")
        ]
        what = f"what {weights} add after an edit of the model"
        yield Comparison("Build", case.title, what, "s", case.peer_data.name, *added)
        changed = [[kilobytes_changed(image, before[image.name])] for image in (ours, peer)]
        what = f"layers that an edit changes, {weights}"
        yield Comparison("Size", case.title, what, "kB", case.peer_data.name, *changed)


def load(case: Case, container: Container, connections: int) -> float:
    """Returns the answers a second while all other containers are paused, and their health checks with them."""
    docker("unpause", container.identity)
    time.sleep(SETTLE_SECONDS)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(
            f'wrk.method = "POST"\nwrk.body = [==[{case.request}]==]\n'
            'wrk.headers["Content-Type"] = "application/json"\n'
        )
        script.flush()
        done = subprocess.run(
            ["wrk", "--threads=1", f"--connections={connections}"]
            + [f"--duration={LOAD_SECONDS}s", f"--script={script.name}"]
            + [f"http://127.0.0.1:{container.port}{case.runtime.path}"],
            text=True,
            capture_output=True,
            check=True,
        )
    time.sleep(SETTLE_SECONDS)
    docker("pause", container.identity)
    if "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        sys.exit(f"{case.name} does not answer every request:\n{done.stdout}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)[1])


def loads(rounds: Rounds, case: Case, images: dict[str, Image], connections: int) -> dict[str, list[float]]:
    """Loads all images in turn, each in a container that is up and warm."""
    if not shutil.which("wrk"):
        sys.exit("no wrk: apt-get install wrk")
    with ExitStack() as stack:
        measurements = {}
        for name, image in images.items():
            image = replace(image, environment=image.environment | SAME_SEED)
            container = stack.enter_context(running(image))
            wait_for_answer(case, container)
            docker("pause", container.identity)
            measurements[name] = partial(load, case, container, connections)
            measurements[name]()
        # Short, and many of them: the machine's own ups and downs are larger than what is looked for.
        return rounds.of(measurements, times=2)


def serving(rounds: Rounds, case: Case) -> Iterator[Comparison]:
    case.bare.build()
    for connections in CONNECTIONS:
        images = {"ours": case.ours, "peer": case.bare}
        answers = loads(rounds, case, images, connections)
        what = f"throughput, {connections} connection{'s' if connections > 1 else ''}"
        yield Comparison("Serving", case.title, what, "answers/s", "bare server", **answers)


def settings(rounds: Rounds, case: Case) -> Iterator[Comparison]:
    """Settings for more than one core, beside the generated ones or beside each other."""
    for computes in sorted({each.computes for each in case.runtime.settings}):
        tried = [each for each in case.runtime.settings if each.computes == computes]
        images = {setting.name: case.setting(setting) for setting in [Setting("as generated", computes), *tried]}
        for image in images.values():
            image.build()
        answers = loads(rounds, case, images, CONNECTIONS[-1])
        model = f"model of {computes} ms" if computes else "example model"
        title = f"{case.runtime.title}, {model}"
        for setting in tried:
            what = f"throughput, {setting.name}"
            values, others = answers[setting.name], answers[setting.peer]
            yield Comparison("Settings", title, what, "answers/s", setting.peer, values, others)
