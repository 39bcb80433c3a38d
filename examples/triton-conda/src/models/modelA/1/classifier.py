"""The model itself: an iris classifier. It needs no server, so a unit test can call it."""

import json
from pathlib import Path

import numpy as np

COEFFICIENTS = Path(__file__).with_name("coefficients.json")


class InvalidInput(ValueError):
    """The caller's data cannot be used. The message is for the caller."""


class IrisClassifier:
    """Softmax regression on four measurements of a flower, in centimetres."""

    def __init__(self, coefficients: Path = COEFFICIENTS):
        parameters = json.loads(coefficients.read_text(encoding="utf-8"))
        self.features = parameters["features"]
        self.species = parameters["species"]
        self.weights = np.array(parameters["weights"], dtype=np.float64)
        self.bias = np.array(parameters["bias"], dtype=np.float64)

    def predict(self, measurements: np.ndarray) -> np.ndarray:
        """Returns the probability of each species, one row per flower, rounded to four decimals.

        measurements: one row per flower, one column per feature.
        Raises InvalidInput if they are anything else.
        """
        try:
            measurements = np.asarray(measurements, dtype=np.float64)
        except (OverflowError, TypeError, ValueError) as error:
            raise InvalidInput(f"measurements must be numbers: {error}") from error
        if measurements.shape[1:] != (len(self.features),) or not measurements.size:
            raise InvalidInput(
                f"measurements must be rows of {len(self.features)} numbers "
                f"({', '.join(self.features)}), not an array of shape {list(measurements.shape)}"
            )
        if not np.isfinite(measurements).all():
            raise InvalidInput("measurements must be finite numbers")
        scores = measurements @ self.weights + self.bias
        if not np.isfinite(scores).all():
            raise InvalidInput("measurements must be smaller numbers")
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.round(scores / scores.sum(axis=1, keepdims=True), 4)

    def name(self, probabilities: np.ndarray) -> list[str]:
        """Returns the name of the most probable species in each row."""
        return [self.species[best] for best in probabilities.argmax(axis=1)]
