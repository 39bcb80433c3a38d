"""Requests of the V2 protocol. A model imports this as `from common.v2 import check_inputs`."""

import numpy as np
from mlserver.errors import InferenceError
from mlserver.types import MetadataTensor, RequestInput


def check_inputs(declared: list[MetadataTensor], inputs: list[RequestInput]) -> None:
    """Refuses a request unless its inputs are those that model-settings.json declares.

    MLServer checks neither their names nor their datatypes nor their shapes. It would truncate 5.1 for an INT64.
    Raises InferenceError, which reaches the caller as a 400 with its message.
    """
    expected = {tensor.name: tensor for tensor in declared}
    names = [tensor.name for tensor in inputs]
    if sorted(names) != sorted(expected):
        raise InferenceError(
            f"this model takes the inputs {list(expected)}, not {names}"
        )
    for tensor in inputs:
        check_input(expected[tensor.name], tensor)
    # -1 is the number of rows: the same in all inputs.
    rows = {
        tensor.shape[0] for tensor in inputs if expected[tensor.name].shape[:1] == [-1]
    }
    if len(rows) > 1:
        raise InferenceError(
            f"the inputs {names} have different numbers of rows: {sorted(rows)}"
        )


def check_input(declared: MetadataTensor, tensor: RequestInput) -> None:
    """Refuses an input of another datatype or shape, or with values that do not fit."""
    name, datatype, shape = tensor.name, tensor.datatype, list(tensor.shape)
    if datatype != declared.datatype:
        raise InferenceError(
            f"{name} must have the datatype {declared.datatype}, not {datatype}"
        )
    fits = [size in (-1, given) for size, given in zip(declared.shape, shape)]
    if len(shape) != len(declared.shape) or not all(fits):
        raise InferenceError(
            f"{name} must have the shape {declared.shape}, not {shape}"
        )
    data = tensor.data
    data = data.root if hasattr(data, "root") else list(data)  # before MLServer 1.6
    if datatype == "BYTES" and isinstance(data, (bytes, str)):
        return
    try:
        values = np.array(data, dtype=object).ravel()
        if datatype == "BYTES":
            if not all(isinstance(value, (bytes, str)) for value in values):
                raise ValueError("a value is no text")
        else:
            if any(isinstance(value, (bytes, str)) for value in values):
                raise ValueError("a value is text")
            with np.errstate(over="ignore"):
                converted = values.astype(datatype.lower().replace("fp", "float"))
            exact = not datatype.startswith("FP")
            if exact and (converted != values).any():
                raise ValueError("a value would be changed")
            if np.isinf(converted).any() and np.isfinite(values.astype(float)).all():
                raise ValueError("a value is too large")
    except (TypeError, ValueError, OverflowError) as error:
        raise InferenceError(
            f"{name} must have values of {datatype}: {error}"
        ) from error
    if values.size != np.prod(shape):
        raise InferenceError(
            f"{name} has {values.size} values, and not as many as its shape {shape}"
        )
