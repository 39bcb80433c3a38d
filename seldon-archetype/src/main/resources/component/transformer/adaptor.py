"""Serves the transformer on Seldon Core. It only translates requests and answers."""

from seldon_core.user_model import SeldonComponent

from bad_requests import check_names, error_handler
from unit_converter import UnitConverter


class ${modelName}(SeldonComponent):
    model_error_handler = error_handler

    def __init__(self, unit: str = "inch"):
        """Takes the parameters that the graph gives this unit, by their names."""
        self.unit = unit

    def load(self):
        """Makes the converter, once in each process of the server, before it answers."""
        self.converter = UnitConverter(self.unit)

    def transform_input(self, X, names, meta=None):
        """Turns a request into one for the model. A ValueError reaches the caller as a 400 with its message."""
        check_names(names, self.converter.features)
        return self.converter.to_centimetres(X)

    def transform_output(self, X, names, meta=None):
        """Turns the model's answer into one for the caller. names are the classes of its columns."""
        return self.converter.most_probable(X, list(names))

    def class_names(self):
        """Names the columns of the request that goes to the model."""
        return self.converter.features

    def health_status(self):
        """Answers /health/status: ready once it can convert."""
        self.converter.to_centimetres([[0.0] * len(self.converter.features)])
        return "ready"

#parse("/component/metadata.py")
