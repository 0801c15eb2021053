#!/usr/bin/env bash
# npm's telnet-client 2.2.14 answers each WILL by DO, whatever the option, also
# COMPRESS2 (86), which it does not know. The server compresses from then on, and
# the caller gets deflated octets for text.
#
# Seen:
#   WILL 86: fffd56
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

(cd "$work" && npm install --silent --no-audit --no-fund telnet-client@2.2.14)

cat >"$work/client.js" <<'JS'
const { Telnet } = require('telnet-client')
const given = { host: '127.0.0.1', port: Number(process.argv[2]), timeout: 9000 }
new Telnet().connect(given).catch(() => {})
JS
python3 - "$work/client.js" >"$work/seen" <<'PYTHON'
import socket
import subprocess
import sys

listener = socket.create_server(("127.0.0.1", 0))
listener.settimeout(20)
command = ["node", sys.argv[1], str(listener.getsockname()[1])]
client = subprocess.Popen(command)
peer, _ = listener.accept()
peer.settimeout(5)
peer.sendall(b"\xff\xfb\x56")
print("WILL 86:", peer.recv(3, socket.MSG_WAITALL).hex())
client.kill()
client.wait()
PYTHON

diff - "$work/seen" <<'SEEN'
WILL 86: fffd56
SEEN
echo "as it was: telnet-client 2.2.14 accepts a compression it does not know"
