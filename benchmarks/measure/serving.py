"""5. Serving: latency and throughput by wrk, against the bare server."""

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from measure.cases import Case
from measure.comparison import Comparison, Goal, Rounds
from measure.docker import Container, Image, running
from measure.start import wait_for_answer

CONNECTIONS = (1, 16)
WARM_UP_SECONDS = 1
SECONDS = 1
# Until the health check that is due when a paused container goes on has run
SETTLE_SECONDS = 0.3
# Until what wrk left in the server's queue is done: Triton's Python backend does not survive a pause amid a request
DRAIN_SECONDS = 0.3
# With a seed of its own, a container of the same image is up to 9 % faster or slower for all its life.
SAME_SEED = ("--env", "PYTHONHASHSEED=0")
COSTS_NOTHING = Goal("ratio", 0.98, at_least=True)


@dataclass
class Load:
    """What wrk measured: answers a second, and milliseconds."""

    throughput: float
    median: float
    slowest: float  # of 99 %


def write_script(case: Case) -> Path:
    """Writes the POST request for wrk."""
    script = case.work / case.name / "post.lua"
    body = json.dumps(json.loads(case.request()))
    script.write_text(
        'wrk.method = "POST"\n'
        f"wrk.body = [==[{body}]==]\n"
        'wrk.headers["Content-Type"] = "application/json"\n'
    )
    return script


def load(
    case: Case, container: Container, connections: int, seconds: int = SECONDS
) -> Load:
    url = f"http://127.0.0.1:{container.port}{case.questions().PREDICT}"
    command = ["wrk", "--threads", "1", "--connections", str(connections)]
    command += ["--duration", f"{seconds}s", "--latency", "--script"]
    done = subprocess.run(
        [*command, str(write_script(case)), url],
        text=True,
        capture_output=True,
        check=True,
    )
    if "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        sys.exit(f"{case.name} does not answer every request:\n{done.stdout}")
    return Load(
        float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)[1]),
        milliseconds(re.search(r"50%\s+([\d.]+\w+)", done.stdout)[1]),
        milliseconds(re.search(r"99%\s+([\d.]+\w+)", done.stdout)[1]),
    )


def milliseconds(text: str) -> float:
    value, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", text).groups()
    return float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def load_alone(case: Case, container: Container, connections: int) -> Load:
    """Loads a container while all others are paused: neither they nor their health checks take part."""
    container.resume()
    time.sleep(SETTLE_SECONDS)
    measured = load(case, container, connections)
    time.sleep(DRAIN_SECONDS)
    container.pause()
    return measured


def without_shapes(answer: dict) -> dict:
    """Returns the answer without the shapes of its tensors: batches give them one dimension more."""
    outputs = [
        {key: value for key, value in tensor.items() if key != "shape"}
        for tensor in answer.get("outputs", [])
    ]
    return answer | ({"outputs": outputs} if outputs else {})


def loads(
    rounds: Rounds, case: Case, images: dict[str, Image], connections: int
) -> dict[str, list[Load]]:
    """Measures all images in turn, each in a container that is up and warm."""
    with ExitStack() as stack:
        containers = {}
        with rounds.alone():
            for name, image in images.items():
                seeded = replace(image, flags=image.flags + SAME_SEED)
                container = stack.enter_context(running(seeded))
                wait_for_answer(case, container, without_shapes(case.answer()))
                load(case, container, connections, WARM_UP_SECONDS)
                time.sleep(DRAIN_SECONDS)
                container.pause()
                containers[name] = container
        measurements = {
            name: partial(load_alone, case, container, connections)
            for name, container in containers.items()
        }
        return rounds.of(**measurements)


def compare(rounds: Rounds, cases: list[Case]) -> Iterator[Comparison]:
    if not shutil.which("wrk"):
        sys.exit("no wrk: apt-get install wrk")
    # Short ones, and many of them: the machine's own ups and downs are larger than what is looked for.
    rounds = replace(rounds, number=rounds.number * 2)
    for case in cases:
        with rounds.alone():
            case.bare.build()
        images = {"ours": case.ours, "bare": case.bare}
        for connections in CONNECTIONS:
            measured = loads(rounds, case, images, connections)
            yield from against_bare(case, connections, measured)


def against_bare(case: Case, connections: int, measured: dict) -> Iterator[Comparison]:
    at = f"{connections} connection{'s' if connections > 1 else ''}"
    rows = [
        ("throughput", "answers/s", "throughput", COSTS_NOTHING),
        ("median latency", "ms", "median", None),
        ("99 % latency", "ms", "slowest", None),
    ]
    for what, unit, attribute, goal in rows:
        yield Comparison(
            "Serving",
            case.title,
            f"{what}, {at}",
            unit,
            [getattr(load_, attribute) for load_ in measured["ours"]],
            "bare server",
            [getattr(load_, attribute) for load_ in measured["bare"]],
            goal,
        )
