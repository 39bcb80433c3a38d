"""Asks a running server as a user would: python3 tests/smoke.py [URL of the server].

Waits until the model is ready, sends request.json and compares the answer with response.json.
Needs nothing but Python. Exit code 0 means that the answer is right.
"""

import json
import math
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

READY = "/health/status"
PREDICT = "/api/v1.0/predictions"
WAIT_SECONDS = 120

HERE = Path(__file__).parent


def wait_until_ready(server):
    """Returns when the model is ready, and ends the program if that takes too long."""
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            with urllib.request.urlopen(server + READY, timeout=5):
                return
        except OSError as error:
            if time.monotonic() > deadline:
                sys.exit(f"{server}{READY} was not ready in {WAIT_SECONDS} s: {error}")
        time.sleep(0.5)


def ask(server):
    """Returns the server's answer to request.json."""
    request = urllib.request.Request(
        server + PREDICT,
        data=(HERE / "request.json").read_bytes(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.load(response)
    except urllib.error.HTTPError as error:
        sys.exit(f"{server}{PREDICT} answered {error.code}: {error.read().decode()}")


def holds(expected, answer):
    """Tells whether the answer has all that is expected. Numbers may differ by rounding."""
    if isinstance(expected, dict):
        return isinstance(answer, dict) and all(
            key in answer and holds(value, answer[key])
            for key, value in expected.items()
        )
    if isinstance(expected, list):
        return (
            isinstance(answer, list)
            and len(expected) == len(answer)
            and all(map(holds, expected, answer))
        )
    if isinstance(expected, float):
        return isinstance(answer, (int, float)) and math.isclose(
            expected, answer, abs_tol=1e-3
        )
    return expected == answer


if __name__ == "__main__":
    server = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8080"
    wait_until_ready(server)
    answer = ask(server)
    expected = json.loads((HERE / "response.json").read_text(encoding="utf-8"))
    if not holds(expected, answer):
        sys.exit(
            f"wrong answer: {json.dumps(answer)}\nexpected: {json.dumps(expected)}"
        )
    print(json.dumps(answer))
