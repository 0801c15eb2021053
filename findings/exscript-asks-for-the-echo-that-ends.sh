#!/usr/bin/env bash
# Python's Exscript 2.6.32 answers WONT ECHO by DO ECHO: it asks again for what the
# server has just ended, as servers do behind a password. A server that follows
# RFC 1143 has to refuse that, by WONT ECHO, which Exscript answers by DO ECHO:
# the two go on as long as the client reads.
#
# Seen, of a server that refuses 20 times and then stops:
#   WONT ECHO: DO ECHO, 21 times
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q Exscript==2.6.32

cat >"$work/client.py" <<'PYTHON'
import sys

from Exscript.protocols.telnetlib import Telnet

host = Telnet("127.0.0.1", int(sys.argv[1]))
host.read_all()
PYTHON
"$work/venv/bin/python" - "$work/client.py" >"$work/seen" <<'PYTHON'
import socket
import subprocess
import sys

WONT_ECHO, DO_ECHO = b"\xff\xfc\x01", b"\xff\xfd\x01"

listener = socket.create_server(("127.0.0.1", 0))
listener.settimeout(20)
port = str(listener.getsockname()[1])
client = subprocess.Popen([sys.executable, sys.argv[1], port])
peer, _ = listener.accept()
peer.settimeout(5)
peer.sendall(b"Password: \xff\xfb\x01")
assert peer.recv(3) == DO_ECHO
peer.sendall(WONT_ECHO)
count = 0
while count <= 20 and peer.recv(3, socket.MSG_WAITALL) == DO_ECHO:
    count += 1
    if count <= 20:
        peer.sendall(WONT_ECHO)
print(f"WONT ECHO: DO ECHO, {count} times")
peer.close()
client.kill()
client.wait()
PYTHON

diff - "$work/seen" <<'SEEN'
WONT ECHO: DO ECHO, 21 times
SEEN
echo "as it was: Exscript 2.6.32 answers WONT ECHO by DO ECHO"
