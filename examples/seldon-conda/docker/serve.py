"""Runs seldon-core-microservice, with the same arguments, and makes sure that it ends when it should.

By itself, seldon-core-microservice takes an AttributeError in load() for "there is no load()" and serves a
component that was never loaded. And when its main process ends, it waits for its gRPC process, which never
ends. Here the main process just ends, and supervise.py ends the others.
"""

import functools
import importlib
import logging
import os
import signal
import sys

from seldon_core import microservice

log = logging.getLogger("serve")


def stoppable(load):
    """Wraps load() so that every exception and a stop signal end the server."""

    @functools.wraps(load)
    def wrapper(component):
        handler = signal.signal(signal.SIGTERM, signal.SIG_DFL)
        try:
            load(component)
        except (AttributeError, NotImplementedError, SystemExit) as error:
            # After these, seldon-core-microservice or gunicorn would go on.
            raise RuntimeError(f"load() failed: {error!r}") from error
        finally:
            signal.signal(signal.SIGTERM, handler)

    return wrapper


def component_class(name):
    """Returns the class Name of Name.py, or of package/module.py by package.module.Name."""
    module, _, class_name = name.rpartition(".")
    return getattr(importlib.import_module(module or class_name), class_name)


def stop(*_):
    """Ends the main process while it starts: later, gunicorn does. supervise.py ends the other processes."""
    if os.getpid() == main_process:
        os._exit(0)


if __name__ == "__main__":
    main_process = os.getpid()
    signal.signal(signal.SIGTERM, stop)
    # Imports find the component's folder, not the folder of this file.
    sys.path[0:1] = []
    sys.path.append(os.getcwd())
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
            raise  # a worker that ends well: its atexit functions run
    except Exception:
        log.exception("%s cannot be served", sys.argv[1])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
