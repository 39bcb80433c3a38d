"""Posts a file again and again, until SIGTERM or the end of its parent process: load.py CONNECTIONS PAUSE URL FILE

On each connection, it waits PAUSE seconds between two requests. It keeps every other connection for 5 s, less than the pause
before a pod stops, and the others for a moment only: they show whether new connections go to pods that no longer listen.
At the end it writes, as JSON, how often it got each status or error.
"""

import collections
import http.client
import json
import os
import signal
import sys
import threading
import time
import urllib.parse
from pathlib import Path

CONNECTION_SECONDS = [5, 0.1]

connections, pause = int(sys.argv[1]), float(sys.argv[2])
url, file = urllib.parse.urlsplit(sys.argv[3]), sys.argv[4]
body = Path(file).read_bytes()
results = collections.Counter()
lock = threading.Lock()
ended = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: ended.set())
parent = os.getppid()


def call(connection_seconds):
    connection = http.client.HTTPConnection(url.hostname, url.port or 80, timeout=60)
    opened = time.monotonic()
    while not ended.is_set():
        if time.monotonic() - opened > connection_seconds:
            connection.close()
            opened = time.monotonic()
        try:
            connection.request("POST", url.path, body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            response.read()
            result = str(response.status)
        except (OSError, http.client.HTTPException) as error:
            result = f"{type(error).__name__}: {error}"
            connection.close()
        with lock:
            results[result] += 1
        if result != "200":
            print(time.strftime("%T"), result, file=sys.stderr, flush=True)
        ended.wait(pause)


threads = [threading.Thread(target=call, args=[CONNECTION_SECONDS[i % 2]]) for i in range(connections)]
for thread in threads:
    thread.start()
while os.getppid() == parent and not ended.wait(1):
    pass
ended.set()
for thread in threads:
    thread.join()
print(json.dumps(results), flush=True)
