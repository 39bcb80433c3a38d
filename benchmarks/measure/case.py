"""A case: a generated repository, its peer and the bare server, as images to build."""

import json
import os
import re
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from measure import maven
from measure.docker import Image, docker
from measure.runtime import Edits, Peer, Runtime, Setting

# Takes as long for a batch as for a row, as a computation of matrices or on a GPU nearly does.
COMPUTE = """

def predict(self, measurements, predict=IrisClassifier.predict):
    import time

    until = time.thread_time() + MILLISECONDS / 1000
    while time.thread_time() < until:
        pass
    return predict(self, measurements)


IrisClassifier.predict = predict
"""


@dataclass
class Case:
    runtime: Runtime
    environment: str  # requirements or conda
    work: Path
    short: bool = False

    def __post_init__(self):
        data = getattr(self.runtime, self.environment)
        conda = self.environment == "conda"
        self.name = f"{self.runtime.name}-{self.environment}"
        self.title = f"{self.runtime.title}, {self.environment}"
        self.folder = self.work / self.name
        self.peer_data = Peer(**data["peer"]) if "peer" in data else None
        self.bare_dockerfile = data["bare"]
        context, packages, added = self.runtime.context, data["packages"], data["added"]
        self.ours = self.image("ours", f"ours/{context}", packages=packages, added=added)
        self.bare = self.image("bare", environment={})
        self.peer = self.startup = None
        if peer := self.peer_data:
            options = {"flags": peer.flags, "environment": peer.environment}
            self.peer = self.image("peer", packages=Path(packages).name, added=added, **options)
            if conda and not self.short:  # a tarball, which each container unpacks
                self.startup = self.image("startup", f"startup/{context}")

    def image(self, name: str, folder: str = "", **others) -> Image:
        """Returns an image that runs as the generated docker-compose.yml says."""
        runtime = self.runtime
        options = {"flags": runtime.flags, "environment": runtime.environment} | others
        return Image(f"{self.name}-{name}", self.folder / (folder or name), runtime.port, runtime.model, **options)

    def setting(self, setting: Setting) -> Image:
        """Returns ours with another setting: a copy of the folder, so that all but the models is cached."""
        name = re.sub(r"\W+", "-", f"{setting.name} {setting.computes}").lower()
        image = self.image(name, environment=self.runtime.environment | setting.environment)
        shutil.copytree(self.ours.folder, image.folder)
        classifier = str(Path(self.runtime.model).with_name("classifier.py"))
        compute = COMPUTE.replace("MILLISECONDS", str(setting.computes))
        change(image.folder, [*setting.edits, *([(classifier, "", compute)] if setting.computes else [])])
        return image

    def generate(self) -> None:
        archetype = maven.archetype(self.runtime.name)
        options = ["-DpythonEnvironment=conda"] if self.environment == "conda" else []
        maven.generate(archetype, self.folder / "ours", *options)
        if self.startup:
            maven.generate(archetype, self.folder / "startup", *options, "-DcondaUnpack=startup")
        write_dockerfile(self, self.bare.folder, self.bare_dockerfile)
        if self.peer_data:
            self.write_peer(self.peer_data, self.peer.folder)

    def write_peer(self, peer: Peer, folder: Path) -> None:
        write_dockerfile(self, folder, peer.dockerfile)
        for name in ("Dockerfile", "Dockerfile.dockerignore") if peer.tool else ():
            text = docker("run", "--rm", self.base("BASE_IMAGE"), "sh", "-c", peer.tool, name)
            (folder / name).write_text(text + "\n", encoding="utf-8")
        for name in peer.files:
            source, target = self.ours.folder / name, folder / name
            target.parent.mkdir(exist_ok=True)
            (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
        shutil.copy(self.ours.folder / self.ours.packages, folder)
        change(folder, peer.edits)

    def base(self, argument: str) -> str:
        """Returns a base image: that of the environment, else that of the generated Dockerfile."""
        dockerfile = (self.ours.folder / "Dockerfile").read_text(encoding="utf-8")
        default = re.search(rf"^ARG {argument}=(.*)$", dockerfile, re.MULTILINE)
        return os.environ.get(argument) or (default[1] if default else "")

    @cached_property
    def request(self) -> str:
        return (self.folder / "ours" / self.runtime.request).read_text(encoding="utf-8")

    @cached_property
    def response(self) -> object:
        file = self.folder / "ours" / self.runtime.request.replace("request", "response")
        return json.loads(file.read_text(encoding="utf-8"))


def write_dockerfile(case: Case, folder: Path, text: str) -> None:
    folder.mkdir()
    images = {"base": case.base("BASE_IMAGE"), "miniforge": case.base("MINIFORGE_IMAGE"), "ours": case.ours.tag}
    (folder / "Dockerfile").write_text(text.format(**images), encoding="utf-8")


def change(folder: Path, edits: Edits) -> None:
    for name, old, new in edits:
        file = folder / name
        text = file.read_text(encoding="utf-8")
        if old not in text:
            raise ValueError(f"{file} has no {old!r}")
        file.write_text(text.replace(old, new) if old else text + new, encoding="utf-8")
