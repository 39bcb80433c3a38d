"""Process 1 of the container: starts the server, passes the stop signal on, reports its end.

A server that ends although nobody asked it to stop has failed, whatever exit code it gives
(MLServer gives 0 when a model raises while loading): the container then ends with a code
other than 0, so that Docker and Kubernetes see the failure. A server that was asked to stop
and did so ends the container with 0.
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

# What the health check needs to know: the server's HTTP port, and the models that it has to serve.
STATE_FILE = Path("/tmp/serving/state.json")

# Under Seldon Core the container is killed 10 s after SIGTERM (20 s, less 10 s of its preStop hook).
STOP_SECONDS = 8

# Asked to stop before the server runs: end at once. (Process 1 ignores a signal that it does not handle.)
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))


def say(message: str) -> None:
    """Writes a line to the container's log."""
    print(f"start: {message}", file=sys.stderr, flush=True)


def fail(message: str) -> None:
    """Ends the container, with a message that says what to do."""
    say(f"ERROR: {message}")
    sys.exit(1)


def supervise(
    command: list[str],
    environment: dict[str, str],
    http_port: str,
    models: tuple[str, ...] = (),
) -> int:
    """Runs the server until it ends; returns the container's exit code."""
    STATE_FILE.parent.mkdir(parents=True, exist_ok=True)
    state = {"http_port": http_port, "models": list(models)}
    STATE_FILE.write_text(json.dumps(state), encoding="utf-8")

    # A process group of its own: a signal then reaches every process that the server has started.
    server = subprocess.Popen(command, env=environment, start_new_session=True).pid
    asked_to_stop = False

    def stop(*_) -> None:
        nonlocal asked_to_stop
        if not asked_to_stop:
            asked_to_stop = True
            signal.alarm(STOP_SECONDS)
            signal_group(server, signal.SIGTERM)

    def kill(*_) -> None:
        say(f"the server did not stop within {STOP_SECONDS} s: it is killed")
        signal_group(server, signal.SIGKILL)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGALRM, kill)

    ended = 0
    while ended != server:  # process 1 also takes in the orphans of the server
        ended, status = os.wait()
    signal_group(server, signal.SIGKILL)  # what the server left behind

    code = os.waitstatus_to_exitcode(status)
    if asked_to_stop and code != -signal.SIGKILL:
        return 0
    say(f"ERROR: the server ended with code {code}: its log above says why")
    return code if code > 0 else 1


def signal_group(group: int, number: int) -> None:
    """Sends a signal to the processes of the group that still run."""
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        pass
