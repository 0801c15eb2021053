#!/usr/bin/env bash
# The server of Python's telnetlib3 5.0.1, started with --compression, offers
# MCCP3 (IAC WILL 87), and answers the acceptance of its own offer (IAC DO 87) by
# a refusal (IAC WONT 87). By then a client that follows MCCP3 has sent the marker
# and compresses; it has to end its stream at once, and goes on in plain text.
# MCCP2 (86) is offered in the same breath, and works.
#
# Seen, after the terminal type was told:
#   offers: 86 87
#   after DO 87: fffc57
set -euo pipefail

work=$(mktemp -d)
server=
trap 'kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q telnetlib3==5.0.1
port=$("$work/venv/bin/python" -c '
import socket
with socket.socket() as it:
    it.bind(("127.0.0.1", 0))
    print(it.getsockname()[1])')
"$work/venv/bin/telnetlib3-server" --compression 127.0.0.1 "$port" \
    >"$work/log" 2>&1 &
server=$!

"$work/venv/bin/python" - "$port" >"$work/seen" <<'PYTHON'
import socket
import sys
import time

for _ in range(100):
    try:
        peer = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
        break
    except OSError:
        time.sleep(0.1)
peer.settimeout(1)


def heard():
    octets = b""
    try:
        while more := peer.recv(4096):
            octets += more
    except TimeoutError:
        pass
    return octets


heard()
peer.sendall(b"\xff\xfb\x18")  # WILL TTYPE: without it the server offers little
before = heard()
peer.sendall(b"\xff\xfa\x18\x00xterm\xff\xf0")
before += heard()
print("offers:", *(it for it in (86, 87) if bytes((255, 251, it)) in before))
peer.sendall(b"\xff\xfd\x57")  # DO MCCP3
print("after DO 87:", heard().hex())
PYTHON

diff - "$work/seen" <<'SEEN'
offers: 86 87
after DO 87: fffc57
SEEN
echo "as it was: telnetlib3 5.0.1 refuses the MCCP3 that it offers"
