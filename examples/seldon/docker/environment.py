"""Finds the conda environment that the server runs in, and runs commands in it.

The image may have an environment in one of two forms: unpacked, in /opt/environment, or as a
tarball, /opt/environment.tar.gz, which is unpacked each time the container starts. If it has
neither, the server runs with the packages of the image.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from supervise import fail, say

IMAGE_ENVIRONMENT = Path("/opt/environment")
IMAGE_TARBALL = Path("/opt/environment.tar.gz")
UNPACKED = Path("/tmp/serving/environment")


def find_environment() -> Path | None:
    """Returns the folder of the image's conda environment, or None if the image has none."""
    if IMAGE_TARBALL.exists():
        return unpack(IMAGE_TARBALL)
    if not IMAGE_ENVIRONMENT.exists():
        return None
    check(IMAGE_ENVIRONMENT, IMAGE_ENVIRONMENT, "activate")
    return IMAGE_ENVIRONMENT


def unpack(tarball: Path) -> Path:
    """Unpacks a tarball made by conda-pack and returns the folder of the environment.

    Ends the container if that fails.
    """
    say(f"unpacking {tarball}")
    shutil.rmtree(UNPACKED, ignore_errors=True)
    try:
        UNPACKED.mkdir(parents=True)
        subprocess.run(["tar", "-xzf", tarball, "-C", UNPACKED], check=True)
        check(UNPACKED, tarball, "conda-unpack", "activate")
        # Some files hold the folder that the environment was made in: conda-unpack corrects them.
        conda_unpack = [UNPACKED / "bin" / "python", UNPACKED / "bin" / "conda-unpack"]
        subprocess.run(conda_unpack, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        fail(f"{tarball} cannot be unpacked into {UNPACKED}: {error}")
    return UNPACKED


def check(environment: Path, source: Path, *scripts: str) -> None:
    """Ends the container if the environment lacks a script that conda-pack adds."""
    for script in scripts:
        if not (environment / "bin" / script).is_file():
            fail(f"{source} was not made by conda-pack: it has no bin/{script}")


def in_environment(environment: Path | None, command: list[str]) -> list[str]:
    """Returns the command line that runs a command in the environment.

    Without an environment, that is the command itself.
    """
    if environment is None:
        return command
    # PYTHONNOUSERSITE: Python must not find packages that pip installed with --user, outside the environment.
    activate = 'export PYTHONNOUSERSITE=True; . "$0/bin/activate" && exec "$@"'
    return ["/bin/bash", "-c", activate, str(environment), *command]
