"""Starts the component in the container: docker/supervise.py keeps it, this file prepares it.

It does what s2i's run script does, and says what is wrong if something is:
1. MODEL_NAME and SERVICE_TYPE say what runs.
2. A file before-run beside the component runs first, if there is one.
3. The server listens where PREDICTIVE_UNIT_ variables say (Seldon Core sets them), else on 9000 (HTTP),
   5000 (gRPC) and 6000 (metrics).
All of it runs in the conda environment.
"""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

from supervise import fail, say, supervise

CODE = Path("/microservice")
WORK = Path("/tmp/serving")
ENVIRONMENT = Path("/opt/environment")
SERVICE_TYPES = ("MODEL", "ROUTER", "TRANSFORMER", "COMBINER", "OUTLIER_DETECTOR")
PORTS = {
    "PREDICTIVE_UNIT_HTTP_SERVICE_PORT": "9000",
    "PREDICTIVE_UNIT_GRPC_SERVICE_PORT": "5000",
    "PREDICTIVE_UNIT_METRICS_SERVICE_PORT": "6000",
}


def check_component(name: str, service_type: str) -> None:
    """Ends the container if there is no such component."""
    if not re.fullmatch(r"\w+(\.\w+)*", name):
        fail(f"MODEL_NAME='{name}' must be the name of a class, such as Model")
    if service_type not in SERVICE_TYPES:
        fail(f"SERVICE_TYPE='{service_type}' must be one of {', '.join(SERVICE_TYPES)}")
    # The class Name of Name.py, or of package/module.py by package.module.Name
    module = CODE.joinpath(*(name.rpartition(".")[0] or name).split("."))
    files = [module.with_suffix(".py"), module / "__init__.py"]
    if not any(file.is_file() for file in files):
        fail(f"MODEL_NAME={name}: there is no {files[0]}")
    if not any(os.access(file, os.R_OK) for file in files):
        fail(f"{files[0]} cannot be read by user {os.getuid()}: chmod a+r it")


def with_ports(environment: dict) -> dict:
    """Returns the environment with each port that it does not have yet."""
    environment = {**PORTS, **environment}
    for variable in PORTS:
        port = environment[variable]
        if not (port.isdecimal() and 0 < int(port) < 65536):
            fail(f"{variable}='{port}' must be a port, 1 to 65535")
    return environment


def in_environment(*command: str) -> list:
    """Returns the command that runs a command in the conda environment."""
    activate = '. "$0/bin/activate" && exec "$@"'
    return ["/bin/bash", "-c", activate, str(ENVIRONMENT), *command]


def run_before(environment: dict) -> None:
    """Runs before-run, if there is one; ends the container if it fails."""
    script = CODE / "before-run"
    if not script.is_file():
        return
    say("running before-run")
    # An executable file by its first line, any other as a shell script
    run = ["-c", str(script)] if os.access(script, os.X_OK) else [str(script)]
    command = in_environment("/bin/bash", *run)
    code = subprocess.run(command, cwd=CODE, env=environment, check=False).returncode
    if code:
        fail(f"before-run ended with code {code}: its output above says why")


def main() -> int:
    # Asked to stop before the server runs: that is no failure.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    name = os.environ.get("MODEL_NAME", "")
    service_type = os.environ.get("SERVICE_TYPE", "")
    check_component(name, service_type)
    environment = with_ports(dict(os.environ))
    try:
        WORK.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fail(f"/tmp must be writable, if need be as a tmpfs: {error}")
    environment["PYTHONNOUSERSITE"] = "True"
    if not (ENVIRONMENT / "bin" / "activate").is_file():
        fail(f"{ENVIRONMENT} is no environment packed by conda-pack")
    run_before(environment)
    say(f"{name} as {service_type}")
    serve = str(Path(__file__).with_name("serve.py"))
    command = in_environment("python", serve, name, "--service-type", service_type)
    os.chdir(CODE)
    return supervise(
        command, environment, environment["PREDICTIVE_UNIT_HTTP_SERVICE_PORT"]
    )


if __name__ == "__main__":
    sys.exit(main())
