"""Runs pytest in the image, with the packages that the server runs with. Arguments go to pytest."""

import os
import sys

from environment import find_environment, in_environment

# pytest's packages come last: they must not replace any of the server's.
PYTEST = """\
import sys
sys.path.append("/opt/tests/packages")
import pytest
sys.exit(pytest.console_main())
"""

pytest = ["python3", "-c", PYTEST, "-p", "no:cacheprovider", *sys.argv[1:]]
command = in_environment(find_environment(), pytest)
os.execvp(command[0], command)
