#!/usr/bin/env bash
# The lines of twisted.conch.telnet of Twisted 24.11.0 (PyPI) end by CR LF or LF. CR
# NUL, which is what a terminal sends for Enter in character mode, and RFC 1123 has
# servers treat as CR LF (section 3.3.1), ends none: its user is never heard.
#
# Seen, of one line:
#   CR NUL: nothing
#   CR LF: hello
set -euo pipefail

work=$(mktemp -d)
server=
trap 'kill "$server" 2>/dev/null || true; wait; rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q --disable-pip-version-check install twisted==24.11.0
port=$(python3 -c '
import socket
with socket.socket() as it:
    it.bind(("127.0.0.1", 0))
    print(it.getsockname()[1])')
cat >"$work/server.py" <<'SERVER'
import sys

from twisted.conch.telnet import StatefulTelnetProtocol, TelnetTransport
from twisted.internet import protocol, reactor


class Server(StatefulTelnetProtocol):
    state = "Line"

    def telnet_Line(self, line):
        self.transport.write(line + b"\n")
        return "Line"


factory = protocol.ServerFactory()
factory.protocol = lambda: TelnetTransport(Server)
reactor.listenTCP(int(sys.argv[1]), factory, interface="127.0.0.1")
reactor.run()
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


for name, end in (("CR NUL", b"\r\0"), ("CR LF", b"\r\n")):
    with connect() as peer:
        peer.sendall(b"hello" + end)
        print(f"{name}:", heard(peer).decode().strip() or "nothing")
PYTHON

diff - "$work/seen" <<'SEEN'
CR NUL: nothing
CR LF: hello
SEEN
echo "as it was: the lines of twisted.conch do not end by CR NUL"
