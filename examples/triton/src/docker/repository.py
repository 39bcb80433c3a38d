"""What Triton finds in a folder of models, and a second folder, of links, for what it cannot find there itself."""

import os
import re
import shutil
import threading
import time
from pathlib import Path

from supervise import say

IMAGE_ENVIRONMENTS = Path("/opt/environments")
LINKED_REPOSITORY = Path("/tmp/serving/models")
LINK_SECONDS = 1  # between two looks at a folder that may change


def folders_of(repository: Path) -> list[Path]:
    """Returns the folders that Triton takes for models, but not Kubernetes' own, such as ..data."""
    return sorted(
        entry
        for entry in repository.iterdir()
        if entry.is_dir() and not entry.name.startswith("..")
    )


def read_config(model: Path) -> str:
    """Returns config.pbtxt without its comments. Triton does without the file where it can."""
    file = model / "config.pbtxt"
    if not file.is_file():
        return ""
    return re.sub("#.*", "", file.read_text(encoding="utf-8", errors="replace"))


def field(model: Path, name: str) -> str:
    """Returns the text of a field at the top level of config.pbtxt, or an empty text."""
    config, brackets = read_config(model), 1
    while brackets:
        config, brackets = re.subn(r"[{[][^][{}]*[]}]", "", config)
    found = re.search(rf"""\b{name}\s*:\s*["']([^"']*)""", config)
    return found[1] if found else ""


def versions_of(model: Path) -> list[Path]:
    """Returns the folders of all versions, the latest first."""
    numbers = re.compile("0|[1-9][0-9]*")
    found = [each for each in model.iterdir() if numbers.fullmatch(each.name)]
    return sorted(found, key=lambda version: int(version.name), reverse=True)


def served_versions(model: Path) -> list[Path]:
    """Returns the folders of the versions that Triton serves: the latest, or what version_policy says."""
    versions = versions_of(model)
    policy = re.search(
        r"version_policy\s*:?\s*{\s*(latest|all|specific)\s*:?\s*{([^}]*)}",
        read_config(model),
    )
    kind, numbers = (policy[1], re.findall(r"\d+", policy[2])) if policy else ("", [])
    if kind == "all":
        return versions
    if kind == "specific":
        return [version for version in versions if version.name in numbers]
    return versions[: int(numbers[0]) if numbers else 1]


def is_python(model: Path) -> bool:
    if backend := field(model, "backend"):
        return backend == "python"
    versions = versions_of(model)
    has_code = any((version / "model.py").is_file() for version in versions)
    return has_code and not field(model, "platform")


def named_environment(model: Path) -> Path | None:
    """Returns the path of the model's conda environment in config.pbtxt, or None if it has none."""
    found = re.search(
        r'"EXECUTION_ENV_PATH".*?\bstring_value\s*:\s*"([^"]*)"',
        read_config(model),
        re.DOTALL,
    )
    if not found:
        return None
    return Path(found[1].replace("$$TRITON_MODEL_DIRECTORY", str(model)))


def candidates(model: Path, named: Path) -> list[Path]:
    """Returns where the model's environment may be: at the path in config.pbtxt, or in the image."""
    suffix = named.name.removeprefix("model-conda")
    if named.parent != model:
        return [named]
    own = IMAGE_ENVIRONMENTS / f"environment-{model.name}{suffix}"
    return [named, own, IMAGE_ENVIRONMENTS / f"environment{suffix}"]


def find_environment(model: Path, named: Path) -> Path | None:
    """Returns the environment at the path in config.pbtxt, else the image's for the model."""
    return next(filter(Path.exists, candidates(model, named)), None)


def wanted_links(repository: Path) -> dict[Path, Path]:
    """Returns the links that make up the linked repository, and where they lead.

    A model that lacks its environment has a folder, with a link to the environment beside those to its files.
    """
    links = {}
    for model in folders_of(repository):
        linked = LINKED_REPOSITORY / model.name
        named = named_environment(model)
        environment = find_environment(model, named) if named else None
        if environment == named or not environment:
            links[linked] = model
            continue
        links[linked / named.name] = environment
        for entry in model.iterdir():
            if not entry.name.startswith(".."):
                links[linked / entry.name] = entry
    return links


def update_links(repository: Path) -> None:
    """Makes the linked repository as the given one is now. What has not changed is left alone."""
    wanted = wanted_links(repository)
    LINKED_REPOSITORY.mkdir(parents=True, exist_ok=True)
    for linked in LINKED_REPOSITORY.iterdir():
        for link in [linked] if linked.is_symlink() else list(linked.iterdir()):
            if link not in wanted or os.readlink(link) != str(wanted[link]):
                link.unlink()
        if linked.is_dir() and not linked.is_symlink() and not any(linked.iterdir()):
            linked.rmdir()
    for link, target in wanted.items():
        if not link.is_symlink():
            link.parent.mkdir(exist_ok=True)
            link.symlink_to(target)


def keep_links(repository: Path) -> None:
    """Shows Triton, which may look at any time, models and versions that are new in a mounted folder."""
    while True:
        time.sleep(LINK_SECONDS)
        try:
            update_links(repository)
        except OSError as error:
            say(f"the links to {repository} are not up to date: {error}")


def linked(repository: Path, control_mode: str) -> Path:
    """Returns the repository to give to Triton: a second one, of links, if it cannot be the given one.

    The given repository may be read-only and lack the models' environments, or contain Kubernetes' own folders.
    """
    loads_later = control_mode != "none"
    kubernetes = any(entry.name.startswith("..") for entry in repository.iterdir())
    lacks = any(link.parent != LINKED_REPOSITORY for link in wanted_links(repository))
    if not (kubernetes or lacks or loads_later and IMAGE_ENVIRONMENTS.is_dir()):
        return repository
    shutil.rmtree(LINKED_REPOSITORY, ignore_errors=True)
    update_links(repository)
    if loads_later:
        threading.Thread(target=keep_links, args=[repository], daemon=True).start()
    return LINKED_REPOSITORY
