"""What was measured on, and with what."""

import os
import platform
import re
import subprocess
from datetime import datetime, timezone
from pathlib import Path

from measure import maven
from measure.cases import Case, base_image
from measure.docker import docker


def describe(cases: list[Case]) -> dict[str, str]:
    """Returns the facts, by their names."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    wrk = subprocess.run(
        ["sh", "-c", "wrk --version || true"],
        text=True,
        capture_output=True,
        check=False,
    ).stdout
    facts = {
        "date": f"{datetime.now(timezone.utc):%Y-%m-%d %H:%M} UTC",
        "machine": f"{os.cpu_count()} cores, {memory:.0f} GiB, {processor()}",
        "kernel": platform.release(),
        "Docker engine": docker("version", "--format", "{{.Server.Version}}"),
        "Docker client": docker("version", "--format", "{{.Client.Version}}"),
        "Java, Maven": java_and_maven(),
        "maven-archetype-plugin": maven.plugin_version(),
        "archetypes": maven.archetype("mlserver")[2],
        "Python of the command": platform.python_version(),
        "wrk": (re.findall(r"wrk (\S+)", wrk) or ["none"])[0],
    }
    for case in cases:
        for argument in (
            ("BASE_IMAGE", "MINIFORGE_IMAGE") if case.conda else ("BASE_IMAGE",)
        ):
            image = base_image(case, argument)
            identity = docker("image", "inspect", "--format", "{{.Id}}", image)
            facts[image] = identity.removeprefix("sha256:")[:12]
    return facts


def processor() -> str:
    found = re.search(r"model name\s*:\s*(.*)", Path("/proc/cpuinfo").read_text())
    return found[1] if found else platform.machine()


def java_and_maven() -> str:
    """Returns the versions that ./mvnw runs with."""
    printed = subprocess.run(
        [maven.PROJECT / "mvnw", "-B", "-v"], text=True, capture_output=True, check=True
    ).stdout
    java = re.search(r"Java version: ([^,]+)", printed)[1]
    apache = re.search(r"Apache Maven (\S+)", printed)[1]
    return f"{java}, {apache}"
