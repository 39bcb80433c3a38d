"""Serves the combiner on Seldon Core. It only translates requests and answers."""

from seldon_core.user_model import SeldonComponent

from bad_requests import check_names, error_handler
from mean_combiner import MeanCombiner


class ${modelName}(SeldonComponent):
    model_error_handler = error_handler

    def load(self):
        """Makes the combiner, once in each process of the server, before it answers."""
        self.combiner = MeanCombiner()

    def aggregate(self, features_list, feature_names_list):
        """Makes one answer of the models' answers. A ValueError reaches the caller as a 400."""
        for names in feature_names_list:
            check_names(names, self.combiner.classes)
        return self.combiner.combine(features_list)

    def class_names(self):
        """Names the columns of the answer."""
        return self.combiner.classes

    def health_status(self):
        """Answers /health/status: ready once it can combine."""
        self.combiner.combine([[[0.0] * len(self.combiner.classes)]])
        return "ready"

#parse("/component/metadata.py")
