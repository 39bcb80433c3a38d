"""Serves the combiner on Seldon Core. This file only translates requests and answers."""

from seldon_core.user_model import SeldonComponent

from bad_requests import BadRequest, check_names, error_handler
from mean_combiner import InvalidInput, MeanCombiner


class ${modelName}(SeldonComponent):
    model_error_handler = error_handler

    def load(self):
        """Creates the combiner, once in each server process, before it answers."""
        self.combiner = MeanCombiner()

    def aggregate(self, features_list, feature_names_list):
        """Combines the models' answers into one. A BadRequest reaches the caller as a 400 with its message."""
        for names in feature_names_list:
            check_names(names, self.combiner.classes)
        try:
            return self.combiner.combine(features_list)
        except InvalidInput as error:
            raise BadRequest(error) from error

    def class_names(self):
        """Returns the names of the answer's columns."""
        return self.combiner.classes

    def health_status(self):
        """Answers /health/status: ready once it can combine."""
        self.combiner.combine([[[0.0] * len(self.combiner.classes)]])
        return "ready"

#parse("/component/metadata.py")
