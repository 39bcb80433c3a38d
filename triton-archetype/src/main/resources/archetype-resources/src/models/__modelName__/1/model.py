"""Serves the classifier on Triton. It only translates requests and answers."""

import numpy as np
import triton_python_backend_utils as pb_utils
from classifier import IrisClassifier


class TritonPythonModel:
    def initialize(self, args):
        """Reads the model once, before Triton reports it ready."""
        self.classifier = IrisClassifier()

    def execute(self, requests):
        """Answers each request. A wrong one gets an error of its own and spoils no other."""
        return [self.answer(request) for request in requests]

    def answer(self, request):
        measurements = pb_utils.get_input_tensor_by_name(request, "measurements")
        try:
            probabilities = self.classifier.predict(measurements.as_numpy())
        except ValueError as error:
            return pb_utils.InferenceResponse(
                error=pb_utils.TritonError(str(error), pb_utils.TritonError.INVALID_ARG)
            )
        species = np.array(self.classifier.name(probabilities), dtype=object)
        return pb_utils.InferenceResponse(
            output_tensors=[
                pb_utils.Tensor("probabilities", probabilities),
                pb_utils.Tensor("species", species),
            ]
        )
