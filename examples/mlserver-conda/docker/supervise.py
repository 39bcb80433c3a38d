"""Process 1 of the container: starts the server, passes on the stop signal, reports how it ended.

A server that ends without being asked to has failed, whatever its exit code: some servers
exit with 0 when a model raises while loading. The container then exits with a code other than
0, so that Docker and Kubernetes see the failure. If the server stops because it was asked to,
the container exits with 0.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from warmup import Model, WarmUp, does_not_load, known

# A server that ends may write here why, and the model that it could not load.
FAILURE_FILE = Path("/tmp/serving/failure.json")

# How long `docker stop`, compose and Kubernetes give the container to stop, and how long it gives the server.
STOP_SECONDS = os.environ.get("STOP_SECONDS") or "10"
SERVER_SECONDS = int(STOP_SECONDS) - 2 if STOP_SECONDS.isdecimal() else 0

# If asked to stop before the server runs, end at once. (Process 1 ignores signals that it does not handle.)
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))


def say(message: str) -> None:
    """Writes a line to the container's log."""
    print(f"start: {known(message)}", file=sys.stderr, flush=True)


def fail(message: str) -> None:
    """Ends the container, with a message that says what to do."""
    say(f"ERROR: {message}")
    sys.exit(1)


def supervise(
    command: list[str],
    variables: dict[str, str],
    http_port: str,
    ready_path: str,
    models: list[Model],
    accept_seconds: float = 0,
    refused: Callable[[], dict[str, str]] = dict,
) -> int:
    """Runs the server with these environment variables and returns the container's exit code.

    accept_seconds: how long the server may still accept connections after the signal to stop.
    refused: returns why models do not load, by their names, if the server does not end then.
    """
    if SERVER_SECONDS < 1:
        fail(f"STOP_SECONDS='{STOP_SECONDS}' must be a number of seconds, 3 or more")
    FAILURE_FILE.unlink(missing_ok=True)
    # The server gets its own process group, so that a signal reaches every process that it starts.
    variables = {**variables, "STOP_SECONDS": STOP_SECONDS}
    server = subprocess.Popen(command, env=variables, start_new_session=True)
    asked_to_stop = False
    failure = ""

    def give_up(reason: str) -> None:
        nonlocal failure
        if asked_to_stop:
            return
        failure = reason
        signal_group(server.pid, signal.SIGKILL)  # at once: the reason is the last line

    def stop(*_) -> None:
        nonlocal asked_to_stop
        if not asked_to_stop:
            asked_to_stop = True
            signal.alarm(SERVER_SECONDS)
            time.sleep(accept_seconds)
            signal_group(server.pid, signal.SIGTERM)

    def kill(*_) -> None:
        nonlocal failure
        failure = f"the server did not stop within {SERVER_SECONDS} s, and was killed"
        signal_group(server.pid, signal.SIGKILL)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGALRM, kill)
    warm_up = WarmUp(http_port, ready_path, models, say, give_up, refused)
    warm_up.start()

    ended = 0
    while ended != server.pid:  # process 1 also inherits the server's orphans
        ended, status = os.wait()
    signal_group(server.pid, signal.SIGKILL)  # whatever the server left behind

    code = os.waitstatus_to_exitcode(status)
    if not failure and asked_to_stop and code != -signal.SIGKILL:
        return 0
    say(f"ERROR: {failure or why_ended(code, warm_up)}")
    return code if code > 0 else 1


def why_ended(code: int, warm_up: WarmUp) -> str:
    """Returns why the server ended."""
    loading = warm_up.loading()
    try:
        failure = json.loads(FAILURE_FILE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        failure = {}
    if failure and "model" not in failure:
        return failure["why"]
    for model in loading:
        if model.name == failure.get("model"):
            return does_not_load(model, failure["why"])
    if code == -signal.SIGKILL:
        return "the server was killed: it may need more memory than there is"
    names = ", ".join(f"{model.name} in {model.source}" for model in loading)
    during = f", before it had loaded {names}" if names else ""
    if model := warm_up.answering:
        during = f" while {model.name} answered its example, {model.example}"
    return f"the server ended with code {code}{during}: its log above says why"


def signal_group(group: int, number: int) -> None:
    """Sends a signal to the processes of a group, if any is still running."""
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        pass
