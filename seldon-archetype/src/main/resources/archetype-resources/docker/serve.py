"""Runs seldon-core-microservice, with the same arguments, so that a failure ends it.

By itself it takes an AttributeError in load() for "there is no load()" and serves a component that was
never loaded; and when its main process ends, it waits for its gRPC process, which never ends.
"""

import functools
import importlib
import os
import sys
import traceback

from seldon_core import microservice


def raising(load):
    """Returns load() with no exception that the wrapper would swallow."""

    @functools.wraps(load)
    def wrapper(component):
        try:
            return load(component)
        except (AttributeError, NotImplementedError) as error:
            raise RuntimeError(f"load() failed: {error!r}") from error

    return wrapper


def component_class(name):
    """Returns the class Name of Name.py, or of package/module.py by package.module.Name."""
    module, _, class_name = name.rpartition(".")
    return getattr(importlib.import_module(module or class_name), class_name)


if __name__ == "__main__":
    # Modules come from the component's folder, not from this file's.
    sys.path[0:1] = []
    sys.path.append(os.getcwd())
    main_process = os.getpid()
    code = 1
    try:
        component = component_class(sys.argv[1])
        if hasattr(component, "load"):
            component.load = raising(component.load)
        microservice.main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        if os.getpid() != main_process:
            raise
    except BaseException:
        if os.getpid() != main_process:
            raise
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
