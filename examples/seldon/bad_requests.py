"""Answers a wrong request with a 4xx and a message. Seldon Core alone often answers it with a 500.

A component uses it by `model_error_handler = error_handler`, and raises ValueError for data that it cannot
work with.
"""

from flask import Blueprint, jsonify, request
from seldon_core.flask_utils import SeldonMicroserviceException
from werkzeug.exceptions import HTTPException

error_handler = Blueprint("bad_requests", __name__)

KINDS = {dict: "an object", list: "a list"}


def part(message, name, kind):
    """Returns a part of a message, or an empty one if it is missing."""
    value = message.get(name, kind())
    if isinstance(value, kind):
        return value
    raise ValueError(f"'{name}' must be {KINDS[kind]}")


def check_message(message):
    """Refuses a message that the server would stumble over."""
    meta = part(message, "meta", dict)
    part(meta, "tags", dict)
    part(meta, "requestPath", dict)
    part(meta, "metrics", list)
    data = part(message, "data", dict)
    part(data, "names", list)
    if "tensor" in data:
        tensor = part(data, "tensor", dict)
        if not {"shape", "values"} <= tensor.keys():
            raise ValueError("'tensor' must have 'shape' and 'values'")
        if not all(isinstance(size, int) for size in part(tensor, "shape", list)):
            raise ValueError("'shape' must be a list of integers")
    if "tftensor" in data:
        raise ValueError("'tftensor' is not supported: send 'ndarray' or 'tensor'")


def check_names(names, expected):
    """Refuses columns of other names or in another order. Data without names is taken as it is."""
    if len(names) and list(names) != list(expected):
        raise ValueError(f"the names must be {list(expected)}, not {list(names)}")


@error_handler.before_app_request
def check_request():
    body = request.get_json(silent=True)
    messages = [body]
    if isinstance(body, dict) and isinstance(body.get("seldonMessages"), list):
        messages = body["seldonMessages"]
    for message in messages:
        if isinstance(message, dict):
            check_message(message)


@error_handler.app_errorhandler(OverflowError)
@error_handler.app_errorhandler(ValueError)
def wrong_value(error):
    return jsonify(SeldonMicroserviceException(str(error)).to_dict()), 400


@error_handler.app_errorhandler(HTTPException)
def wrong_request(error):
    answer = SeldonMicroserviceException(error.description).to_dict()
    return jsonify(answer), error.code
