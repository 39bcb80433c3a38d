"""Tells the caller's mistakes, which get a 400 and a message, from the component's, which get a 500 and a traceback in the log.

Seldon Core alone answers many wrong requests with a 500, and logs no traceback. A component sets
`model_error_handler = error_handler`, and raises BadRequest for data that it cannot use.
"""

import functools
import importlib.util
import logging

from flask import Blueprint, jsonify
from seldon_core import seldon_methods, wrapper
from seldon_core.flask_utils import SeldonMicroserviceException
from seldon_core.proto.prediction_pb2 import SeldonMessage
from werkzeug.exceptions import HTTPException

error_handler = Blueprint("bad_requests", __name__)

KINDS = {dict: "an object", list: "a list"}
HAS_TENSORFLOW = importlib.util.find_spec("tensorflow") is not None


class BadRequest(SeldonMicroserviceException):
    """The caller's mistake. The message is for the caller."""

    def __init__(self, message):
        super().__init__(str(message)[:1000])  # it may quote the request
        self.args = (self.message,)


def check_names(names, expected):
    """Refuses columns with other names or in another order. Data without names is accepted as is."""
    if len(names) and list(names) != list(expected):
        raise BadRequest(f"the names must be {list(expected)}, not {list(names)}")


def part(message, name, kind):
    """Returns a part of a message, or an empty one if it is missing."""
    value = message.get(name, kind())
    if isinstance(value, kind):
        return value
    raise BadRequest(f"'{name}' must be {KINDS[kind]}")


def check_message(message):
    """Refuses a message that would make the server fail, now or when it writes the answer."""
    has_tftensor = False
    if isinstance(message, SeldonMessage):
        has_tftensor = message.data.HasField("tftensor")
    elif isinstance(message, dict):
        meta = part(message, "meta", dict)
        part(meta, "tags", dict)
        part(meta, "requestPath", dict)
        part(meta, "metrics", list)
        data = part(message, "data", dict)
        part(data, "names", list)
        tensor = part(data, "tensor", dict)
        if "tensor" in data and not {"shape", "values"} <= tensor.keys():
            raise BadRequest("'tensor' must have 'shape' and 'values'")
        has_tftensor = "tftensor" in data
    if has_tftensor and not HAS_TENSORFLOW:
        raise BadRequest("'tftensor' needs TensorFlow: send 'ndarray' or 'tensor'")


def reads_a_request(function):
    """Wraps a function of Seldon Core that reads a request: whatever fails there is the caller's mistake."""

    @functools.wraps(function)
    def wrapped(*arguments, **options):
        try:
            for message in arguments:
                check_message(message)
            return function(*arguments, **options)
        except (HTTPException, SeldonMicroserviceException):
            raise
        except Exception as error:
            raise BadRequest(f"the request cannot be read: {error}") from error

    return wrapped


# Seldon Core calls these for JSON, forms and gRPC alike. It does not call the last three for what a component reads
# itself, in predict_raw and the like.
for module, name in [
    (wrapper, "get_request"),
    (wrapper, "json_to_feedback"),
    (seldon_methods, "extract_request_parts_json"),
    (seldon_methods, "extract_request_parts"),
    (seldon_methods, "extract_feedback_request_parts"),
]:
    setattr(module, name, reads_a_request(getattr(module, name)))


@error_handler.app_errorhandler(HTTPException)
def wrong_request(error):
    answer = SeldonMicroserviceException(error.description).to_dict()
    return jsonify(answer), error.code


@error_handler.record
def log_other_errors(state):
    """Makes the server log the traceback of an error that is not the caller's."""
    handle = state.app.handle_user_exception

    def handle_and_log(error):
        if not isinstance(error, (HTTPException, SeldonMicroserviceException)):
            logging.getLogger(__name__).exception("the component failed")
        return handle(error)

    state.app.handle_user_exception = handle_and_log
