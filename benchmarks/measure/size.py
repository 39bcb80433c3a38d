"""4. Size: of the image, and of the layers that an edit changes."""

from collections.abc import Iterator

from measure.build import edited_build
from measure.cases import Case
from measure.comparison import Comparison, Goal, Rounds
from measure.docker import Image

# One percent is equal: the same packages, and the few kilobytes of docker/
BELOW_PEER = Goal("ratio", 1.01)
ONE_MEGABYTE = Goal("value", 1.0)


def sizes(image: Image) -> tuple[float, float, float]:
    """Returns the megabytes of the image, and the number and the megabytes of the layers that an edit changes."""
    image.build()
    before = image.layers()
    edited_build(image)
    changed = [layer for layer in image.layers() if layer not in before]
    return image.size(), float(len(changed)), image.upper_layers(len(changed))


def compare(rounds: Rounds, cases: list[Case]) -> Iterator[Comparison]:
    for case in cases:
        with rounds.alone():
            ours = sizes(case.ours)
            peer = sizes(case.peer) if case.peer_name else None
        rows = [
            ("image", "MB", BELOW_PEER if peer else None),
            ("layers that an edit changes", "layers", None),
            ("bytes that an edit changes", "MB", ONE_MEGABYTE),
        ]
        for index, (what, unit, goal) in enumerate(rows):
            yield Comparison(
                "Size",
                case.title,
                what,
                unit,
                [ours[index]],
                case.peer_name,
                [peer[index]] if peer else [],
                goal,
            )
