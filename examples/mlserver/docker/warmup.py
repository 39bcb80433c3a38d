"""Sends each model its example, so that the container becomes ready only after every model has answered once.

A model can load and still fail at every request, for instance if it was trained with other packages.
"""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

# Tells the health check where the server listens, and which models have not answered yet.
STATE_FILE = Path("/tmp/serving/state.json")

ANSWER_SECONDS = 60  # for one example
RETRY_SECONDS = 5  # after an example that failed

# The server is in this container: no proxy must get in between.
direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Model:
    """A model that the server has to serve, and the server's paths for it."""

    name: str
    ready_path: str
    predict_path: str
    example: Path  # a request; a model without this file need not answer


def v2_model(name: str, folder: Path, version: str | None = None) -> Model:
    """Returns a model of the V2 protocol, or a version of one. Its example is in its folder."""
    path = f"/v2/models/{quote(name)}"
    path += f"/versions/{quote(version)}" if version else ""
    title = f"{name} {version}" if version else name
    return Model(title, f"{path}/ready", f"{path}/infer", folder / "request.json")


class WarmUp(threading.Thread):
    """Asks the models in turn until each has answered, and keeps the state file up to date."""

    def __init__(self, http_port: str, ready_path: str, models: list[Model], say):
        super().__init__(daemon=True)
        self.server = f"http://127.0.0.1:{http_port}"
        self.ready_url = self.server + ready_path
        self.models = models
        self.say = say
        self.waiting = {model.name: "is loading" for model in models}
        STATE_FILE.parent.mkdir(parents=True, exist_ok=True)
        self.write_state()

    def run(self) -> None:
        while self.waiting:
            for model in self.models:
                if model.name in self.waiting:
                    self.ask(model)
            time.sleep(0.2 if "is loading" in self.waiting.values() else RETRY_SECONDS)

    def ask(self, model: Model) -> None:
        """Asks a model once, and says what is wrong with its answer, once."""
        if self.answer(model.ready_path)[0] != 200:
            return
        problem = self.problem_of(model)
        if problem is None:
            del self.waiting[model.name]
        elif self.waiting[model.name] != problem:
            self.waiting[model.name] = problem
            self.say(f"ERROR: {model.name} {problem}")
        self.write_state()

    def problem_of(self, model: Model) -> str | None:
        if not model.example.is_file():
            return None
        try:
            request = model.example.read_bytes()
        except OSError as error:
            return f"has an example that cannot be read: {error}"
        status, text = self.answer(model.predict_path, request)
        if status == 200:
            self.say(f"{model.name} has answered its example")
            return None
        return f"fails at its own example, {model.example}: {status} {text}"

    def answer(self, path: str, body: bytes | None = None) -> tuple[int, str]:
        """Returns the status and the start of the server's answer; the status is 0 if there is none."""
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self.server + path, body, headers)
        try:
            with direct.open(request, timeout=ANSWER_SECONDS) as response:
                return response.status, ""
        except urllib.error.HTTPError as error:
            return error.code, error.read(500).decode(errors="replace").strip()
        except OSError as error:
            return 0, str(error)

    def write_state(self) -> None:
        state = {"ready_url": self.ready_url, "waiting": self.waiting}
        # In one step: the health check never reads half a file.
        part = STATE_FILE.with_suffix(".part")
        part.write_text(json.dumps(state), encoding="utf-8")
        part.replace(STATE_FILE)
