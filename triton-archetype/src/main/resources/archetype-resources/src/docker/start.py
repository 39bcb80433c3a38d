"""Starts Triton in the container: checks the models, then hands over to supervise.py.

Arguments go to tritonserver: python3 ${servingFolder}/start.py --log-verbose=1
"""

import argparse
import json
import os
import sys
import tempfile
import urllib.request
from pathlib import Path

from repository import (
    IMAGE_ENVIRONMENTS,
    candidates,
    field,
    find_environment,
    folders_of,
    is_python,
    linked,
    named_environment,
    served_versions,
    versions_of,
)
from supervise import SERVER_SECONDS, fail, say, supervise
from warmup import direct, v2_model

IMAGE_MODELS = Path("${modelsFolder}")
PORTS = {"HTTP": "${httpPort}", "GRPC": "${grpcPort}", "METRICS": "${metricsPort}"}  # Triton's defaults
# When it stops, Triton resets the connections that it has not accepted yet, whatever has been sent there.
ACCEPT_SECONDS = min(0.5, SERVER_SECONDS / 4)


def port(kind: str) -> str:
    """Returns the port that the orchestrator sets, or Triton's default."""
    for name in (f"PREDICTIVE_UNIT_{kind}_SERVICE_PORT", f"MLSERVER_{kind}_PORT"):
        if os.environ.get(name):
            return os.environ[name]
    return PORTS[kind]


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


def models_to_load(repository: Path, options: argparse.Namespace) -> list[Path]:
    """Returns the folders of the models that Triton loads at the start; ends the container if one is not there."""
    if not repository.is_dir():
        fail(f"TRITON_MODEL_REPOSITORY={repository} is not a folder: is it mounted?")
    models = folders_of(repository)
    if options.model_control_mode == "none" and not models:
        fail(f"no model in {repository}: each is a folder with a config.pbtxt")
    if options.model_control_mode == "explicit" and options.load_model != ["*"]:
        models = [repository / name for name in options.load_model]
        for model in models:
            if model not in folders_of(repository):
                fail(f"--load-model={model.name}: there is no folder {model}")
    names = ", ".join(model.name for model in models)
    say(f"models in {repository}: {names or 'none yet'}")
    return models


def check_model(model: Path) -> None:
    """Ends the container if Triton would refuse the model, or would wait for its file for ever."""
    if not versions_of(model):
        fail(
            f"{model} has no version: add a folder named 1. Triton takes each folder for a model, "
            "so move what is none elsewhere"
        )
    name = field(model, "name")
    if name and name != model.name:
        fail(
            f'{model}/config.pbtxt: name is "{name}", but must be that of the folder: leave it out'
        )
    if not served_versions(model):
        fail(f"{model}/config.pbtxt: version_policy names no version that is there")
    if is_python(model):
        code = field(model, "default_model_filename") or "model.py"
        for version in served_versions(model):
            if not (version / code).is_file():
                fail(f"{version} has no {code}")


def check_environment_of(model: Path) -> None:
    """Says where a Python model runs; ends the container if it would not run there."""
    named = named_environment(model)
    if not named:
        own = ", Triton's own Python: its config.pbtxt has no EXECUTION_ENV_PATH"
        conda = IMAGE_ENVIRONMENTS.is_dir()
        say(f"{model.name} runs in {sys.prefix}{own if conda else ''}")
        return
    environment = find_environment(model, named)
    if not environment:
        fail(
            f"{model}/config.pbtxt: there is no environment for EXECUTION_ENV_PATH, neither "
            + " nor ".join(map(str, candidates(model, named)))
        )
    check_environment(model, environment)
    say(f"{model.name} runs in {environment}")


def check_environments_are_used(models: list[Path]) -> None:
    """Ends the container if an environment in the image is for one model, but no model uses it."""
    used = set()
    for model in models:
        if named := named_environment(model):
            used.add(find_environment(model, named))
    for environment in sorted(IMAGE_ENVIRONMENTS.glob("environment-*")):
        if environment not in used:
            file = environment.name.removesuffix(".tar.gz") + ".yml"
            fail(
                f"no model uses src/{file}: name it after the model's folder, "
                "whose config.pbtxt must have EXECUTION_ENV_PATH"
            )


def refused(http_port: str) -> dict[str, str]:
    """Returns why Triton did not load models, by their names. It answers when it has tried to load all of them."""
    url = f"http://127.0.0.1:{http_port}/v2/repository/index"
    try:
        with direct.open(urllib.request.Request(url, b"{}"), timeout=5) as response:
            index = json.load(response)
    except (OSError, ValueError):
        return {}
    reasons = {}
    for entry in index:
        # Triton lists a model without a state if it cannot read its config.pbtxt, and says why in its log only.
        state = entry.get("state", "UNAVAILABLE")
        reason = entry.get("reason", "see 'Poll failed' in the log above")
        if state == "UNAVAILABLE" and reason != "unloaded":
            reasons[entry["name"]] = reason
    return reasons


def triton_options() -> argparse.Namespace:
    """Returns the arguments that tell Triton which models to load."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--model-control-mode", default="none")
    parser.add_argument("--load-model", action="append", default=[])
    return parser.parse_known_args()[0]


def main() -> int:
    try:
        tempfile.TemporaryFile(dir="/tmp").close()
    except OSError as error:
        fail(f"/tmp must be writable, as a tmpfs if need be: {error}")
    repository = os.environ["TRITON_MODEL_REPOSITORY"]
    options = triton_options()
    models: list[Path] = []
    is_folder = "://" not in repository
    if is_folder:  # Triton also reads object stores: s3://, gs://, as://
        folder = Path(repository).absolute()
        try:
            models = models_to_load(folder, options)
            for model in models:
                check_model(model)
                if is_python(model):
                    check_environment_of(model)
            if folder == IMAGE_MODELS:
                check_environments_are_used(folders_of(folder))
            repository = linked(folder, options.model_control_mode)
        except PermissionError as error:
            fail(f"user {os.getuid()} may not read {error.filename}: chmod -R a+rX it")

    http_port = port("HTTP")
    command = [
        "tritonserver",
        f"--model-repository={repository}",
        f"--http-port={http_port}",
        f"--grpc-port={port('GRPC')}",
        f"--metrics-port={port('METRICS')}",
        # Triton waits that long for clients that keep a connection open, and then ends.
        f"--exit-timeout-secs={max(1, SERVER_SECONDS - 2)}",
        *sys.argv[1:],
    ]
    if options.model_control_mode == "explicit":
        # Otherwise the server would not be ready while it loads or unloads any model.
        command.insert(1, "--strict-readiness=false")
    if is_folder:
        # Triton then answers why it could not load a model, and process 1 ends it: see refused().
        command.insert(1, "--exit-on-error=false")
    return supervise(
        command,
        dict(os.environ),
        http_port,
        "${readyPath}",
        [v2_model(model.name, model) for model in models],
        ACCEPT_SECONDS,
        lambda: refused(http_port),
    )


if __name__ == "__main__":
    sys.exit(main())
