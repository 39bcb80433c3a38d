"""Starts Triton in the container: docker/supervise.py keeps it, this file checks the models first.

Arguments go to tritonserver: python3 /opt/serving/start.py --log-verbose=1
"""

import os
import re
import sys
import tempfile
from pathlib import Path

from supervise import STOP_SECONDS, fail, say, supervise


def port(kind: str, default: str) -> str:
    """Returns the port that the orchestrator asks for, or Triton's own."""
    for name in (f"PREDICTIVE_UNIT_{kind}_SERVICE_PORT", f"MLSERVER_{kind}_PORT"):
        if os.environ.get(name):
            return os.environ[name]
    return default


def read_config(model: Path) -> str:
    """Returns config.pbtxt without its comments."""
    config = (model / "config.pbtxt").read_text(encoding="utf-8")
    return re.sub("#.*", "", config)


def is_python(model: Path) -> bool:
    return re.search(r'\bbackend\s*:\s*"python"', read_config(model)) is not None


def environment_path(model: Path) -> Path | None:
    """Returns where config.pbtxt says that the model's conda environment is."""
    found = re.search(
        r'"EXECUTION_ENV_PATH".*?\bstring_value\s*:\s*"([^"]*)"',
        read_config(model),
        re.DOTALL,
    )
    if not found:
        return None
    return Path(found[1].replace("$$TRITON_MODEL_DIRECTORY", str(model)))


def check_environment(model: Path, environment: Path) -> None:
    """Ends the container if the model would not run in its environment."""
    says = f"{model}/config.pbtxt: EXECUTION_ENV_PATH {environment}"
    if not environment.exists():
        fail(
            f"{says} does not exist: copy or link an environment there, or name one of the image"
            f" ({', '.join(map(str, Path('/opt/environments').glob('*'))) or 'it has none'})"
        )
    if not os.access(environment, os.R_OK):
        fail(f"{says} cannot be read by user {os.getuid()}: chmod -R a+rX it")
    if environment.is_file() and os.statvfs("/tmp").f_flag & os.ST_NOEXEC:
        fail(f"{says} is unpacked into /tmp, which must allow exec (--tmpfs /tmp:exec)")
    # With any other Python, Triton would run the model without the environment and not say so.
    python = f"python{sys.version_info.major}.{sys.version_info.minor}"
    own_stub = model / "triton_python_backend_stub"
    if environment.is_file() or own_stub.exists():
        return
    if not (environment / "lib" / python).is_dir():
        fail(f"{says} has not {python}, the version of Triton's Python backend")


def find_models(repository: Path) -> list[Path]:
    """Returns the models' folders; ends the container if one could not be served."""
    if not repository.is_dir():
        fail(f"TRITON_MODEL_REPOSITORY={repository} is no folder: is it mounted?")
    models = sorted(
        entry
        for entry in repository.iterdir()
        if entry.is_dir() and not entry.name.startswith(".")
    )
    if not models:
        fail(f"no model in {repository}: each needs a folder with a config.pbtxt")
    for model in models:
        if not (model / "config.pbtxt").is_file():
            fail(f"{model} has no config.pbtxt: copy another model's")
        if not is_python(model):
            continue
        versions = [entry for entry in model.iterdir() if entry.name.isdecimal()]
        if not versions:
            fail(f"{model} has no version: a folder named 1 with a model.py")
        for version in versions:
            if not (version / "model.py").is_file():
                fail(f"{version} has no model.py")
        if environment := environment_path(model):
            check_environment(model, environment)
    say(f"models in {repository}: {', '.join(model.name for model in models)}")
    return models


def isolate_environments(models: list[Path], variables: dict[str, str]) -> None:
    """Keeps all other packages out of the models that have an environment of their own."""
    python_models = [model for model in models if is_python(model)]
    own = [model.name for model in python_models if environment_path(model)]
    if not own:
        return
    if "PYTHONUSERBASE" in variables and len(own) < len(python_models):
        fail(
            f"{', '.join(own)}: EXECUTION_ENV_PATH is set, but not for every model: the packages"
            " of requirements.txt would be mixed into it. Set it for all models or for none"
        )
    variables["PYTHONNOUSERSITE"] = "True"


def main() -> int:
    try:
        tempfile.TemporaryFile(dir="/tmp").close()
    except OSError as error:
        fail(f"/tmp must be writable, if need be as a tmpfs: {error}")
    variables = dict(os.environ)
    repository = os.environ["TRITON_MODEL_REPOSITORY"]
    models: list[Path] = []
    if "://" not in repository:  # Triton also reads object stores: s3://, gs://, as://
        models = find_models(Path(repository))
        isolate_environments(models, variables)

    http_port = port("HTTP", "${httpPort}")
    command = [
        "tritonserver",
        f"--model-repository={repository}",
        f"--http-port={http_port}",
        f"--grpc-port={port('GRPC', '${grpcPort}')}",
        f"--metrics-port={port('METRICS', '${metricsPort}')}",
        f"--exit-timeout-secs={STOP_SECONDS - 2}",
        *sys.argv[1:],
    ]
    names = tuple(model.name for model in models)
    return supervise(command, variables, http_port, names)


if __name__ == "__main__":
    sys.exit(main())
