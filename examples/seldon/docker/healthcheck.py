"""Checks that the component is ready to answer: exit code 0 if so, 1 if not.

It asks /health/status, which the component answers itself. The request never goes through a proxy.
"""

import http.client
import json
import sys
from pathlib import Path

STATE_FILE = Path("/tmp/serving/state.json")  # written by supervise.py

try:
    port = int(json.loads(STATE_FILE.read_text(encoding="utf-8"))["http_port"])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=3)
    connection.request("GET", "/health/status")
    response = connection.getresponse()
    answer = response.read().decode(errors="replace")
except (OSError, ValueError, http.client.HTTPException) as error:
    sys.exit(f"the server does not answer: {error}")

if response.status != 200:
    sys.exit(f"the component is not ready: {response.status} {answer}")
