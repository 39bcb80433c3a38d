"""Goals that are known to be missed: how far at most, and why. What misses one by more fails."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Known:
    limit: float
    why: str


TEMPLATES = Known(
    1.25,
    "more templates than quickstart's four, and the checks of every answer, in the memory of the same Maven",
)
COMPILED = Known(
    2.0,
    "conda-pack copies the environment and Python compiles it, once at build, and not at each start",
)
UNPACKED = Known(
    1.5,
    "the environment is in the image unpacked and compiled, not as a tarball;"
    " condaUnpack=startup has the small image",
)
TWO_STAGES = Known(
    1.5,
    "Python's library is compiled, which halves each start, and packages are installed in a stage of their own and copied:"
    " no password of an index stays in a layer, and the server's user owns nothing of them",
)
COMPILED_LIBRARY = Known(
    1.05,
    "Python's library is in it compiled, 13 MB, which halves each start",
)
SUPERVISED = Known(
    1.4,
    "docker/start.py, docker/supervise.py and docker/serve.py cost 0.1 s:"
    " for them the container stops in time, and ends when the component cannot be loaded",
)

MISSES = {
    ("Generation", "mlserver-archetype", "peak memory"): TEMPLATES,
    ("Generation", "triton-archetype", "peak memory"): TEMPLATES,
    ("Generation", "seldon-archetype", "peak memory"): TEMPLATES,
    ("Build", "Triton, conda, unpacked at build", "first build"): COMPILED,
    ("Build", "Triton, conda, unpacked at build", "after an added package"): COMPILED,
    ("Build", "Seldon, requirements", "first build"): TWO_STAGES,
    ("Build", "Seldon, requirements", "after an added package"): TWO_STAGES,
    ("Cold start", "Seldon, requirements", "first prediction"): SUPERVISED,
    ("Cold start", "Seldon, conda, unpacked at build", "first prediction"): SUPERVISED,
    ("Size", "Seldon, requirements", "image"): COMPILED_LIBRARY,
    ("Size", "MLServer, conda, unpacked at build", "image"): UNPACKED,
    ("Size", "Triton, conda, unpacked at build", "image"): UNPACKED,
}
