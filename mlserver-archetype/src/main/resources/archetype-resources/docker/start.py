"""Starts MLServer in the container: prepares what it needs, then hands over to supervise.py.

1. Models: those in MLSERVER_MODELS_DIR, a folder of the image or a mounted one.
2. Packages: those of MLSERVER_ENV_TARBALL (made by conda-pack) if it is set, else the image's.
3. Settings: settings.json has the defaults, and MLSERVER_ variables override them. (With MLServer
   alone, the file overrides the variables.)
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

from environment import find_environment, in_environment, unpack
from supervise import fail, say, supervise
from warmup import Model, v2_model

IMAGE_SETTINGS = Path("${settingsFile}")
WORK = Path("${workFolder}")
DEFAULT_HTTP_PORT = "${httpPort}"  # MLServer's own default


def read_json(file: Path) -> dict:
    """Returns the object in a JSON file; ends the container if there is none."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        fail(f"{file} cannot be read: {error}")
    if not isinstance(content, dict):
        fail(f"{file} must contain a JSON object")
    return content


def find_models(folder: Path) -> list[Model]:
    """Returns the models; ends the container if one cannot be served."""
    if not folder.is_dir():
        fail(f"MLSERVER_MODELS_DIR={folder} is not a folder: is the volume mounted?")
    if not os.access(folder, os.R_OK | os.X_OK):
        fail(f"{folder} cannot be read by user {os.getuid()}: chmod -R a+rX it")
    files: dict[tuple[str, str | None], Path] = {}
    for file in sorted(folder.glob("**/model-settings.json")):
        settings = read_json(file)
        if not isinstance(settings.get("implementation"), str):
            fail(f"{file} has no implementation: the class that serves the model")
        name = settings.get("name") or file.parent.name
        version = (settings.get("parameters") or {}).get("version")
        if (name, version) in files:
            other = files[name, version]
            fail(f"{file} and {other} have the same name, {name}, and version")
        files[name, version] = file
    if not files:
        fail(f"no model in {folder}: each needs a folder with a model-settings.json")
    say(f"models in {folder}: {', '.join(sorted({name for name, _ in files}))}")
    return [
        v2_model(name, file.parent, version) for (name, version), file in files.items()
    ]


def choose_environment() -> Path | None:
    """Returns the folder of the conda environment to run in, or None for the image's packages."""
    if tarball := os.environ.get("MLSERVER_ENV_TARBALL"):
        if not Path(tarball).is_file():
            fail(f"MLSERVER_ENV_TARBALL={tarball} is not a file: is it mounted?")
        environment = unpack(Path(tarball))
    else:
        environment = find_environment()
    if environment and not (environment / "bin" / "mlserver").is_file():
        fail("the conda environment has no MLServer: add mlserver to its packages")
    return environment


def with_settings(variables: dict[str, str], *files: Path) -> dict[str, str]:
    """Returns the environment variables, with the files' values for the settings that they lack."""
    settings: dict = {}
    for file in files:
        if file.is_file():
            settings |= read_json(file)
    for name, value in settings.items():
        if value is not None:
            text = value if isinstance(value, str) else json.dumps(value)
            variables.setdefault(f"MLSERVER_{name.upper()}", text)
    return variables


def main() -> int:
    models_folder = Path(os.environ["MLSERVER_MODELS_DIR"])
    models = find_models(models_folder)
    try:
        WORK.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fail(f"/tmp must be writable, as a tmpfs if need be: {error}")
    environment = choose_environment()

    variables = with_settings(
        dict(os.environ), IMAGE_SETTINGS, models_folder / "settings.json"
    )
    # Implementations start with `models.`, so the server starts in a folder where `models` is a link to the
    # models, wherever they are. It finds no settings.json there, which would override the variables.
    repository = WORK / "repository"
    shutil.rmtree(repository, ignore_errors=True)
    repository.mkdir()
    (repository / "models").symlink_to(models_folder.absolute())

    if environment:
        say(f"conda environment: {environment}")
    command = in_environment(environment, ["mlserver", "start", str(repository)])
    http_port = variables.get("MLSERVER_HTTP_PORT", DEFAULT_HTTP_PORT)
    return supervise(command, variables, http_port, "${readyPath}", models)


if __name__ == "__main__":
    sys.exit(main())
