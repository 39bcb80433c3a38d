"""Serves the outlier detector on Seldon Core. It only translates requests and answers."""

from seldon_core.user_model import SeldonComponent, SeldonResponse

from bad_requests import check_names, error_handler
from outlier_scorer import OutlierScorer


class ${modelName}(SeldonComponent):
    model_error_handler = error_handler

    def __init__(self, threshold: float = 3.0):
        """Takes the parameters that the graph gives this unit, by their names."""
        self.threshold = threshold

    def load(self):
        """Makes the scorer, once in each process of the server, before it answers."""
        self.scorer = OutlierScorer(self.threshold)

    def transform_input(self, X, names, meta=None):
        """Passes a request on unchanged, with tags that the model's answer will carry to the caller.

        A ValueError reaches the caller as a 400 with its message.
        """
        check_names(names, self.scorer.features)
        scores = self.scorer.score(X)
        outliers = self.scorer.is_outlier(scores)
        return SeldonResponse(
            X,
            tags={"outlier": outliers.tolist(), "outlier_score": scores.tolist()},
            metrics=[
                {"type": "COUNTER", "key": "outliers", "value": int(outliers.sum())}
            ],
        )

    def class_names(self):
        """Names the columns of the request that goes to the model."""
        return self.scorer.features

    def health_status(self):
        """Answers /health/status: ready once it can score."""
        self.scorer.score([[0.0] * len(self.scorer.features)])
        return "ready"

#parse("/component/metadata.py")
