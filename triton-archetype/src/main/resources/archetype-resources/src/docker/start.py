"""Starts Triton in the container: checks the models, then hands over to supervise.py.

Arguments go to tritonserver: python3 ${servingFolder}/start.py --log-verbose=1
"""

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

from supervise import SERVER_SECONDS, fail, say, supervise
from warmup import v2_model

IMAGE_ENVIRONMENTS = Path("${environmentsFolder}")
LINKED_REPOSITORY = Path("${workFolder}/models")
PORTS = {"HTTP": "${httpPort}", "GRPC": "${grpcPort}", "METRICS": "${metricsPort}"}  # Triton's defaults


def port(kind: str) -> str:
    """Returns the port that the orchestrator sets, or Triton's default."""
    for name in (f"PREDICTIVE_UNIT_{kind}_SERVICE_PORT", f"MLSERVER_{kind}_PORT"):
        if os.environ.get(name):
            return os.environ[name]
    return PORTS[kind]


def read_config(model: Path) -> str:
    """Returns config.pbtxt without its comments."""
    config = (model / "config.pbtxt").read_text(encoding="utf-8")
    return re.sub("#.*", "", config)


def is_python(model: Path) -> bool:
    return re.search(r'\bbackend\s*:\s*"python"', read_config(model)) is not None


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


def find_environment(model: Path, named: Path) -> Path:
    """Returns the environment at the path in config.pbtxt, else the image's for the model."""
    suffix = named.name.removeprefix("model-conda")
    candidates = [named]
    if named.parent == model:
        candidates.append(IMAGE_ENVIRONMENTS / f"environment-{model.name}{suffix}")
        candidates.append(IMAGE_ENVIRONMENTS / f"environment{suffix}")
    for environment in candidates:
        if environment.exists():
            return environment
    fail(
        f"{model}/config.pbtxt: there is no environment for EXECUTION_ENV_PATH, neither "
        + " nor ".join(map(str, candidates))
    )


def check_environment(model: Path, environment: Path) -> None:
    """Ends the container if the model would not run in the environment."""
    if not os.access(environment, os.R_OK):
        fail(f"{environment} cannot be read by user {os.getuid()}: chmod -R a+rX it")
    if environment.is_file():
        if os.statvfs("/tmp").f_flag & os.ST_NOEXEC:
            fail(f"{environment} needs a /tmp that allows exec (--tmpfs /tmp:exec)")
    elif not (model / "triton_python_backend_stub").exists():
        # With another Python, Triton would silently run the model without the environment.
        python = f"python{sys.version_info.major}.{sys.version_info.minor}"
        if not (environment / "lib" / python).is_dir():
            fail(f"{environment} must have Triton's Python, {python}")


def find_models(repository: Path) -> list[Path]:
    """Returns the folders of the models; ends the container if one cannot be served."""
    if not repository.is_dir():
        fail(f"TRITON_MODEL_REPOSITORY={repository} is not a folder: is it mounted?")
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
            fail(f"{model} has no version: add a folder named 1 with a model.py")
        for version in versions:
            if not (version / "model.py").is_file():
                fail(f"{version} has no model.py")
    say(f"models in {repository}: {', '.join(model.name for model in models)}")
    return models


def with_environments(repository: Path, models: list[Path]) -> Path:
    """Returns a model repository in which every model has the environment that it needs.

    The given repository may be read-only. If it lacks an environment, a second repository links to
    all files of the models, and to the image's environments.
    """
    missing: dict[Path, Path] = {}
    for model in models:
        if named := named_environment(model):
            environment = find_environment(model, named)
            check_environment(model, environment)
            say(f"{model.name} runs in {environment}")
            if environment != named:
                missing[model] = environment
    if not missing:
        return repository
    shutil.rmtree(LINKED_REPOSITORY, ignore_errors=True)
    for model in models:
        linked = LINKED_REPOSITORY / model.name
        linked.mkdir(parents=True)
        for entry in model.iterdir():
            (linked / entry.name).symlink_to(entry)
        if model in missing:
            (linked / named_environment(model).name).symlink_to(missing[model])
    return LINKED_REPOSITORY


def main() -> int:
    try:
        tempfile.TemporaryFile(dir="/tmp").close()
    except OSError as error:
        fail(f"/tmp must be writable, as a tmpfs if need be: {error}")
    repository = os.environ["TRITON_MODEL_REPOSITORY"]
    models: list[Path] = []
    if "://" not in repository:  # Triton also reads object stores: s3://, gs://, as://
        folder = Path(repository).absolute()
        try:
            models = find_models(folder)
            repository = with_environments(folder, models)
        except PermissionError as error:
            fail(f"user {os.getuid()} may not read {error.filename}: chmod -R a+rX it")

    http_port = port("HTTP")
    command = [
        "tritonserver",
        f"--model-repository={repository}",
        f"--http-port={http_port}",
        f"--grpc-port={port('GRPC')}",
        f"--metrics-port={port('METRICS')}",
        f"--exit-timeout-secs={max(1, SERVER_SECONDS - 2)}",
        *sys.argv[1:],
    ]
    to_warm_up = [v2_model(model.name, model) for model in models]
    return supervise(
        command, dict(os.environ), http_port, "${readyPath}", to_warm_up
    )


if __name__ == "__main__":
    sys.exit(main())
