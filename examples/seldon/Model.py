"""Serves the classifier on Seldon Core. It only translates requests and answers."""

from pathlib import Path

from seldon_core.user_model import SeldonComponent

from bad_requests import check_names, error_handler
from classifier import IrisClassifier


class Model(SeldonComponent):
    model_error_handler = error_handler

    def __init__(self, coefficients: str = "coefficients.json"):
        """Takes the parameters that the graph gives this unit, by their names."""
        self.coefficients = Path(__file__).parent / coefficients

    def load(self):
        """Reads the model, once in each process of the server, before it answers."""
        self.classifier = IrisClassifier(self.coefficients)

    def predict(self, X, names, meta=None):
        """Answers one request. A ValueError reaches the caller as a 400 with its message."""
        check_names(names, self.classifier.features)
        return self.classifier.predict(X)

    def class_names(self):
        """Names the columns of the answer."""
        return self.classifier.species

    def health_status(self):
        """Answers /health/status: ready once it can predict."""
        self.classifier.predict([[0.0] * len(self.classifier.features)])
        return "ready"

    def init_metadata(self):
        """Answers /metadata."""
        return {
            "name": "Model",
            "versions": ["1"],
            "platform": "seldon",
            "inputs": [
                {"name": "measurements", "datatype": "FP64", "shape": [-1, 4]},
            ],
            "outputs": [
                {"name": "probabilities", "datatype": "FP64", "shape": [-1, 3]},
            ],
        }
