"""Serves the classifier on Triton. This file only translates requests and answers."""

import numpy as np
import triton_python_backend_utils as pb_utils
from classifier import InvalidInput, IrisClassifier


class TritonPythonModel:
    def initialize(self, args):
        """Reads the model once, before Triton reports it as ready."""
        self.classifier = IrisClassifier()

    def execute(self, requests):
        """Answers all requests that Triton hands over together with one computation."""
        inputs = [
            pb_utils.get_input_tensor_by_name(request, "measurements").as_numpy()
            for request in requests
        ]
        try:
            together = self.classifier.predict(np.concatenate(inputs))
        except InvalidInput:
            # One of them is invalid. It gets its own error and does not affect the others.
            return [self.answer_alone(measurements) for measurements in inputs]
        ends = np.cumsum([len(measurements) for measurements in inputs])
        return [self.response(each) for each in np.split(together, ends[:-1])]

    def answer_alone(self, measurements):
        try:
            return self.response(self.classifier.predict(measurements))
        except InvalidInput as error:
            return pb_utils.InferenceResponse(
                error=pb_utils.TritonError(str(error), pb_utils.TritonError.INVALID_ARG)
            )

    def response(self, probabilities):
        names = np.array(self.classifier.name(probabilities), dtype=object)
        return pb_utils.InferenceResponse(
            output_tensors=[
                pb_utils.Tensor("probabilities", probabilities),
                pb_utils.Tensor("species", names.reshape(-1, 1)),
            ]
        )
