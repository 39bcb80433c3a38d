"""Tells whether the container is ready: exit code 0 if so, 1 if not.

It is ready when every model has answered its example (see warmup.py) and the server says that it is ready.
"""

import http.client
import json
import sys
import urllib.error
import urllib.request
from pathlib import Path

STATE_FILE = Path("/tmp/serving/state.json")  # written by warmup.py

# The server is in this container: no proxy must get in between.
direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))

if not STATE_FILE.is_file():
    sys.exit("the server has not started yet")
try:
    state = json.loads(STATE_FILE.read_text(encoding="utf-8"))
    if state["waiting"]:
        sys.exit("; ".join(f"{name} {why}" for name, why in state["waiting"].items()))
    direct.open(state["ready_url"], timeout=3).close()
except urllib.error.HTTPError as error:
    answer = error.read(500).decode(errors="replace")
    sys.exit(f"the server is not ready: {error.code} {answer}")
except (OSError, ValueError, http.client.HTTPException) as error:
    sys.exit(f"the server does not answer: {error}")
