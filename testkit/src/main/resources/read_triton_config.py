"""Triton's own format of config.pbtxt: python read_triton_config.py config.pbtxt..."""

import sys
from pathlib import Path

from google.protobuf import text_format
from tritonclient.grpc import model_config_pb2

for file in map(Path, sys.argv[1:]):
    config = text_format.Parse(file.read_text(), model_config_pb2.ModelConfig())
    assert config.backend and config.input and config.output, file
