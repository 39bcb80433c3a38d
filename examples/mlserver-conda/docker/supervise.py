"""Process 1 of the container: starts the server, passes the stop signal on, reports its end.

A server that ends although nobody asked it to stop has failed, whatever its exit code: some
servers give 0 when a model raises while loading. The container then ends with a code other
than 0, so that Docker and Kubernetes see the failure. If the server was asked to stop, and
stopped, the container ends with 0.
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

# Tells the health check the server's HTTP port and the models that it has to serve.
STATE_FILE = Path("/tmp/serving/state.json")

# `docker stop` kills the container 10 s after SIGTERM. Kubernetes may do the same: a grace period of 20 s
# includes the preStop hook, which may take 10 s of it.
STOP_SECONDS = 8

# If asked to stop before the server runs, end at once. (Process 1 ignores a signal that it does not handle.)
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
    variables: dict[str, str],
    http_port: str,
    models: tuple[str, ...] = (),
) -> int:
    """Runs the server with these environment variables until it ends; returns the container's exit code."""
    STATE_FILE.parent.mkdir(parents=True, exist_ok=True)
    state = {"http_port": http_port, "models": list(models)}
    STATE_FILE.write_text(json.dumps(state), encoding="utf-8")

    # In a process group of its own, so that a signal reaches every process that the server has started.
    server = subprocess.Popen(command, env=variables, start_new_session=True)
    asked_to_stop = False

    def stop(*_) -> None:
        nonlocal asked_to_stop
        if not asked_to_stop:
            asked_to_stop = True
            signal.alarm(STOP_SECONDS)
            signal_group(server.pid, signal.SIGTERM)

    def kill(*_) -> None:
        say(f"the server did not stop within {STOP_SECONDS} s: it is killed")
        signal_group(server.pid, signal.SIGKILL)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGALRM, kill)

    ended = 0
    while ended != server.pid:  # process 1 also inherits the orphans of the server
        ended, status = os.wait()
    signal_group(server.pid, signal.SIGKILL)  # whatever the server left behind

    code = os.waitstatus_to_exitcode(status)
    if asked_to_stop and code != -signal.SIGKILL:
        return 0
    say(f"ERROR: the server ended with code {code}: its log above says why")
    return code if code > 0 else 1


def signal_group(group: int, number: int) -> None:
    """Sends a signal to the processes of a group, if any of them still runs."""
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        pass
