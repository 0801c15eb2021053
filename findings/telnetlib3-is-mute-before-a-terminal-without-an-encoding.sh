#!/usr/bin/env bash
# The server of Python's telnetlib3 5.0.1 starts a program on a terminal with
# --pty-exec, and takes no encoding, so that octets stay octets, with --encoding
# false. Both together send nothing of what the program prints: text that was decoded
# is given to a writer of octets, whose TypeError goes to the log alone. With
# --encoding latin1 each octet is a sign, and the program is heard.
#
# Seen, of a program that prints "ready":
#   latin1: heard
#   false: not heard, TypeError in the log
set -euo pipefail

work=$(mktemp -d)
server=
trap 'kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q telnetlib3==5.0.1

for encoding in latin1 false; do
    port=$("$work/venv/bin/python" -c '
import socket
with socket.socket() as it:
    it.bind(("127.0.0.1", 0))
    print(it.getsockname()[1])')
    "$work/venv/bin/telnetlib3-server" --encoding "$encoding" --pty-exec /bin/sh \
        127.0.0.1 "$port" -- -c 'echo ready; exec cat' >"$work/log" 2>&1 &
    server=$!
    "$work/venv/bin/python" - "$port" >"$work/heard" <<'PYTHON'
import socket
import sys
import time

for _ in range(100):
    try:
        peer = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
        break
    except OSError:
        time.sleep(0.1)
peer.settimeout(5)
# It begins once it knows that there is no terminal type.
peer.sendall(b"\xff\xfc\x18")
octets = b""
try:
    while b"ready" not in octets and (more := peer.recv(4096)):
        octets += more
except TimeoutError:
    pass
print("heard" if b"ready" in octets else "not heard")
PYTHON
    error=
    if grep -q TypeError "$work/log"; then error=", TypeError in the log"; fi
    echo "$encoding: $(cat "$work/heard")$error" >>"$work/seen"
    kill "$server"
    wait "$server" || true
done

diff - "$work/seen" <<'SEEN'
latin1: heard
false: not heard, TypeError in the log
SEEN
echo "as it was: telnetlib3 is mute before a terminal without an encoding"
