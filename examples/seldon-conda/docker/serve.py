"""Runs seldon-core-microservice with the same arguments, and makes up for what it does not do by itself:

- It mistakes an AttributeError in load() for a missing load(), and would serve a component that was never loaded.
- It starts a component again, for ever, that is killed in load(), for instance because it needs too much memory.
- It does not tell process 1 what is wrong with the component.
- When it is asked to stop, it drops the requests that wait for a thread, and all that came by gRPC.
- By gRPC, it answers a wrong request as if the component had failed.
"""

import functools
import importlib
import json
import logging
import os
import selectors
import signal
import sys
import threading
import traceback
from pathlib import Path

import grpc
import gunicorn.config
from gunicorn.errors import HaltServer
from gunicorn.workers.gthread import ThreadWorker
from seldon_core import microservice, wrapper
from seldon_core.flask_utils import SeldonMicroserviceException

LOG_FORMAT = (
    "%(asctime)s - %(name)s:%(funcName)s:%(lineno)s - %(levelname)s:  %(message)s"
)
FAILURE_FILE = Path("/tmp/serving/failure.json")  # supervise.py reads it
log = logging.getLogger("serve")
loaded = microservice.mp.Event()  # the component has been loaded, in any process


def tell(why):
    """Tells process 1 why the component does not load."""
    if isinstance(why, BaseException):
        why = traceback.format_exception_only(type(why), why)[-1]
    FAILURE_FILE.write_text(json.dumps({"model": sys.argv[1], "why": why}))


def stoppable(load):
    """Wraps load() so that any exception and any stop signal end the server."""

    @functools.wraps(load)
    def wrapper(component):
        handler = signal.signal(signal.SIGTERM, signal.SIG_DFL)
        try:
            load(component)
            loaded.set()
        except (AttributeError, NotImplementedError, SystemExit) as error:
            # seldon-core-microservice or gunicorn would carry on after these.
            tell(error)
            raise RuntimeError(f"load() failed: {error!r}") from error
        except Exception as error:
            tell(error)
            raise
        finally:
            signal.signal(signal.SIGTERM, handler)

    return wrapper


def component_class(name):
    """Returns the class: Name is in Name.py, package.module.Name in package/module.py."""
    module, _, class_name = name.rpartition(".")
    return getattr(importlib.import_module(module or class_name), class_name)


def end_if_killed_in_load(server, worker):
    """Ends the server, which has lost a worker, if no worker has ever loaded the component. Gunicorn calls it."""
    stopping = not server.LISTENERS or signal.SIGTERM in server.SIG_QUEUE
    if not stopping and not loaded.is_set():
        why = "load() was killed: it may need more memory than there is"
        tell(why)
        raise HaltServer(why, 1)


class Worker(ThreadWorker):
    """Answers each request that has reached this computer before the signal to stop.

    By itself, gunicorn drops those that wait in the queue of the listening socket.
    """

    asked_to_stop = False

    def run(self):
        # Gunicorn writes to this pipe when a signal comes: wake up then.
        self.poller.register(
            self.PIPE[0], selectors.EVENT_READ, lambda pipe: os.read(pipe, 1)
        )
        super().run()

    def handle_exit(self, *_):
        self.asked_to_stop = True

    def is_parent_alive(self):
        # Gunicorn's loop asks this in each round, and ends when alive is False.
        if self.asked_to_stop and self.alive:
            self.alive = False
            for _ in range(self.cfg.backlog):
                ready = self.poller.select(0)
                if not ready:
                    break
                for key, _ in ready:
                    key.data(key.fileobj)
        return super().is_parent_alive()


def serve_grpc(server):
    """Ends this process when the signal to stop has come and each request that came before it has its answer."""
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    stopped.wait()
    server.stop(NO_LIMIT).wait()
    os._exit(0)  # at a normal end, Python would wait for gRPC's threads, for ever


def with_status(method):
    """Wraps a method of the gRPC server so that a wrong request gets INVALID_ARGUMENT and a message."""

    @functools.wraps(method)
    def wrapper(self, request, context):
        try:
            return method(self, request, context)
        except SeldonMicroserviceException as error:
            log.error("%s", error.message)
            wrong = 400 <= error.status_code < 500
            code = (
                grpc.StatusCode.INVALID_ARGUMENT if wrong else grpc.StatusCode.INTERNAL
            )
            context.abort(code, error.message)

    return wrapper


def stop(*_):
    """Ends the main process while it starts. Later, gunicorn does. supervise.py ends the other processes."""
    if os.getpid() == main_process:
        os._exit(0)


NO_LIMIT = 24 * 60 * 60  # seconds: supervise.py has the limit
gunicorn.config.WorkerClass.default = f"{__name__}.Worker"
gunicorn.config.GracefulTimeout.default = NO_LIMIT
gunicorn.config.ChildExit.default = staticmethod(end_if_killed_in_load)
microservice._wait_forever = serve_grpc
for name in (
    "Predict",
    "TransformInput",
    "TransformOutput",
    "Route",
    "Aggregate",
    "SendFeedback",
):
    method = getattr(wrapper.SeldonModelGRPC, name)
    setattr(wrapper.SeldonModelGRPC, name, with_status(method))

if __name__ == "__main__":
    main_process = os.getpid()
    signal.signal(signal.SIGTERM, stop)
    # Import from the component's folder, not from the folder of this file.
    sys.path[0:1] = []
    sys.path.append(os.getcwd())
    # As microservice.main() does, but before the component is imported.
    logging.basicConfig(level=logging.INFO, format=LOG_FORMAT)
    code = 1
    try:
        component = component_class(sys.argv[1])
        if hasattr(component, "load"):
            component.load = stoppable(component.load)
        microservice.main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        if code == 0 and os.getpid() != main_process:
            raise  # a worker that ends normally runs its atexit functions
    except Exception as error:
        tell(error)
        log.exception("%s cannot be served", sys.argv[1])
    if code == 0:
        for child in microservice.mp.active_children():
            if not child.daemon and "Manager" not in child.name:
                child.join()  # it may still answer by gRPC
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
