"""3. Cold start: from `docker run` to the first right prediction."""

import http.client
import json
import sys
import time
from collections.abc import Iterator
from functools import partial
from itertools import groupby

from measure.cases import Case
from measure.comparison import Comparison, Goal, Rounds
from measure.docker import Container, Image, running

POLL_SECONDS = 0.02
WAIT_SECONDS = 120

HALF_OF_CONDA_PEER = Goal("ratio", 0.5)
AS_BARE = Goal("ratio", 1.1)


def ask(case: Case, port: int, path: str, body: bytes) -> dict | None:
    """Returns the answer, None if there is none yet."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("POST", path, body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        content = response.read()
        return json.loads(content) if response.status == 200 else None
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def wait_for_answer(
    case: Case, container: Container, expected: dict | None = None
) -> float:
    """Returns the seconds from `docker run` to the first right prediction."""
    questions, body = case.questions(), case.request()
    expected = expected or case.answer()
    while True:
        answer = ask(case, container.port, questions.PREDICT, body)
        waited = time.monotonic() - container.started
        if answer is not None and questions.holds(expected, answer):
            return waited
        if waited > WAIT_SECONDS:
            sys.exit(
                f"{case.name}: no right answer in {WAIT_SECONDS} s: {answer}\n{container.log()}"
            )
        time.sleep(POLL_SECONDS)


def start(case: Case, image: Image) -> float:
    with running(image) as container:
        return wait_for_answer(case, container)


def compare(rounds: Rounds, cases: list[Case]) -> Iterator[Comparison]:
    """Compares cases that have the same peer in the same rounds."""
    for _, together in groupby(cases, lambda case: (case.runtime, case.conda)):
        yield from compare_group(rounds, list(together))


def compare_group(rounds: Rounds, cases: list[Case]) -> Iterator[Comparison]:
    starts = {case.environment: partial(start, case, case.ours) for case in cases}
    first = cases[0]
    if first.peer_name:
        starts["peer"] = partial(start, first, first.peer)
    if first.environment != "conda-startup":
        with rounds.alone():
            first.bare.build()
        starts["bare"] = partial(start, first, first.bare)
    seconds = rounds.of(**starts)
    for case in cases:
        ours = seconds[case.environment]
        what = ("Cold start", case.title, "first prediction", "s", ours)
        if "peer" in seconds:
            goal = HALF_OF_CONDA_PEER if case.environment == "conda-build" else None
            yield Comparison(*what, case.peer_name, seconds["peer"], goal)
        if "bare" in seconds and case is first:
            yield Comparison(*what, "bare server", seconds["bare"], AS_BARE)
