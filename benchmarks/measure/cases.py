"""The cases: a generated repository, its peer, and the bare server in the same environment.

ours   what the archetype generates, built and run as its docker-compose.yml does
peer   the same model code and the same packages, in the image that the runtime's own tool or documentation makes
bare   an image FROM ours whose command is the server itself, on an environment that is already active, with
       the server's defaults and no health check: what ours would cost without the files of docker/
"""

import importlib.util
import json
import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

from measure import maven
from measure.docker import Image, docker

# As in the generated docker-compose.yml
READ_ONLY = ("--read-only", "--tmpfs", "/tmp:exec,mode=1777")
SHARED_MEMORY = ("--shm-size", "1g")


@dataclass(frozen=True)
class Runtime:
    title: str
    port: int
    sandbox: tuple[str, ...]  # flags of docker run
    variables: tuple[str, ...]  # flags that set them
    context: str  # of the build, in the generated repository
    model: str  # the file that an edit changes, in the context
    conda_file: str  # in the context
    requirements: str  # in the context
    peer: str


RUNTIMES = {
    "mlserver": Runtime(
        title="MLServer",
        port=8080,
        sandbox=READ_ONLY,
        variables=(),
        context=".",
        model="src/models/modelA/model.py",
        conda_file="src/environment.yaml",
        requirements="requirements.txt",
        peer="mlserver dockerfile",
    ),
    "triton": Runtime(
        title="Triton",
        port=8000,
        sandbox=READ_ONLY + SHARED_MEMORY,
        variables=(),
        context="src",
        model="models/modelA/1/model.py",
        conda_file="environment.yml",
        requirements="requirements.txt",
        peer="documented Dockerfile",
    ),
    "seldon": Runtime(
        title="Seldon",
        port=9000,
        sandbox=READ_ONLY,
        variables=("--env", "GUNICORN_WORKERS=1"),
        context=".",
        model="Model.py",
        conda_file="environment.yml",
        requirements="requirements.txt",
        peer="documented Dockerfile",
    ),
}


@dataclass
class Case:
    runtime: str
    environment: str  # requirements, conda-build or conda-startup
    work: Path

    @property
    def settings(self) -> Runtime:
        return RUNTIMES[self.runtime]

    @property
    def name(self) -> str:
        return f"{self.runtime}-{self.environment}"

    @property
    def title(self) -> str:
        texts = {
            "requirements": "requirements",
            "conda-build": "conda, unpacked at build",
            "conda-startup": "conda, unpacked at startup",
        }
        return f"{self.settings.title}, {texts[self.environment]}"

    @property
    def conda(self) -> bool:
        return self.environment != "requirements"

    @property
    def packages(self) -> str:
        return self.settings.conda_file if self.conda else self.settings.requirements

    @property
    def peer_name(self) -> str:
        """Returns what the peer is called, empty if there is none."""
        if not self.conda:
            return self.settings.peer
        return {
            "mlserver": "mlserver dockerfile",
            "triton": "tarball in the model's folder",
            "seldon": "",
        }[self.runtime]

    def generate(self) -> "Case":
        answers = {}
        if self.conda:
            unpack = self.environment.removeprefix("conda-")
            answers = {"pythonEnvironment": "conda", "condaUnpack": unpack}
        maven.generate(
            maven.archetype(self.runtime), self.work / self.name / "ours", **answers
        )
        if self.peer_name:
            write_peer(self)
        if self.environment != "conda-startup":
            write_bare(self)
        return self

    @property
    def repository(self) -> Path:
        return self.work / self.name / "ours"

    @property
    def ours(self) -> Image:
        runtime = self.settings
        return Image(
            f"{self.name}-ours",
            self.repository / runtime.context,
            runtime.port,
            runtime.sandbox + runtime.variables,
            model=runtime.model,
            packages=self.packages,
        )

    @property
    def peer(self) -> Image:
        """The peer runs by its own plain `docker run`; Triton asks for shared memory there, too."""
        flags = SHARED_MEMORY if self.runtime == "triton" else ()
        if self.runtime == "mlserver":
            flags = ("--env", "MLSERVER_MODELS_DIR=/opt/mlserver/src")
        return replace(
            self.ours,
            name=f"{self.name}-peer",
            context=self.work / self.name / "peer",
            flags=flags,
            packages=Path(self.packages).name,
        )

    @property
    def bare(self) -> Image:
        return replace(
            self.ours,
            name=f"{self.name}-bare",
            context=self.work / self.name / "bare",
            flags=self.settings.sandbox,
        )

    def questions(self) -> ModuleType:
        """Returns the generated tests/smoke.py: where to ask, and what answer is right."""
        spec = importlib.util.spec_from_file_location(
            "smoke", self.repository / "tests" / "smoke.py"
        )
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    def request(self) -> bytes:
        return (self.repository / "tests" / "request.json").read_bytes()

    def answer(self) -> dict:
        return json.loads((self.repository / "tests" / "response.json").read_text())


