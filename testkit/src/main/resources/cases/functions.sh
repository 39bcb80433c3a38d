# What the scripts of the tables may call.

# get PATH, post PATH BODY: asks the server; prints the status and the body.
get() { curl -s -w ' %{http_code}' "$URL$1" | reorder; }
post() { curl -s -w ' %{http_code}' -H 'Content-Type: application/json' -d "$2" "$URL$1" | reorder; }
reorder() { python3 -c 'import sys; body, _, status = sys.stdin.read().rpartition(" "); print(status, body)'; }

# infer BODY: asks the first model; infer without a BODY sends its example.
infer() { post "$PREDICT" "${1:-@$EXAMPLE}"; }

# inside COMMAND...: runs a command in the container.
inside() { docker exec "$CONTAINER" "$@"; }

# logs: what the container has written so far.
logs() { docker logs "$CONTAINER" 2>&1; }

# blocks PAGE: runs the bash blocks of a page.
blocks() { bash -euo pipefail -c "$(sed -n '/^```bash$/,/^```$/{/^```/d;p}' "$1")"; }

# mine NAME...: copies Triton's example into a folder to mount, under these names.
mine() { for name in "$@"; do mkdir -p "$(dirname "mine/$name")" && cp -r src/models/modelA "mine/$name"; done; }

# stopped_while_asked: sends 8 requests, stops the container, prints how many were answered and how it ended.
stopped_while_asked() {
  python3 - "${URL#http://}" "$PREDICT" "$EXAMPLE" "$CONTAINER" <<'EOF'
import http.client
import subprocess
import sys
import time

address, path, example, container = sys.argv[1:]
headers = {"Content-Type": "application/json", "Connection": "close"}
connections = [http.client.HTTPConnection(address) for _ in range(8)]
for connection in connections:
    connection.request("POST", path, open(example, "rb").read(), headers)
time.sleep(0.3)  # they are sent; the server takes them
subprocess.run(["docker", "stop", "--time", "10", container], check=True, stdout=subprocess.DEVNULL)
answered = 0
for connection in connections:
    try:
        answered += connection.getresponse().status == 200
    except (OSError, http.client.HTTPException) as error:
        print(repr(error))
print(answered, "answered", end=", ")
EOF
  how_it_ended
}

# stopped_while_connected: stops the container while a client keeps a connection open; prints how it ended.
stopped_while_connected() {
  exec 3<> "/dev/tcp/$ADDRESS/${URL##*:}"
  docker stop --time 10 "$CONTAINER" > stopped
  how_it_ended
}

how_it_ended() { echo "exit $(docker inspect --format '{{.State.ExitCode}}' "$CONTAINER")"; }

# seldon_grpc BODY: asks a model of Seldon Core by gRPC; prints the answer, or the error's code and message.
seldon_grpc() {
  docker exec --interactive "$CONTAINER" python3 - "$1" <<'EOF'
import sys

import grpc
from google.protobuf.json_format import MessageToJson, Parse
from seldon_core.proto import prediction_pb2, prediction_pb2_grpc

model = prediction_pb2_grpc.ModelStub(grpc.insecure_channel("127.0.0.1:5000"))
try:
    print(MessageToJson(model.Predict(Parse(sys.argv[1], prediction_pb2.SeldonMessage())), indent=None))
except grpc.RpcError as error:
    print(error.code().name, error.details())
EOF
}
