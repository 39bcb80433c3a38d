"""Sends each model its example, so that the container becomes ready only after every model has answered once.

A model can load and still fail at every request, for instance if it was trained with other packages.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

# Tells the health check where the server listens, and which models have not answered yet.
STATE_FILE = Path("/tmp/serving/state.json")

ANSWER_SECONDS = 60  # for one example
# An example that fails is sent again: another service, which the model asks, may start at the same time.
TRIES = 3
RETRY_SECONDS = 5
# In the place of a status. CLOSED: the server had the request, and closed the connection.
NO_ANSWER, CLOSED = 0, -1
SAY_SECONDS = 60  # between two lines that say which models are not ready

# Where the repository's files are in the container, and in the repository.
IN_CONTAINER = "/microservice/"
IN_REPOSITORY = ""

# The server is in this container: no proxy must get in between.
direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Model:
    """A model that the server has to serve, and the server's paths for it."""

    name: str
    source: Path  # its folder or file
    ready_path: str
    predict_path: str
    example: Path  # a request; a model without this file need not answer


def known(text: str) -> str:
    """Returns a text with the paths that its reader knows: those of the repository, unless a folder is mounted there."""

    def path(found: re.Match) -> str:
        file = Path(found[0])
        folders = filter(os.path.isdir, [file, *file.parents][:-1])
        mounted = any(map(os.path.ismount, folders))
        return found[0] if mounted else IN_REPOSITORY + found[1]

    return re.sub(rf"(?<![\w.:/=-]){IN_CONTAINER}([^\s'\",:;]*)", path, text)


def v2_model(name: str, folder: Path, version: str | None = None) -> Model:
    """Returns a model of the V2 protocol, or a version of one. Its example is in its folder."""
    path = f"/v2/models/{quote(name)}"
    path += f"/versions/{quote(version)}" if version else ""
    title = f"{name} {version}" if version else name
    example = folder / "request.json"
    return Model(title, folder, f"{path}/ready", f"{path}/infer", example)


def does_not_load(model: Model, why: str) -> str:
    """Returns what the log says of a model that does not load."""
    return f"{model.name} in {model.source} does not load: {' '.join(why.split())}"


class WarmUp(threading.Thread):
    """Asks the models in turn until each has answered, and keeps the state file up to date.

    say: writes a line to the log.
    give_up: ends the server; gets the reason.
    refused: returns why models cannot become ready, by their names. A server that ends in that case needs none.
    """

    def __init__(
        self,
        http_port: str,
        ready_path: str,
        models: list[Model],
        say: Callable[[str], None],
        give_up: Callable[[str], None],
        refused: Callable[[], dict[str, str]] = dict,
    ):
        super().__init__(daemon=True)
        self.server = f"http://127.0.0.1:{http_port}"
        self.ready_url = self.server + ready_path
        self.models = models
        self.say = say
        self.give_up = give_up
        self.refused = refused
        self.failures = {model.name: 0 for model in models}
        self.next_try = {model.name: 0.0 for model in models}
        self.waiting = {model.name: "is loading" for model in models}
        # The model that has been asked, and has not answered.
        self.answering: Model | None = None
        STATE_FILE.parent.mkdir(parents=True, exist_ok=True)
        self.write_state()

    def run(self) -> None:
        say_next = time.time() + SAY_SECONDS
        while self.waiting:
            for model in self.models:
                if model.name in self.waiting:
                    self.ask(model)
            if problems := self.final_problems():
                self.give_up("; ".join(problems))
                return
            if time.time() > say_next:
                say_next += SAY_SECONDS
                waiting = (f"{name} {why}" for name, why in self.waiting.items())
                self.say(f"not ready yet: {'; '.join(waiting)}")
            time.sleep(0.2)

    def final_problems(self) -> list[str]:
        """Returns what is wrong with models that will never be ready."""
        refused = self.refused()
        return [
            f"{model.name} {self.waiting[model.name]}"
            for model in self.models
            if self.failures[model.name] >= TRIES
        ] + [
            does_not_load(model, refused[model.name])
            for model in self.models
            if model.name in refused
        ]

    def loading(self) -> list[Model]:
        """Returns the models that have not been ready yet."""
        return [m for m in self.models if self.waiting.get(m.name) == "is loading"]

    def ask(self, model: Model) -> None:
        """Asks a model once, unless its example has just failed."""
        if time.time() < self.next_try[model.name]:
            return
        if self.answer(model.ready_path)[0] != 200:
            return
        problem = self.problem_of(model)
        if problem is None:
            del self.waiting[model.name]
        else:
            self.waiting[model.name] = known(problem)
            self.next_try[model.name] = time.time() + RETRY_SECONDS
        self.write_state()

    def problem_of(self, model: Model) -> str | None:
        if not model.example.is_file():
            return None
        try:
            request = model.example.read_bytes()
        except OSError as error:
            self.failures[model.name] = TRIES
            return f"has an example that cannot be read: {error}"
        self.answering = model
        status, text = self.answer(model.predict_path, request)
        if status > 0:
            self.answering = None
        if status == 200:
            self.say(f"{model.name} has answered its example")
            return None
        if status == NO_ANSWER:
            return f"has not answered its example, {model.example}: {text}"
        self.failures[model.name] += 1
        what = text if status == CLOSED else f"{status} {text}"
        return f"fails at its own example, {model.example}: {what}"

    def answer(self, path: str, body: bytes | None = None) -> tuple[int, str]:
        """Returns the status and the start of the server's answer, or of what went wrong."""
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self.server + path, body, headers)
        try:
            with direct.open(request, timeout=ANSWER_SECONDS) as response:
                return response.status, ""
        except urllib.error.HTTPError as error:
            return error.code, error.read(500).decode(errors="replace").strip()
        except ConnectionError:
            return CLOSED, "the process that answers has ended: the log above says why"
        except (OSError, http.client.HTTPException) as error:
            return NO_ANSWER, str(error)

    def write_state(self) -> None:
        state = {"ready_url": self.ready_url, "waiting": self.waiting}
        # In one step: the health check never reads half a file.
        part = STATE_FILE.with_suffix(".part")
        part.write_text(json.dumps(state), encoding="utf-8")
        part.replace(STATE_FILE)
