# pytest's packages come last: they must not replace any that the models run with.
RUN_PYTEST = """\
import sys
sys.path.append("${testsFolder}/packages")
import pytest
sys.exit(pytest.console_main())
"""
PYTEST = ["python3", "-c", RUN_PYTEST, "-p", "no:cacheprovider"]
