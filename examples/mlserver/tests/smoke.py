"""Asks a running server as a user would: python3 tests/smoke.py [options] [URL of the server].

Sends each example request, and compares the answer with the response file beside it. Without a URL, it calls the
server that docker compose publishes. --record writes the answers into the response files instead.
--host sets the Host header, which an ingress may route by.
Needs nothing but Python. Exit code 0 means that every answer is right.
"""

import argparse
import http.client
import json
import math
import os
import re
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

READY = "/v2/health/ready"
WAIT_SECONDS = 120
LOAD_SECONDS = 5  # some servers are ready shortly before their models are
# These differ from server to server, or from request to request.
VARIABLE = {"id", "model_name", "model_version", "parameters"}
VARIABLE |= {"metrics", "puid", "requestPath"}

ROOT = Path(__file__).parents[1]


def examples():
    """Yields each model's name, path and example request."""
    for request in sorted(ROOT.glob("src/models/*/request.json")):
        settings = request.with_name("model-settings.json").read_text(encoding="utf-8")
        name = json.loads(settings).get("name", request.parent.name)
        yield name, f"/v2/models/{urllib.parse.quote(name)}/infer", request


def published_port():
    """Returns HTTP_PORT as docker compose reads it: from the environment, or else from .env."""
    settings = ROOT / ".env"
    text = settings.read_text(encoding="utf-8") if settings.is_file() else ""
    written = re.search(r"^HTTP_PORT=[\"']?(\d+)", text, re.MULTILINE)
    return os.environ.get("HTTP_PORT") or (written[1] if written else "8080")


def sender_to(server, host_header):
    """Returns what sends a request to the server: to a local one without any proxy."""
    host = urllib.parse.urlsplit(server).hostname
    local = host in ("localhost", "::1") or str(host).startswith("127.")
    proxies = urllib.request.ProxyHandler({} if local else None)
    opener = urllib.request.build_opener(proxies)
    headers = {"Content-Type": "application/json"}
    if host_header:
        headers["Host"] = host_header

    def send(path, body=None, timeout=60):
        message = urllib.request.Request(server + path, body, headers)
        return opener.open(message, timeout=timeout)

    return send


def wait_until_ready(server, send):
    """Returns when the server is ready, and whether it may still be loading models.

    Ends the program if nothing listens, or if the server takes too long.
    """
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            send(READY, timeout=5).close()
            return True
        except urllib.error.HTTPError as error:
            problem = error
            if error.code == 404:
                return False  # a gateway, or another server: the examples will tell
        except OSError as error:
            problem = getattr(error, "reason", error)
            if isinstance(problem, ConnectionRefusedError):
                sys.exit(f"nothing listens at {server}: is the server started?")
        except http.client.HTTPException:
            sys.exit(f"{server} does not speak HTTP: is it the gRPC port?")
        if time.monotonic() > deadline:
            sys.exit(f"{server} was not ready in {WAIT_SECONDS} s: {problem}")
        time.sleep(0.5)


def ask(server, path, request, send, loading):
    """Returns the server's answer to an example; ends the program if it is an error."""
    deadline = time.monotonic() + (LOAD_SECONDS if loading else 0)
    while True:
        try:
            with send(path, request.read_bytes()) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            text = error.read(500).decode(errors="replace")
            if error.code not in (404, 503) or time.monotonic() > deadline:
                hint = "is this another server? " if error.code == 404 else ""
                sys.exit(f"{server}{path} answers {error.code}: {hint}{text}")
        except (OSError, http.client.HTTPException) as error:
            problem = getattr(error, "reason", error)
            sys.exit(f"{server}{path} gave no answer, see the server's log: {problem}")
        except ValueError as error:
            sys.exit(
                f"{server}{path} answers without JSON: is this another server? {error}"
            )
        time.sleep(0.5)


def difference(expected, answer, path="answer"):
    """Returns the first place where the answer lacks what is expected, or None. Numbers may differ by rounding."""
    if isinstance(expected, dict) and isinstance(answer, dict):
        for key, value in expected.items():
            if found := difference(value, answer.get(key), f"{path}.{key}"):
                return found
        return None
    if isinstance(expected, list) and isinstance(answer, list):
        if len(expected) != len(answer):
            return f"{path} has {len(answer)} elements, not {len(expected)}"
        for index, value in enumerate(expected):
            if found := difference(value, answer[index], f"{path}[{index}]"):
                return found
        return None
    if isinstance(expected, float) and isinstance(answer, (int, float)):
        equal = math.isclose(expected, answer, abs_tol=1e-3)
    else:
        equal = expected == answer
    return None if equal else f"{path} is {brief(answer)}, not {brief(expected)}"


def brief(value):
    text = json.dumps(value)
    return text if len(text) <= 100 else text[:100] + "..."


def recorded(value):
    """Returns an answer without what changes by itself."""
    if isinstance(value, dict):
        return {k: recorded(v) for k, v in value.items() if k not in VARIABLE}
    return [recorded(v) for v in value] if isinstance(value, list) else value


def saved(file):
    """Returns the answer in a response file, or None if there is none."""
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def main():
    parser = argparse.ArgumentParser(prog="python3 tests/smoke.py")
    parser.add_argument("--record", action="store_true", help="write the answers")
    parser.add_argument("--host", help="the Host header, if an ingress routes by it")
    url = "http://localhost:8080, or http://ingress/seldon/namespace/name"
    parser.add_argument("server", nargs="?", help=url)
    options = parser.parse_args()
    server = (options.server or f"localhost:{published_port()}").rstrip("/")
    if "://" not in server:
        server = f"http://{server}"
    try:
        _ = urllib.parse.urlsplit(server).port
    except ValueError as error:
        sys.exit(f"{server} is not a URL: {error}")
    send = sender_to(server, options.host)
    loading = wait_until_ready(server, send)
    asked = wrong = 0
    for name, path, request in examples():
        asked += 1
        answer = ask(server, path, request, send, loading)
        file = request.with_name(request.name.replace("request", "response"))
        expected = saved(file)
        if options.record:
            if expected != recorded(answer):
                text = json.dumps(recorded(answer), indent=2)
                file.write_text(text + "\n", encoding="utf-8")
            print(f"{name}: recorded in {file.relative_to(ROOT)}")
            continue
        if expected is None:
            problem = f"no answer in {file.relative_to(ROOT)}: --record writes it"
        else:
            problem = difference(expected, answer)
        print(f"{name}: {problem or 'right'}", file=sys.stderr if problem else None)
        wrong += problem is not None
    if not asked:
        sys.exit("there is no example to send: see the README, Test")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
