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

