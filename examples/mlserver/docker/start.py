"""Starts MLServer in the container: prepares what it needs, then hands over to supervise.py.

1. Models: those in MLSERVER_MODELS_DIR, a folder of the image or a mounted one.
2. Packages: those of MLSERVER_ENV_TARBALL (made by conda-pack) if it is set, else the image's.
3. Settings: settings.json has the defaults, and MLSERVER_ variables override them. (With MLServer
   alone, the file overrides the variables.)
4. The server itself: serve.py runs it.
"""

from __future__ import annotations

import glob
import json
import os
import shutil
import sys
from pathlib import Path

from environment import find_environment, in_environment, unpack
from supervise import fail, say, supervise
from warmup import Model, v2_model

IMAGE_SETTINGS = Path("/opt/mlserver/settings.json")
WORK = Path("/tmp/serving")
DEFAULT_HTTP_PORT = "8080"  # MLServer's own default
DEFAULT_IMPLEMENTATION = os.environ.get("MLSERVER_MODEL_IMPLEMENTATION")


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
    try:
        is_folder = folder.is_dir()
    except PermissionError:
        user = f"user {os.getuid()} of group {os.getgid()}"
        fail(f"{folder} cannot be read by {user}: take group 0 (--user 12345:0)")
    if not is_folder:
        fail(f"MLSERVER_MODELS_DIR={folder} is not a folder: is the volume mounted?")
    check_readable(folder)
    files: dict[tuple[str, str | None], Path] = {}
    # As MLServer finds them: through links, and not in hidden folders. (Kubernetes mounts a ConfigMap as links
    # to a hidden folder.)
    for found in sorted(glob.glob(f"{folder}/**/model-settings.json", recursive=True)):
        file = Path(found)
        settings = read_json(file)
        implementation = settings.get("implementation", DEFAULT_IMPLEMENTATION)
        if not isinstance(implementation, str):
            fail(f"{file} has no implementation: the class that serves the model")
        # Seldon Core sets the variable, for models that do not name themselves.
        name = settings.get("name") or os.environ.get("MLSERVER_MODEL_NAME")
        name = name or file.parent.name
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


def check_readable(folder: Path) -> None:
    """Ends the container if it may not read a folder of models: MLServer would skip its models in silence."""
    folders = [str(folder)]
    for parent, names, _ in os.walk(folder, followlinks=True):
        # MLServer does not look into these either.
        names[:] = [n for n in names if not n.startswith(".") and n != "lost+found"]
        folders += [os.path.join(parent, name) for name in names]
    for path in folders:
        if not os.access(path, os.R_OK | os.X_OK):
            fail(f"{path} cannot be read by user {os.getuid()}: chmod -R a+rX it")


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


def read_settings(*files: Path) -> dict:
    """Returns the settings in the files, without those that a variable sets. The last file wins."""
    settings: dict = {}
    for file in files:
        if file.is_file():
            settings |= read_json(file)
    variables = {name.upper() for name in os.environ}
    return {
        name: value
        for name, value in settings.items()
        if f"MLSERVER_{name.upper()}" not in variables
    }


def value_of(name: str, settings: dict, default: str) -> str:
    """Returns what the server takes for a setting, as text."""
    variable = os.environ.get(f"MLSERVER_{name.upper()}")
    return str(settings.get(name, default)) if variable is None else variable


def main() -> int:
    models_folder = Path(os.environ["MLSERVER_MODELS_DIR"])
    models = find_models(models_folder)
    try:
        WORK.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fail(f"/tmp must be writable, as a tmpfs if need be: {error}")
    environment = choose_environment()

    settings = read_settings(IMAGE_SETTINGS, models_folder / "settings.json")
    # Implementations start with `models.`, so the server starts in a folder where `models` is a link to the
    # models, wherever they are.
    repository = WORK / "repository"
    shutil.rmtree(repository, ignore_errors=True)
    repository.mkdir()
    (repository / "models").symlink_to(models_folder.absolute())
    (repository / "settings.json").write_text(json.dumps(settings), encoding="utf-8")

    if environment:
        say(f"conda environment: {environment}")
    # Python looks for `models` here first, and not in the image's folder.
    os.chdir(repository)
    serve = str(Path(__file__).with_name("serve.py"))
    command = in_environment(environment, ["python3", serve, "start", str(repository)])
    http_port = value_of("http_port", settings, DEFAULT_HTTP_PORT)
    if "http_port" in settings and http_port != DEFAULT_HTTP_PORT:
        say(f"HTTP port {http_port}: publish it instead of {DEFAULT_HTTP_PORT}")
    if value_of("load_models_at_startup", settings, "true").lower() in ("false", "0"):
        models = []  # clients load them, by the repository API
    return supervise(command, dict(os.environ), http_port, "/v2/health/ready", models)


if __name__ == "__main__":
    sys.exit(main())
