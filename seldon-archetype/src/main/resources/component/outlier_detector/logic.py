"""The outlier detector itself. It needs no server, so a unit test can call it."""

import json
from pathlib import Path

import numpy as np

STATISTICS = Path(__file__).with_name("statistics.json")


#parse("/component/rows.py")


class OutlierScorer:
    """Scores a flower by its most unusual measurement, in standard deviations from the mean."""

    def __init__(self, threshold: float = 3.0, file: Path = STATISTICS):
        content = json.loads(file.read_text(encoding="utf-8"))
        self.features = content["features"]
        self.mean = np.array(content["mean"])
        self.deviation = np.array(content["standard_deviation"])
        self.threshold = threshold

    def score(self, measurements) -> np.ndarray:
        """Returns the score of each row, rounded to four digits."""
        distances = np.abs(rows(measurements, self.features) - self.mean)
        return np.round((distances / self.deviation).max(axis=1), 4)

    def is_outlier(self, scores: np.ndarray) -> np.ndarray:
        """Tells for each score whether it belongs to an outlier."""
        return scores > self.threshold