def write_bare(case: Case) -> None:
    folder = case.work / case.name / "bare"
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"FROM {case.ours.tag}", "HEALTHCHECK NONE"]
    if case.conda and case.runtime != "triton":
        lines.append("ENV PATH=/opt/environment/bin:$PATH PYTHONNOUSERSITE=True")
    if case.runtime == "mlserver":
        # Without the settings.json that stands beside the models of ours
        shutil.copytree(case.repository / "src/models", folder / "models")
        lines += ["COPY models /bare/models", 'CMD ["mlserver", "start", "/bare"]']
    elif case.runtime == "triton":
        if case.conda:
            link = "/opt/environments/environment /models/modelA/model-conda"
            lines += ["USER 0", f"RUN ln -s {link}", "USER 1000:0"]
        lines.append('CMD ["tritonserver", "--model-repository=/models"]')
    else:
        lines.append(
            'CMD ["seldon-core-microservice", "Model", "--service-type", "MODEL"]'
        )
    write_dockerfile(folder, lines)


def write_peer(case: Case) -> None:
    folder = case.work / case.name / "peer"
    folder.mkdir(parents=True, exist_ok=True)
    context = case.repository / case.settings.context
    shutil.copy(context / case.packages, folder)
    if case.runtime == "mlserver":
        shutil.copytree(context / "src/models", folder / "src/models")
        shutil.copy(context / "src/settings.json", folder / "src")
        write_mlserver_peer(case, folder)
    elif case.runtime == "triton":
        shutil.copytree(context / "models", folder / "models")
        write_triton_peer(case, folder)
    else:
        for file in (
            "Model.py",
            "classifier.py",
            "coefficients.json",
            "bad_requests.py",
        ):
            shutil.copy(context / file, folder)
        write_seldon_peer(case, folder)


def write_dockerfile(folder: Path, lines: list[str]) -> None:
    (folder / "Dockerfile").write_text("\n".join(lines) + "\n", encoding="utf-8")


def base_image(case: Case, argument: str = "BASE_IMAGE") -> str:
    """Returns the base image: that of the environment, else that of the generated Dockerfile."""
    if os.environ.get(argument):
        return os.environ[argument]
    for line in (case.ours.context / "Dockerfile").read_text().splitlines():
        if line.startswith(f"ARG {argument}="):
            return line.partition("=")[2]
    raise ValueError(f"{case.name}: no {argument} in the Dockerfile")


def write_mlserver_peer(case: Case, folder: Path) -> None:
    """Has MLServer write it: the MLServer of the base image, so that the versions agree."""
    script = "mlserver dockerfile --include-dockerignore /tmp >&2 && cat /tmp/$0"
    run = ("run", "--rm", base_image(case), "sh", "-c", script)
    for name in ("Dockerfile", "Dockerfile.dockerignore"):
        (folder / name).write_text(docker(*run, name) + "\n", encoding="utf-8")


def write_seldon_peer(case: Case, folder: Path) -> None:
    """Writes what Seldon Core's page "Create image with Dockerfile" tells."""
    write_dockerfile(
        folder,
        [
            f"FROM {base_image(case)}",
            "WORKDIR /app",
            "COPY requirements.txt requirements.txt",
            "RUN pip install -r requirements.txt",
            "COPY . .",
            "EXPOSE 5000 9000",
            "ENV MODEL_NAME=Model SERVICE_TYPE=MODEL",
            "RUN chown -R 8888 /app",
            "CMD exec seldon-core-microservice $MODEL_NAME --service-type $SERVICE_TYPE",
        ],
    )


def write_triton_peer(case: Case, folder: Path) -> None:
    """Writes what the Python backend's page tells: pip in the image, or a tarball in the model's folder."""
    triton = base_image(case)
    serve = [
        "COPY models /models",
        'CMD ["tritonserver", "--model-repository=/models"]',
    ]
    if not case.conda:
        install = ["COPY requirements.txt .", "RUN pip install -r requirements.txt"]
        write_dockerfile(folder, [f"FROM {triton}", *install, *serve])
        return
    config = folder / "models/modelA/config.pbtxt"
    text = config.read_text(encoding="utf-8")
    named = "$$TRITON_MODEL_DIRECTORY/model-conda"
    if named not in text:
        raise ValueError(f"{config} names no {named}")
    config.write_text(
        text.replace(named + ".tar.gz", named).replace(named, named + ".tar.gz"),
        encoding="utf-8",
    )
    write_dockerfile(
        folder,
        [
            f"FROM {base_image(case, 'MINIFORGE_IMAGE')} AS environment",
            "RUN conda install --yes conda-pack",
            "COPY environment.yml .",
            "RUN conda env create --yes --name models --file environment.yml && \\",
            "    conda-pack --name models --output /model-conda.tar.gz",
            f"FROM {triton}",
            "COPY --from=environment /model-conda.tar.gz /models/modelA/",
            *serve,
        ],
    )
