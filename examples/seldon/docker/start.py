"""Starts the component in the container: prepares what it needs, then hands over to supervise.py.

It does what s2i's run script does, and explains what is wrong when it fails:
1. MODEL_NAME and SERVICE_TYPE, or else .s2i/environment, say what runs.
2. If the image has a conda environment, the next steps run in it: see environment.py.
3. If there is a file before-run beside the component, it runs first.
4. The server listens on the ports in the PREDICTIVE_UNIT_ variables, which Seldon Core sets, or else
   on 9000 (HTTP), 5000 (gRPC) and 6000 (metrics).
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from environment import find_environment, in_environment
from supervise import fail, say, supervise
from warmup import Model

CODE = Path("/microservice")
WORK = Path("/tmp/serving")
READY_PATH = "/health/status"
LIVE_PATH = "/health/ping"
# What each service type answers its requests at.
PATHS = {
    "MODEL": "/api/v1.0/predictions",
    "ROUTER": "/route",
    "TRANSFORMER": "/transform-input",
    "COMBINER": "/aggregate",
    "OUTLIER_DETECTOR": "/transform-input",
}
PORTS = {
    "PREDICTIVE_UNIT_HTTP_SERVICE_PORT": "9000",
    "PREDICTIVE_UNIT_GRPC_SERVICE_PORT": "5000",
    "PREDICTIVE_UNIT_METRICS_SERVICE_PORT": "6000",
}
# Numbers of processes and threads, and the least that the server can do with.
LEAST = {
    "GUNICORN_WORKERS": 1,
    "GUNICORN_THREADS": 1,
    "GRPC_WORKERS": 0,
    "GRPC_THREADS": 1,
}
LOG_LEVELS = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]


def with_s2i_settings(variables: dict[str, str]) -> dict[str, str]:
    """Returns the environment variables, with the settings of .s2i/environment that are not set."""
    file = CODE / ".s2i" / "environment"
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    settings = dict(re.findall(r"^(\w+)=(.*)$", text, re.MULTILINE))
    return {**settings, **variables}


def check_component(name: str, service_type: str) -> Path:
    """Returns the file of the component; ends the container if there is no such component."""
    if not re.fullmatch(r"\w+(\.\w+)*", name):
        fail(
            f"MODEL_NAME='{name}' must be the name of a class: Name, "
            "or package.module.Name"
        )
    if service_type not in PATHS:
        fail(f"SERVICE_TYPE='{service_type}' must be one of {', '.join(PATHS)}")
    # Name is a class in Name.py; package.module.Name is one in package/module.py.
    module = CODE.joinpath(*(name.rpartition(".")[0] or name).split("."))
    files = [module.with_suffix(".py"), module / "__init__.py"]
    if not any(file.is_file() for file in files):
        fail(f"MODEL_NAME={name}: there is no {files[0]}")
    file = next(filter(Path.is_file, files))
    if not os.access(file, os.R_OK):
        fail(f"{file} cannot be read by user {os.getuid()}: chmod a+r it")
    return file


def with_ports(variables: dict[str, str]) -> dict[str, str]:
    """Returns the environment variables, with defaults for the ports that are not set."""
    variables = {**PORTS, **variables}
    for name in PORTS:
        port = variables[name]
        if not (port.isdecimal() and 0 < int(port) < 65536):
            fail(f"{name}='{port}' must be a port, 1 to 65535")
    return variables


def check_settings(variables: dict[str, str]) -> None:
    """Ends the container if a setting would end the server, or leave it without anything that answers."""
    for name, least in LEAST.items():
        value = variables.get(name, "1")
        if not (value.isdecimal() and int(value) >= least):
            fail(f"{name}='{value}' must be a number, {least} or more")
    level = variables.get("SELDON_LOG_LEVEL", "INFO")
    if level not in LOG_LEVELS:
        fail(f"SELDON_LOG_LEVEL='{level}' must be one of {', '.join(LOG_LEVELS)}")


def run_before(environment: Path | None, variables: dict[str, str]) -> None:
    """Runs before-run, if there is one; ends the container if it fails."""
    script = CODE / "before-run"
    if not script.is_file():
        return
    say("running before-run")
    # The first line of an executable file says what runs it; any other file is a shell script.
    run = ["-c", str(script)] if os.access(script, os.X_OK) else [str(script)]
    command = in_environment(environment, ["/bin/bash", *run])
    code = subprocess.run(command, cwd=CODE, env=variables, check=False).returncode
    if code:
        fail(f"before-run ended with code {code}: its output above says why")


def main() -> int:
    variables = with_s2i_settings(dict(os.environ))
    name = variables.get("MODEL_NAME", "")
    service_type = variables.get("SERVICE_TYPE", "")
    file = check_component(name, service_type)
    variables = with_ports(variables)
    check_settings(variables)
    try:
        WORK.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fail(f"/tmp must be writable, as a tmpfs if need be: {error}")
    environment = find_environment()
    run_before(environment, variables)
    say(f"{name} as {service_type}")
    serve = str(Path(__file__).with_name("serve.py"))
    command = in_environment(
        environment, ["python3", serve, name, "--service-type", service_type]
    )
    os.chdir(CODE)
    example = CODE / f"{name.rpartition('.')[2]}_request.json"
    component = Model(name, file, LIVE_PATH, PATHS[service_type], example)
    http_port = variables["PREDICTIVE_UNIT_HTTP_SERVICE_PORT"]
    return supervise(command, variables, http_port, READY_PATH, [component])


if __name__ == "__main__":
    sys.exit(main())
