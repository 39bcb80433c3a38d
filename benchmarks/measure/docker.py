"""Docker: builds, containers, layers, and no trace of them afterwards."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

PREFIX = "serving-benchmark"

# Where things come from, as docker-compose.yml takes it from the environment
SOURCES = (
    "MINIFORGE_IMAGE",
    "CONDA_CHANNEL_ALIAS",
    "PIP_INDEX_URL",
    "PIP_EXTRA_INDEX_URL",
    "PIP_TRUSTED_HOST",
)


@cache
def client() -> str:
    """Returns a docker command that speaks BuildKit: the peer's Dockerfile needs it.

    A client from 23 on needs the plugin buildx for it, so the first in PATH may not be the one.
    """
    for folder in os.environ["PATH"].split(os.pathsep):
        command = os.path.join(folder, "docker")
        if not os.access(command, os.X_OK):
            continue
        probe = subprocess.run(
            [command, "build", "-q", "-"],
            input="FROM scratch\nLABEL probe=1\n",
            text=True,
            env=build_environment(),
            capture_output=True,
            check=False,
        )
        if probe.returncode == 0:
            return command
    sys.exit(
        "no docker command in PATH builds with BuildKit: is the engine up, is buildx there?"
    )


def build_environment() -> dict[str, str]:
    return os.environ | {"DOCKER_BUILDKIT": "1"}


def docker(*arguments: str) -> str:
    """Returns what a docker command prints; its own error ends the program."""
    done = subprocess.run(
        [client(), *arguments], text=True, capture_output=True, check=False
    )
    if done.returncode:
        sys.exit(f"docker {' '.join(arguments)}: {done.stderr}")
    return done.stdout.strip()


@dataclass
class Image:
    """An image that can be built and run."""

    name: str
    context: Path
    port: int
    flags: tuple[str, ...] = ()  # of docker run
    model: str = ""  # the file that an edit changes
    packages: str = ""  # the file that names the packages

    @property
    def tag(self) -> str:
        return f"{PREFIX}/{self.name}"

    def build(self, cached: bool = True) -> float:
        """Returns the seconds of a build. Without cache, no step of an earlier build is used."""
        sources = [f"--build-arg={name}" for name in SOURCES if os.environ.get(name)]
        started = time.monotonic()
        done = subprocess.run(
            [client(), "build", "-t", self.tag, "--label", f"{PREFIX}=1", *sources]
            + ([] if cached else ["--no-cache"])
            + [str(self.context)],
            env=build_environment(),
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if done.returncode:
            sys.exit(f"{self.tag} cannot be built:\n{done.stdout[-3000:]}")
        return time.monotonic() - started

    def inspect(self, template: str) -> str:
        return docker("image", "inspect", "--format", template, self.tag)

    def size(self) -> float:
        """Returns the megabytes of all layers, unpacked."""
        return int(self.inspect("{{.Size}}")) / 1e6

    def layers(self) -> list[str]:
        """Returns the digests of the layers, the lowest first."""
        return json.loads(self.inspect("{{json .RootFS.Layers}}"))

    def upper_layers(self, number: int) -> float:
        """Returns the megabytes of so many layers from the top; steps that leave no file have none."""
        history = docker(
            "history", "--human=false", "--format", "{{.Size}}", self.tag
        ).split()
        sizes = [int(size) for size in history if size != "0"]
        return sum(sizes[:number]) / 1e6


@dataclass
class Container:
    """A running container, and its port on this machine."""

    identity: str
    port: int
    started: float = field(default_factory=time.monotonic)

    def memory(self) -> float:
        """Returns the megabytes that its processes use, as docker stats counts: without the page cache."""
        usage = docker(
            "stats", "--no-stream", "--format", "{{.MemUsage}}", self.identity
        )
        number, unit = re.match(r"([\d.]+)(\w+)", usage).groups()
        return float(number) * {"KiB": 2**10, "MiB": 2**20, "GiB": 2**30}[unit] / 1e6

    def pause(self) -> None:
        if docker("inspect", "--format", "{{.State.Running}}", self.identity) != "true":
            sys.exit(f"a container ended while it was measured:\n{self.log()}")
        docker("pause", self.identity)

    def resume(self) -> None:
        docker("unpause", self.identity)

    def log(self) -> str:
        """Returns its last lines, of both streams."""
        done = subprocess.run(
            [client(), "logs", "--tail", "30", self.identity],
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(image: Image):
    """Runs a container of the image; its clock starts just before `docker run`."""
    port = free_port()
    started = time.monotonic()
    identity = docker(
        "run",
        "--detach",
        "--label",
        f"{PREFIX}=1",
        "--publish",
        f"127.0.0.1:{port}:{image.port}",
        *image.flags,
        image.tag,
    )
    try:
        yield Container(identity, port, started)
    finally:
        docker("rm", "--force", "--volumes", identity)


def build_cache() -> set[str]:
    """Returns the records of the engine's build cache."""
    listed = docker("system", "df", "--verbose", "--format", "{{json .BuildCache}}")
    return {record["ID"] for record in json.loads(listed) or []}


@contextmanager
def cleaned():
    """Removes, in the end, the containers, the images and the build cache of what runs in it."""
    before = build_cache()
    try:
        yield
    finally:
        own = f"label={PREFIX}=1"
        containers = docker("ps", "--all", "--quiet", "--filter", own).split()
        if containers:
            docker("rm", "--force", "--volumes", *containers)
        images = docker("images", "--all", "--quiet", "--no-trunc", "--filter", own)
        if images:
            docker("rmi", "--force", *set(images.split()))
        for record in build_cache() - before:
            docker("builder", "prune", "--force", "--all", "--filter", f"id={record}")
