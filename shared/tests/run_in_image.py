"""Runs pytest in the image, with the packages that the server runs with. Arguments go to pytest."""

import os
import sys

from environment import find_environment, in_environment

#parse("/shared/tests/pytest.py")

command = in_environment(find_environment(), PYTEST + sys.argv[1:])
os.execvp(command[0], command)
