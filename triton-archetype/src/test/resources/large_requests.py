"""Sends modelA large requests at a time: large_requests.py URL MEGABYTES REQUESTS; fails unless all are answered with 200."""

import http.client
import json
import sys
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

url, megabytes, requests = urllib.parse.urlsplit(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
rows = megabytes * 1_000_000 // 32  # of four FP64
binary = {"name": "measurements", "datatype": "FP64", "shape": [rows, 4], "parameters": {"binary_data_size": rows * 32}}
output = {"name": "probabilities", "parameters": {"binary_data": True}}
head = json.dumps({"inputs": [binary], "outputs": [output]}).encode()
headers = {"Content-Type": "application/octet-stream", "Inference-Header-Content-Length": str(len(head))}


def ask(_):
    connection = http.client.HTTPConnection(url.hostname, timeout=120)
    connection.request("POST", "/v2/models/modelA/infer", head + bytes(rows * 32), headers)
    response = connection.getresponse()
    return response.status, response.read()[:300]


with ThreadPoolExecutor(requests) as pool:
    answers = list(pool.map(ask, range(requests)))
print(answers)
sys.exit(any(status != 200 for status, _ in answers))
