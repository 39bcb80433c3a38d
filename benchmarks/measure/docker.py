"""Docker: builds images, runs containers, and leaves no trace of them."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PREFIX = "serving-benchmark"
OWN = f"{PREFIX}=1"  # the label of all that a run makes
# Passed on from the environment, as docker-compose.yml does
SOURCES = (
    "MINIFORGE_IMAGE",
    "CONDA_CHANNEL_ALIAS",
    "PIP_INDEX_URL",
    "PIP_EXTRA_INDEX_URL",
    "PIP_TRUSTED_HOST",
)
BUILDKIT = os.environ | {"DOCKER_BUILDKIT": "1"}


@cache
def client() -> str:
    """Returns the first docker in PATH that builds with BuildKit: newer ones need the plugin buildx for it."""
    for folder in os.get_exec_path():
        command = os.path.join(folder, "docker")
        if os.access(command, os.X_OK):
            probe = subprocess.run(
                [command, "build", "-q", "-"],
                input=f"FROM scratch\nLABEL {OWN}\n".encode(),
                env=BUILDKIT,
                capture_output=True,
                check=False,
            )
            if probe.returncode == 0:
                return command
    sys.exit("no docker in PATH builds with BuildKit: is the engine up, is buildx there?")


def docker(*arguments: str) -> str:
    """Returns what the command prints; its failure ends the program."""
    done = subprocess.run([client(), *arguments], env=BUILDKIT, text=True, capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"docker {' '.join(arguments)}:\n{done.stderr[-3000:]}")
    return done.stdout.strip()


@dataclass
class Image:
    name: str
    folder: Path  # build context
    port: int
    model: str  # the file that an edit changes
    flags: list[str]  # of docker run
    environment: dict[str, str]
    packages: str = ""  # the file that names the packages
    added: str = ""  # the lines that add one to it

    @property
    def tag(self) -> str:
        return f"{PREFIX}/{self.name}"

    def build(self, *options: str) -> float:
        """Returns the seconds that it takes."""
        sources = [f"--build-arg={name}" for name in SOURCES if os.environ.get(name)]
        started = time.monotonic()
        docker("build", "--tag", self.tag, "--label", OWN, *sources, *options, str(self.folder))
        return time.monotonic() - started

    def layers(self) -> list[str]:
        """Returns the digests of the layers, the lowest first."""
        return json.loads(docker("image", "inspect", "--format={{json .RootFS.Layers}}", self.tag))

    def size(self) -> float:
        """Returns the megabytes of all layers, unpacked."""
        return int(docker("image", "inspect", "--format={{.Size}}", self.tag)) / 1e6

    def layer_sizes(self) -> list[int]:
        """Returns the bytes of the layers that have files, the uppermost first."""
        sizes = docker("history", "--human=false", "--format={{.Size}}", self.tag)
        return [int(size) for size in sizes.split() if size != "0"]


@dataclass
class Container:
    identity: str
    port: int  # on this machine
    started: float


@contextmanager
def running(image: Image) -> Iterator[Container]:
    """Runs a container; its clock starts just before `docker run`."""
    variables = [f"--env={name}={value}" for name, value in image.environment.items()]
    publish = ("--publish", f"127.0.0.1::{image.port}")
    started = time.monotonic()
    identity = docker("run", "--detach", "--label", OWN, *publish, *image.flags, *variables, image.tag)
    try:
        address = docker("port", identity, str(image.port))
        yield Container(identity, int(address.rpartition(":")[2]), started)
    finally:
        docker("rm", "--force", "--volumes", identity)


def build_cache() -> set[str]:
    listed = docker("system", "df", "--verbose", "--format", "{{json .BuildCache}}")
    return {record["ID"] for record in json.loads(listed) or []}


@contextmanager
def cleaned() -> Iterator[None]:
    """Removes the containers, the images and the build cache of what runs in it."""
    before = build_cache()
    try:
        yield
    finally:
        own = f"label={OWN}"
        if containers := docker("ps", "--all", "--quiet", "--filter", own).split():
            docker("rm", "--force", "--volumes", *containers)
        if images := docker("images", "--all", "--quiet", "--filter", own).split():
            docker("rmi", "--force", *set(images))
        for record in build_cache() - before:
            docker("builder", "prune", "--force", "--all", "--filter", f"id={record}")
