"""5. Settings for more than one core, against the generated ones."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from measure.cases import Case, write_dockerfile
from measure.comparison import Comparison, Rounds
from measure.docker import Image
from measure.serving import CONNECTIONS, loads

GENERATED = "as generated"

# What a request costs beside the example's own microseconds: nothing, or 10 ms of Python
MODELS = {
    "example model": "",
    "model of 10 ms": """\
        import time
        until = time.thread_time() + 0.01
        while time.thread_time() < until:
            pass
""",
}
# In predict() of the generated classifier.py
PLACE = "        try:\n            measurements = np.asarray("

INSIDE = {
    "mlserver": "/opt/mlserver/models/modelA/",
    "triton": "/models/modelA/1/",
    "seldon": "/microservice/",
}


@dataclass
class Setting:
    name: str
    variables: tuple[str, ...] = ()
    config: str | None = None  # of Triton's model


def compare(rounds: Rounds, cases: list[Case]) -> Iterator[Comparison]:
    for case in cases:
        for model, work in MODELS.items():
            yield from compare_settings(rounds, case, model, work)


def compare_settings(
    rounds: Rounds, case: Case, model: str, work: str
) -> Iterator[Comparison]:
    with rounds.alone():
        images = {
            setting.name: build(case, setting, model, work)
            for setting in settings(case)
        }
    measured = loads(rounds, case, images, CONNECTIONS[-1])
    generated = measured.pop(GENERATED)
    rows = [
        ("throughput", "answers/s", "throughput"),
        ("99 % latency", "ms", "slowest"),
    ]
    for name, loads_ in measured.items():
        for what, unit, attribute in rows:
            yield Comparison(
                "Settings",
                f"{case.settings.title}, {model}",
                f"{what}, {name}",
                unit,
                [getattr(load, attribute) for load in loads_],
                GENERATED,
                [getattr(load, attribute) for load in generated],
            )


def build(case: Case, setting: Setting, model: str, work: str) -> Image:
    """Builds an image FROM ours with the setting, whose model does the work."""
    slug = re.sub(r"\W+", "-", f"{setting.name} {model}").lower()
    folder = case.work / case.name / slug
    folder.mkdir(exist_ok=True)
    model_folder = (case.ours.context / case.settings.model).parent
    classifier = (model_folder / "classifier.py").read_text(encoding="utf-8")
    if PLACE not in classifier:
        raise ValueError(f"{case.name}: classifier.py has no place for more work")
    (folder / "classifier.py").write_text(classifier.replace(PLACE, work + PLACE))
    inside = INSIDE[case.runtime]
    lines = [f"FROM {case.ours.tag}", f"COPY classifier.py {inside}"]
    if setting.config:
        (folder / "config.pbtxt").write_text(setting.config, encoding="utf-8")
        lines.append(f"COPY config.pbtxt {inside}../config.pbtxt")
    lines += [f"ENV {variable}" for variable in setting.variables]
    write_dockerfile(folder, lines)
    image = replace(case.ours, name=f"{case.name}-{slug}", context=folder)
    if setting.variables:
        image.flags = case.settings.sandbox
    image.build()
    return image


def settings(case: Case) -> list[Setting]:
    others = {"mlserver": mlserver, "triton": triton, "seldon": seldon}[case.runtime]
    return [Setting(GENERATED), *others(case)]


def mlserver(_: Case) -> list[Setting]:
    return [
        Setting(f"parallel_workers {count}", (f"MLSERVER_PARALLEL_WORKERS={count}",))
        for count in (0, 2)
    ]


def seldon(_: Case) -> list[Setting]:
    return [
        Setting(
            f"GUNICORN_WORKERS {workers}, GUNICORN_THREADS {threads}",
            (f"GUNICORN_WORKERS={workers}", f"GUNICORN_THREADS={threads}"),
        )
        for workers, threads in ((2, 1), (1, 10))
    ]


def triton(case: Case) -> list[Setting]:
    file = case.ours.context / "models/modelA/config.pbtxt"
    config = file.read_text(encoding="utf-8")
    return [
        Setting("2 instances", config=config.replace("count: 1", "count: 2")),
        Setting("dynamic batching", config=batching(config)),
    ]


def batching(config: str) -> str:
    """Returns the configuration with dynamic batching, as its own comments tell."""
    for old, new in (
        ("dims: [ -1, 4 ]", "dims: [ 4 ]"),
        ("dims: [ -1, 3 ]", "dims: [ 3 ]"),
        ("dims: [ -1 ]", "dims: [ 1 ]\n    reshape { shape: [ ] }"),
    ):
        if old not in config:
            raise ValueError(f"config.pbtxt has no {old}")
        config = config.replace(old, new)
    batches = (
        "max_batch_size: 64\ndynamic_batching { max_queue_delay_microseconds: 500 }\n"
    )
    return config + batches
