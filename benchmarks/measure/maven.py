"""Maven: installs the archetypes and generates from them."""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

PROJECT = Path(__file__).parents[2]
QUICKSTART = ("org.apache.maven.archetypes", "maven-archetype-quickstart", "1.5")


def from_pom(element: str) -> str:
    text = (PROJECT / "pom.xml").read_text(encoding="utf-8")
    return re.search(f"<{element}>(.*?)</{element}>", text)[1]


def archetype(runtime: str) -> tuple[str, str, str]:
    """Returns the coordinates of one of the project's archetypes."""
    return from_pom("groupId"), f"{runtime}-archetype", from_pom("version")


def install() -> None:
    command = ["mvn", "-q", "-B", "clean", "install", "-DskipTests"]
    done = subprocess.run(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(done.stdout)


def generate(coordinates: tuple[str, str, str], folder: Path, *options: str) -> tuple[float, float]:
    """Writes folder anew; returns the seconds, and the megabytes of the largest process."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    plugin = "org.apache.maven.plugins:maven-archetype-plugin"
    group, artifact, version = coordinates
    command = [
        "mvn",
        "-q",
        "-B",
        f"{plugin}:{from_pom('archetype.version')}:generate",
        f"-DarchetypeGroupId={group}",
        f"-DarchetypeArtifactId={artifact}",
        f"-DarchetypeVersion={version}",
        "-DgroupId=com.example",
        f"-DartifactId={folder.name}",
        *options,
    ]
    log = folder.parent / f"{folder.name}.log"
    started = time.monotonic()
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=folder.parent, stdout=output, stderr=subprocess.STDOUT)
        # The usage of this process and of all its children
        _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode or not folder.is_dir():
        sys.exit(f"{artifact} was not generated:\n{log.read_text()}")
    return seconds, usage.ru_maxrss * 1024 / 1e6
