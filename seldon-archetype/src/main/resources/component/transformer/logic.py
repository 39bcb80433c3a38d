"""The transformer itself. It needs no server, so a unit test can call it."""

import json
from pathlib import Path

import numpy as np

UNITS = Path(__file__).with_name("units.json")


#parse("/component/rows.py")


class UnitConverter:
    """Turns inches or another unit into the centimetres that the model needs, and its answer into names."""

    def __init__(self, unit: str = "inch", file: Path = UNITS):
        content = json.loads(file.read_text(encoding="utf-8"))
        self.features = content["features"]
        units = content["centimetres"]
        if unit not in units:
            raise ValueError(f"unit must be one of {', '.join(units)}, not {unit}")
        self.factor = units[unit]

    def to_centimetres(self, measurements) -> np.ndarray:
        """Returns the measurements in centimetres, one row for each flower."""
        return np.round(rows(measurements, self.features) * self.factor, 4)

    def most_probable(self, probabilities, classes: list) -> dict:
        """Returns the name and the probability of the most probable class of each row."""
        if not classes:
            raise InvalidInput("the probabilities must have names: the classes")
        probabilities = rows(probabilities, classes)
        return {
            "species": [classes[best] for best in probabilities.argmax(axis=1)],
            "probability": probabilities.max(axis=1).tolist(),
        }
