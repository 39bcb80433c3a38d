"""Serves the classifier on Seldon Core. This file only translates requests and answers."""

from pathlib import Path

from seldon_core.user_model import SeldonComponent

from bad_requests import BadRequest, check_names, error_handler
from classifier import InvalidInput, IrisClassifier


class Model(SeldonComponent):
    model_error_handler = error_handler

    def __init__(self, coefficients: str = "coefficients.json"):
        """Takes the unit's parameters in the graph, by name."""
        self.coefficients = Path(__file__).parent / coefficients

    def load(self):
        """Reads the model, once in each server process, before it answers."""
        self.classifier = IrisClassifier(self.coefficients)

    def predict(self, X, names, meta=None):
        """Answers one request. A BadRequest reaches the caller as a 400 with its message."""
        check_names(names, self.classifier.features)
        try:
            return self.classifier.predict(X)
        except InvalidInput as error:
            raise BadRequest(error) from error

    def class_names(self):
        """Returns the names of the answer's columns."""
        return self.classifier.species

    def health_status(self):
        """Answers /health/status: ready once it can predict."""
        self.classifier.predict([[0.0] * len(self.classifier.features)])
        return "ready"

    def init_metadata(self):
        """Returns what /metadata shows."""
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
