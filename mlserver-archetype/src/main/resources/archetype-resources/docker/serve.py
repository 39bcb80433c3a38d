"""Runs mlserver with the same arguments, and makes sure of three things.

- Requests that it has when it is asked to stop are answered. By itself, mlserver ends its workers first, and
  what they compute is lost.
- Process 1 is told which model does not load.
- What any logger says is in the log. By itself, mlserver shows only what its own loggers say.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import json
import logging
import os
import signal
import sys
import traceback
from importlib.metadata import version
from pathlib import Path

if __name__ != "__main__":
    # In a worker: the server ends it, not the signal that stops the container.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)

import mlserver.metrics.server
import mlserver.rest.server
from mlserver import ModelSettings
from mlserver.cli import main
from mlserver.registry import MultiModelRegistry
from mlserver.server import MLServer

# How long the requests have: process 1 kills the server 2 s before STOP_SECONDS are over.
ANSWER_SECONDS = max(1, int(os.environ["STOP_SECONDS"]) - 3)
FAILURE_FILE = Path("${workFolder}/failure.json")  # supervise.py reads it
MODELS_LINK = f"{os.getcwd()}/models"  # start.py made it, for the folder of models


async def stop(server: MLServer, sig: int | None = None) -> None:
    """Stops a server: first what asks its workers, then the workers."""
    if getattr(server, "is_stopping", False):
        return
    server.is_stopping = True
    # Read the requests that have arrived, even if a model has kept the event loop busy since.
    for _ in range(5):
        await asyncio.sleep(0.1)
    if server._kafka_server:
        await server._kafka_server.stop()
    grpc = server._grpc_server._server.stop(grace=ANSWER_SECONDS)
    await server._rest_server.stop(sig)
    await asyncio.gather(grpc, drained(server._rest_server._server))
    if server._inference_pool_registry:
        await server._inference_pool_registry.close()
    if server._metrics_server:
        await server._metrics_server.stop(sig)
    if sig is not None:
        logging.shutdown()
        os._exit(0)  # at once, even if a model is still loading


async def drained(rest_server) -> None:
    """Returns when a server of uvicorn has answered all requests."""
    while rest_server.server_state.connections or rest_server.server_state.tasks:
        await asyncio.sleep(0.05)


def tells_what_fails(load):
    """Wraps a function that loads a model: if that fails, process 1 can say so last."""

    @functools.wraps(load)
    async def wrapper(registry, settings: ModelSettings):
        try:
            try:
                model = await load(registry, settings)
            except SystemExit as error:  # or the server would wait for its worker
                raise RuntimeError(f"SystemExit: {error}") from error
            # With workers, the server itself has another object in the model's place.
            is_here = await registry.get_model(model.name, model.version) is model
            if is_here and model.ready is False:
                raise RuntimeError("load() returned False")
            return model
        except Exception as error:
            number = settings.parameters and settings.parameters.version
            name = f"{settings.name} {number}" if number else settings.name
            why = traceback.format_exception_only(type(error), error)[-1]
            if isinstance(error, SyntaxError):  # its last line alone does not say where
                why = f"SyntaxError: {error}"
            why = why.replace("mlserver.parallel.errors.WorkerError: ", "")
            why = why.replace(MODELS_LINK, os.environ["MLSERVER_MODELS_DIR"])
            FAILURE_FILE.write_text(json.dumps({"model": name, "why": why}))
            raise

    return wrapper


def check_version(start):
    """Wraps the function that starts a server: it ends, and says why, if this file does not know its parts."""

    @functools.wraps(start)
    async def wrapper(server: MLServer, *arguments):
        parts = ["_grpc_server", "_inference_pool_registry", "_kafka_server"]
        parts += ["_metrics_server", "_rest_server"]
        missing = [part for part in parts if not hasattr(server, part)]
        for module in (mlserver.metrics.server, mlserver.rest.server):
            if not hasattr(module, "_NoSignalServer"):
                missing.append(f"{module.__name__}._NoSignalServer")
        if missing:
            why = (
                f"docker/serve.py does not know MLServer {version('mlserver')}: it has no "
                f"{', '.join(missing)}. Take another version, or a newer archetype"
            )
            FAILURE_FILE.write_text(json.dumps({"why": why}))
            os._exit(1)
        await start(server, *arguments)

    return wrapper


class PassOn(logging.Handler):
    """Hands what other loggers say to the handlers of mlserver's own."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.partition(".")[0] != "mlserver":
            for handler in logging.getLogger("mlserver").handlers:
                handler.handle(record)


MLServer.start = check_version(MLServer.start)
MLServer.stop = stop
MultiModelRegistry.load = tells_what_fails(MultiModelRegistry.load)
for module in (mlserver.metrics.server, mlserver.rest.server):
    # uvicorn must leave the signals to mlserver, whose way to say so is one that newer uvicorns do not know.
    if hasattr(module, "_NoSignalServer"):
        module._NoSignalServer.capture_signals = lambda self: contextlib.nullcontext()
# This file also runs in each worker, so there too:
logging.basicConfig(level=logging.INFO, handlers=[PassOn()])

if __name__ == "__main__":
    # The modules of this folder are not for models.
    sys.path.remove(os.path.dirname(__file__))
    main()
