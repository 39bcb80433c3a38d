"""Runs pytest in the image: the tests of each model in the environment that Triton runs the model in.

Arguments go to pytest.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from repository import find_environment, named_environment

MODELS = Path("src/models")
NO_TESTS = 5  # pytest's exit code
# pytest's packages come last: they must not replace any that the models run with.
RUN_PYTEST = """\
import sys
sys.path.append("/opt/tests/packages")
import pytest
sys.exit(pytest.console_main())
"""
PYTEST = ["python3", "-c", RUN_PYTEST, "-p", "no:cacheprovider"]
ACTIVATE = 'export PYTHONNOUSERSITE=True; . "$0/bin/activate" && exec "$@"'


def environment_of(model: Path) -> Path | None:
    """Returns the model's conda environment, or None if it runs with the image's own packages."""
    named = named_environment(model)
    return find_environment(model, named) if named else None


def unpacked(environment: Path) -> Path:
    """Returns the folder of an environment. Triton unpacks a tarball in the same way."""
    if environment.is_dir():
        return environment
    folder = Path(tempfile.mkdtemp(prefix="environment-"))
    subprocess.run(["tar", "-xzf", environment, "-C", folder], check=True)
    return folder


def run(environment: Path | None, ignored: list[Path]) -> int:
    """Runs pytest in an environment, without the tests of some models, and returns its exit code."""
    command = [*PYTEST, *(f"--ignore={model}" for model in ignored), *sys.argv[1:]]
    if environment:
        print(f"In {environment}:", flush=True)
        command = ["/bin/bash", "-c", ACTIVATE, str(unpacked(environment)), *command]
    return subprocess.run(command, check=False).returncode


def main() -> int:
    models = defaultdict(list)
    for model in filter(Path.is_dir, sorted(MODELS.iterdir())):
        models[environment_of(model)].append(model)
    codes = set()
    for environment in models:
        ignored = [m for other in models if other != environment for m in models[other]]
        codes.add(run(environment, ignored))
    failures = codes - {0, NO_TESTS}
    return max(failures) if failures else min(codes, default=NO_TESTS)


if __name__ == "__main__":
    sys.exit(main())
