"""Runs pytest in the image, with the packages that the server runs with. Arguments go to pytest."""

import os
import sys

from environment import find_environment, in_environment

# pytest's packages come last: they must not replace any that the models run with.
RUN_PYTEST = """\
import sys
sys.path.append("/opt/tests/packages")
import pytest
sys.exit(pytest.console_main())
"""
PYTEST = ["python3", "-c", RUN_PYTEST, "-p", "no:cacheprovider"]

command = in_environment(find_environment(), PYTEST + sys.argv[1:])
os.execvp(command[0], command)
