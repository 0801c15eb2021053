#!/usr/bin/env bash
# ser2tcp 3.2.0 (PyPI) puts a serial port on a port that speaks Telnet. The IAC
# before its own DO LINEMODE and WILL ECHO is doubled, as if it were data: a client
# shows the octets 255, 253, 34, 255, 251, 1, and nothing is asked for.
#
# Seen, with a pty that repeats what it gets for the serial line, after "x":
#   ff ff fd 22 ff ff fb 01 78
set -euo pipefail

work=$(mktemp -d)
server=
trap 'kill "$server" 2>/dev/null || true; wait; rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q --disable-pip-version-check install ser2tcp==3.2.0
port=$(python3 -c '
import socket
with socket.socket() as it:
    it.bind(("127.0.0.1", 0))
    print(it.getsockname()[1])')
command -v socat >/dev/null || {
    apt-get -q update && apt-get -q -y --no-install-recommends install socat
} >"$work/apt" 2>&1
socat "PTY,raw,echo=0,link=$work/line" EXEC:/bin/cat &
line=$!
trap 'kill "$server" "$line" 2>/dev/null || true; wait; rm -rf "$work"' EXIT
for _ in $(seq 50); do [ -e "$work/line" ] && break || sleep 0.1; done
cat >"$work/config.json" <<JSON
{"ports": [{"serial": {"port": "$work/line", "baudrate": 9600}, "servers":
    [{"address": "127.0.0.1", "port": $port, "protocol": "telnet"}]}]}
JSON
"$work/venv/bin/ser2tcp" -c "$work/config.json" >"$work/log" 2>&1 &
server=$!

python3 - "$port" >"$work/seen" <<'PYTHON'
import socket
import sys
import time


def connect():
    for _ in range(200):
        try:
            peer = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
            peer.settimeout(1.5)
            return peer
        except OSError:
            time.sleep(0.1)


def heard(peer):
    octets = b""
    try:
        while more := peer.recv(4096):
            octets += more
    except TimeoutError:
        pass
    return octets


with connect() as peer:
    octets = heard(peer)
    peer.sendall(b"x")
    print((octets + heard(peer)).hex(" "))
PYTHON

diff - "$work/seen" <<'SEEN'
ff ff fd 22 ff ff fb 01 78
SEEN
echo "as it was: ser2tcp doubles the IAC of its own options"
