"""Starts MLServer in the container: docker/supervise.py keeps it, this file prepares it.

1. Models: those of MLSERVER_MODELS_DIR, a folder of the image or one that is mounted.
2. Packages: those of MLSERVER_ENV_TARBALL (made by conda-pack) if it is set, else the image's.
3. Settings: settings.json gives defaults, MLSERVER_ variables win. (MLServer alone lets the file win.)
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from supervise import fail, say, supervise

IMAGE_ENVIRONMENT = Path("/opt/environment")
IMAGE_TARBALL = Path("/opt/environment.tar.gz")
IMAGE_SETTINGS = Path("/opt/mlserver/settings.json")
WORK = Path("/tmp/serving")


def read_json(file: Path) -> dict:
    """Returns the object in a JSON file; ends the container if there is none."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        fail(f"{file} cannot be read: {error}")
    if not isinstance(content, dict):
        fail(f"{file} must hold a JSON object")
    return content


def find_models(folder: Path) -> list[str]:
    """Returns the names of the models; ends the container if one could not be served."""
    if not folder.is_dir():
        fail(f"MLSERVER_MODELS_DIR={folder} is no folder: is the volume mounted?")
    if not os.access(folder, os.R_OK | os.X_OK):
        fail(f"{folder} cannot be read by user {os.getuid()}: chmod -R a+rX it")
    names: dict[str, Path] = {}
    for file in sorted(folder.glob("**/model-settings.json")):
        settings = read_json(file)
        if not isinstance(settings.get("implementation"), str):
            fail(f"{file} has no implementation: the class that serves the model")
        name = settings.get("name") or file.parent.name
        if name in names:
            fail(f"{file} and {names[name]} have the same name, {name}")
        names[name] = file
    if not names:
        fail(f"no model in {folder}: each needs a folder with a model-settings.json")
    say(f"models in {folder}: {', '.join(names)}")
    return list(names)


def unpack(tarball: Path) -> Path:
    """Returns the folder with the environment of a conda-pack tarball."""
    if not tarball.is_file():
        fail(f"MLSERVER_ENV_TARBALL={tarball} is no file: is the volume mounted?")
    folder = WORK / "environment"
    shutil.rmtree(folder, ignore_errors=True)
    say(f"unpacking {tarball}")
    try:
        folder.mkdir(parents=True)
        subprocess.run(["tar", "-xzf", tarball, "-C", folder], check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        fail(f"{tarball} cannot be unpacked into {folder}: {error}")
    if not (folder / "bin" / "conda-unpack").is_file():
        fail(f"{tarball} was not made by conda-pack: it has no bin/conda-unpack")
    subprocess.run(
        [folder / "bin" / "python", folder / "bin" / "conda-unpack"], check=True
    )
    return folder


def choose_environment() -> Path | None:
    """Returns the folder of the conda environment to run in; None: the packages of the image."""
    if tarball := os.environ.get("MLSERVER_ENV_TARBALL"):
        folder = unpack(Path(tarball))
    elif IMAGE_TARBALL.exists():
        folder = unpack(IMAGE_TARBALL)
    elif IMAGE_ENVIRONMENT.exists():
        folder = IMAGE_ENVIRONMENT
    else:
        return None
    if not (folder / "bin" / "mlserver").is_file():
        fail("the conda environment has no MLServer: add mlserver to its packages")
    return folder


def with_settings(environment: dict[str, str], *files: Path) -> dict[str, str]:
    """Returns the environment with each setting of the files that it does not have yet."""
    settings: dict = {}
    for file in files:
        if file.is_file():
            settings |= read_json(file)
    for name, value in settings.items():
        if value is not None:
            text = value if isinstance(value, str) else json.dumps(value)
            environment.setdefault(f"MLSERVER_{name.upper()}", text)
    return environment


def main() -> int:
    models_folder = Path(os.environ["MLSERVER_MODELS_DIR"])
    models = find_models(models_folder)
    try:
        WORK.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fail(f"/tmp must be writable, if need be as a tmpfs: {error}")
    conda_environment = choose_environment()

    environment = with_settings(
        dict(os.environ), IMAGE_SETTINGS, models_folder / "settings.json"
    )
    # The server starts in a folder that holds the models as `models`, wherever they are: the Python
    # package that the implementations name. A settings.json beside them is not read a second time.
    repository = WORK / "repository"
    shutil.rmtree(repository, ignore_errors=True)
    repository.mkdir()
    (repository / "models").symlink_to(models_folder.absolute())

    command = ["mlserver", "start", str(repository)]
    if conda_environment:
        say(f"conda environment: {conda_environment}")
        environment["PYTHONNOUSERSITE"] = "True"
        activate = '. "$0/bin/activate" && exec "$@"'
        command = ["/bin/bash", "-c", activate, str(conda_environment), *command]
    http_port = environment.get("MLSERVER_HTTP_PORT", "8080")
    return supervise(command, environment, http_port, tuple(models))


if __name__ == "__main__":
    sys.exit(main())
