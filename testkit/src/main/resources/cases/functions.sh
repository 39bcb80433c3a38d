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

# megabytes: the container's memory, in MB, to the next hundred.
megabytes() {
  docker stats --no-stream --format '{{.MemUsage}}' "$CONTAINER" | python3 -c '
import re, sys

number, unit = re.match(r"([\d.]+)([MG])iB", sys.stdin.read()).groups()
print(round(float(number) * {"M": 1, "G": 1024}[unit], -2), "MB")'
}

# seldon_grpc_of MB: sends a model of Seldon Core a gRPC message of that size; prints "answered", or the error's code.
seldon_grpc_of() {
  docker exec --interactive "$CONTAINER" python3 - "$1" <<'EOF'
import sys

import grpc
from seldon_core.proto import prediction_pb2, prediction_pb2_grpc

rows = int(float(sys.argv[1]) * 1e6 / 8 / 4)
message = prediction_pb2.SeldonMessage()
message.data.tensor.shape.extend([rows, 4])
message.data.tensor.values.extend([5.1, 3.5, 1.4, 0.2] * rows)
channel = grpc.insecure_channel("127.0.0.1:5000", options=[("grpc.max_receive_message_length", -1)])
try:
    prediction_pb2_grpc.ModelStub(channel).Predict(message)
    print("answered")
except grpc.RpcError as error:
    print(error.code().name)
EOF
}

# mlserver_grpc_of MB: the same for the first model of MLServer.
mlserver_grpc_of() {
  docker exec --interactive "$CONTAINER" python3 - "$1" <<'EOF'
import sys

import grpc
from mlserver.grpc import dataplane_pb2, dataplane_pb2_grpc

rows = int(float(sys.argv[1]) * 1e6 / 8 / 4)
request = dataplane_pb2.ModelInferRequest(model_name="modelA")
tensor = request.inputs.add(name="measurements", datatype="FP64", shape=[rows, 4])
tensor.contents.fp64_contents.extend([5.1, 3.5, 1.4, 0.2] * rows)
channel = grpc.insecure_channel("127.0.0.1:8081", options=[("grpc.max_receive_message_length", -1)])
try:
    dataplane_pb2_grpc.GRPCInferenceServiceStub(channel).ModelInfer(request)
    print("answered")
except grpc.RpcError as error:
    print(error.code().name)
EOF
}
