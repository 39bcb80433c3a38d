"""Serves the outlier detector on Seldon Core. This file only translates requests and answers."""

from seldon_core.user_model import SeldonComponent, SeldonResponse

from bad_requests import BadRequest, check_names, error_handler
from outlier_scorer import InvalidInput, OutlierScorer


class ${modelName}(SeldonComponent):
    model_error_handler = error_handler

    def __init__(self, threshold: float = 3.0):
        """Takes the unit's parameters in the graph, by name."""
        self.threshold = threshold

    def load(self):
        """Creates the scorer, once in each server process, before it answers."""
        self.scorer = OutlierScorer(self.threshold)

    def transform_input(self, X, names, meta=None):
        """Passes a request on unchanged, with tags that the model's answer will carry to the caller.

        A BadRequest reaches the caller as a 400 with its message.
        """
        check_names(names, self.scorer.features)
        try:
            scores = self.scorer.score(X)
        except InvalidInput as error:
            raise BadRequest(error) from error
        outliers = self.scorer.is_outlier(scores)
        return SeldonResponse(
            X,
            tags={"outlier": outliers.tolist(), "outlier_score": scores.tolist()},
            metrics=[
                {"type": "COUNTER", "key": "outliers", "value": int(outliers.sum())}
            ],
        )

    def class_names(self):
        """Returns the column names of the request that goes to the model."""
        return self.scorer.features

    def health_status(self):
        """Answers /health/status: ready once it can score."""
        self.scorer.score([[0.0] * len(self.scorer.features)])
        return "ready"

#parse("/component/metadata.py")
