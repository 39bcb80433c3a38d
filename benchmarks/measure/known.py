"""Goals that are known to be missed: how far at most, and why. What misses one by more fails."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Known:
    limit: float
    why: str


PACKED = Known(
    2.0,
    "conda-pack copies the environment and Python compiles it, once at build:"
    " each start takes half of the peer's time or less for it",
)
UNPACKED = Known(
    1.6,
    "the environment is in the image unpacked and compiled, not as a tarball;"
    " condaUnpack=startup has the small image",
)
TWO_STAGES = Known(
    1.6,
    "packages are installed in a stage of their own and copied, compiled:"
    " no password of an index stays in a layer, and the server's user owns nothing of them",
)

MISSES = {
    ("Build", "MLServer, conda, unpacked at build", "first build"): PACKED,
    ("Build", "MLServer, conda, unpacked at build", "after an added package"): PACKED,
    ("Build", "Triton, requirements", "first build"): TWO_STAGES,
    ("Build", "Triton, requirements", "after an added package"): TWO_STAGES,
    ("Build", "Seldon, requirements", "first build"): TWO_STAGES,
    ("Build", "Seldon, requirements", "after an added package"): TWO_STAGES,
    ("Size", "MLServer, conda, unpacked at build", "image"): UNPACKED,
}
