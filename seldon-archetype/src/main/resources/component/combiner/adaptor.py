"""Serves the combiner with Seldon Core: translates requests and answers, and no more."""

from seldon_core.user_model import SeldonComponent

from bad_requests import check_names, error_handler
from mean_combiner import MeanCombiner


class ${modelName}(SeldonComponent):
    model_error_handler = error_handler

    def load(self):
        """Makes the combiner, once in each process of the server, before it answers."""
        self.combiner = MeanCombiner()

    def aggregate(self, features_list, feature_names_list):
        """Makes one answer of those of the models. A ValueError goes to the caller as a 400."""
        for names in feature_names_list:
            check_names(names, self.combiner.classes)
        return self.combiner.combine(features_list)

    def class_names(self):
        """Names the columns of the answer."""
        return self.combiner.classes

    def health_status(self):
        """Answers /health/status: ready is who can combine."""
        self.combiner.combine([[[0.0] * len(self.combiner.classes)]])
        return "ready"

    def init_metadata(self):
        """Answers /metadata."""
        return {
            "name": "${modelName}",
            "versions": ["1"],
            "platform": "seldon",
            "inputs": [{"name": "probabilities", "datatype": "FP64", "shape": [-1, 3]}],
            "outputs": [
                {"name": "probabilities", "datatype": "FP64", "shape": [-1, 3]}
            ],
        }
