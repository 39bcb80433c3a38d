"""Maven: the archetypes and what they generate."""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

PROJECT = Path(__file__).parents[2]
PLUGIN = "org.apache.maven.plugins:maven-archetype-plugin"
QUICKSTART = (
    "org.apache.maven.archetypes",
    "maven-archetype-quickstart",
    "1.5",
)


def from_pom(pattern: str) -> str:
    return re.search(pattern, (PROJECT / "pom.xml").read_text(encoding="utf-8"))[1]


def archetype(runtime: str) -> tuple[str, str, str]:
    """Returns the coordinates of one of the project's archetypes."""
    group = from_pom(r"<groupId>(.*?)</groupId>")
    return group, f"{runtime}-archetype", from_pom(r"<version>(.*?)</version>")


def plugin_version() -> str:
    return from_pom(r"<archetype.version>(.*?)</archetype.version>")


def install() -> None:
    """Puts the archetypes into the local Maven repository."""
    subprocess.run(
        [PROJECT / "mvnw", "-q", "-B", "install", "-DskipTests"],
        cwd=PROJECT,
        check=True,
    )


def generate(
    coordinates: tuple[str, str, str], folder: Path, offline: bool = True, **answers
) -> tuple[float, float]:
    """Writes folder anew; returns the seconds and the megabytes of the largest process."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    names = ("archetypeGroupId", "archetypeArtifactId", "archetypeVersion")
    properties = dict(zip(names, coordinates)) | {
        "groupId": "com.example",
        "artifactId": folder.name,
        **answers,
    }
    command = [
        str(PROJECT / "mvnw"),
        "-q",
        "-B",
        *(["-o"] if offline else []),
        f"{PLUGIN}:{plugin_version()}:generate",
        *(f"-D{name}={value}" for name, value in properties.items()),
    ]
    log = folder.parent / f"{folder.name}.log"
    started = time.monotonic()
    with log.open("w") as output:
        process = subprocess.Popen(
            command, cwd=folder.parent, stdout=output, stderr=subprocess.STDOUT
        )
        # The usage of Maven's process and of all its children that have ended.
        _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode or not folder.is_dir():
        sys.exit(f"{coordinates[1]} was not generated:\n{log.read_text()}")
    return seconds, usage.ru_maxrss * 1024 / 1e6
