"""The data of runtimes/*.toml. In Dockerfiles {base}, {miniforge} and {ours} are images."""

from dataclasses import dataclass, field
from pathlib import Path

import tomli

Edits = list[tuple[str, str, str]]  # file, old text, new text; without old text, the new is appended


@dataclass(frozen=True)
class Peer:
    """The same model and packages, in the image that the runtime's own tool or documentation makes."""

    name: str
    files: list[str]  # of the generated build context, beside the packages
    dockerfile: str = ""
    tool: str = ""  # shell command in the base image that prints the file $0, in place of dockerfile
    edits: Edits = ()
    flags: list[str] = ()
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Setting:
    """What the generated README recommends for more cores."""

    name: str
    computes: int = 0  # with a model that computes for so many milliseconds; 0: with the example
    environment: dict[str, str] = field(default_factory=dict)
    edits: Edits = ()
    peer: str = "as generated"  # the setting that it is compared with


@dataclass(frozen=True)
class Runtime:
    name: str
    title: str
    port: int
    context: str
    model: str
    path: str  # that answers the example
    request: str
    flags: list[str]  # of docker run
    requirements: dict
    conda: dict
    settings: list[Setting]
    environment: dict[str, str] = field(default_factory=dict)


def load(name: str) -> Runtime:
    file = Path(__file__).parents[1] / f"runtimes/{name}.toml"
    data = tomli.loads(file.read_text(encoding="utf-8"))
    data["settings"] = [Setting(**setting) for setting in data["settings"]]
    return Runtime(name, **data)


RUNTIMES = {name: load(name) for name in ("mlserver", "triton", "seldon")}
