"""Serves the transformer on Seldon Core. This file only translates requests and answers."""

from seldon_core.user_model import SeldonComponent

from bad_requests import BadRequest, check_names, error_handler
from unit_converter import InvalidInput, UnitConverter


class ${modelName}(SeldonComponent):
    model_error_handler = error_handler

    def __init__(self, unit: str = "inch"):
        """Takes the unit's parameters in the graph, by name."""
        self.unit = unit

    def load(self):
        """Creates the converter, once in each server process, before it answers."""
        self.converter = UnitConverter(self.unit)

    def transform_input(self, X, names, meta=None):
        """Turns a request into one for the model. A BadRequest reaches the caller as a 400 with its message."""
        check_names(names, self.converter.features)
        try:
            return self.converter.to_centimetres(X)
        except InvalidInput as error:
            raise BadRequest(error) from error

    def transform_output(self, X, names, meta=None):
        """Turns the model's answer into one for the caller. names are the classes of its columns."""
        try:
            return self.converter.most_probable(X, list(names))
        except InvalidInput as error:
            raise BadRequest(error) from error

    def class_names(self):
        """Returns the column names of the request that goes to the model."""
        return self.converter.features

    def health_status(self):
        """Answers /health/status: ready once it can convert."""
        self.converter.to_centimetres([[0.0] * len(self.converter.features)])
        return "ready"

#parse("/component/metadata.py")
