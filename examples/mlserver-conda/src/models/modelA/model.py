"""Serves the classifier on MLServer. This file only translates requests and answers."""

from mlserver import MLModel
from mlserver.codecs import NumpyCodec, StringCodec
from mlserver.errors import InferenceError
from mlserver.types import InferenceRequest, InferenceResponse

from common.v2 import check_inputs

from .classifier import InvalidInput, IrisClassifier


class IrisModel(MLModel):
    async def load(self) -> bool:
        """Reads the model once, before the server reports it as ready."""
        self.classifier = IrisClassifier()
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        """Answers one request. An InferenceError is the caller's mistake, a 400 with its message; any other error is a 500."""
        check_inputs(self.inputs, payload.inputs)
        measurements = NumpyCodec.decode_input(payload.inputs[0])
        try:
            probabilities = self.classifier.predict(measurements)
        except InvalidInput as error:
            raise InferenceError(str(error)) from error
        return InferenceResponse(
            id=payload.id,
            model_name=self.name,
            model_version=self.version,
            outputs=[
                NumpyCodec.encode_output("probabilities", probabilities),
                StringCodec.encode_output(
                    "species", self.classifier.name(probabilities)
                ),
            ],
        )
