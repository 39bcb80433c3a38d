"""Checks that every model is ready to answer: exit code 0 if so, 1 if not.

It is not enough to ask whether the server is ready: some servers say so with no model at all.
The request never goes through a proxy.
"""

import json
import sys
import urllib.request
from pathlib import Path

STATE_FILE = Path("${workFolder}/state.json")  # written by supervise.py

direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))

try:
    state = json.loads(STATE_FILE.read_text(encoding="utf-8"))
    request = urllib.request.Request(
        f"http://127.0.0.1:{state['http_port']}/v2/repository/index",
        data=b"{}",
        headers={"Content-Type": "application/json"},
    )
    with direct.open(request, timeout=3) as response:
        models = json.load(response)
except (OSError, ValueError) as error:
    sys.exit(f"the server does not answer: {error}")

states = {model["name"]: model.get("state") for model in models}
missing = set(state["models"]) - set(states)
if missing or not states or set(states.values()) != {"READY"}:
    sys.exit(f"not every model is ready: {states}, missing: {sorted(missing)}")
