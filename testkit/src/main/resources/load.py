"""Posts a file again and again until SIGTERM: load.py CONNECTIONS PAUSE URL FILE

On each connection, it waits PAUSE seconds between two requests. It keeps a connection for 5 s, less than the pause before a
pod stops. Then it writes, as JSON, how often it got each status or error.
"""

import collections
import http.client
import json
import signal
import sys
import threading
import time
import urllib.parse
from pathlib import Path

CONNECTION_SECONDS = 5

connections, pause = int(sys.argv[1]), float(sys.argv[2])
url, file = urllib.parse.urlsplit(sys.argv[3]), sys.argv[4]
body = Path(file).read_bytes()
results = collections.Counter()
lock = threading.Lock()
ended = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: ended.set())


def call():
    connection = http.client.HTTPConnection(url.hostname, url.port or 80, timeout=60)
    opened = time.monotonic()
    while not ended.is_set():
        if time.monotonic() - opened > CONNECTION_SECONDS:
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


threads = [threading.Thread(target=call) for _ in range(connections)]
for thread in threads:
    thread.start()
ended.wait()
for thread in threads:
    thread.join()
print(json.dumps(results), flush=True)
