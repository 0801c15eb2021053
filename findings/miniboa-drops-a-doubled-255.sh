#!/usr/bin/env bash
# miniboa 1.0.9 (PyPI), a server for MUDs, drops an octet 255 of the text, which
# Telnet has as IAC IAC: a letter of Latin-1 is lost.
#
# Seen, of "a", 255, "z":
#   'az'
set -euo pipefail

work=$(mktemp -d)
server=
trap 'kill "$server" 2>/dev/null || true; wait; rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q --disable-pip-version-check install miniboa==1.0.9
port=$(python3 -c '
import socket
with socket.socket() as it:
    it.bind(("127.0.0.1", 0))
    print(it.getsockname()[1])')
cat >"$work/server.py" <<'SERVER'
import sys

from miniboa import TelnetServer

users = []
server = TelnetServer(
    port=int(sys.argv[1]),
    address="127.0.0.1",
    on_connect=users.append,
    on_disconnect=users.remove,
)
while True:
    server.poll()
    for user in users:
        if user.cmd_ready:
            user.send(repr(user.get_command()) + "\n")
SERVER
"$work/venv/bin/python" "$work/server.py" "$port" >"$work/log" 2>&1 &
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
    peer.sendall(b"a\xff\xffz\r\n")
    print(heard(peer).decode().strip())
PYTHON

diff - "$work/seen" <<'SEEN'
'az'
SEEN
echo "as it was: miniboa drops a doubled 255"
