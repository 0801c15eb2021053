#!/usr/bin/env bash
# npm's telnet-client 2.2.14 says WILL TERMINAL-TYPE where it was given a size of
# the terminal. Asked for the type then (IAC SB TTYPE SEND IAC SE), it sends back
# the first three octets of the question: IAC SB TTYPE. It never ends that
# subnegotiation, so the next commands that it sends are inside it, and a server
# waits for them without end. It answers the values of MSSP in the same way.
# Moreover it looks for negotiations at the beginning of a segment only: one
# behind text is not answered, and is part of the text.
#
# Seen:
#   DO TTYPE: fffb18
#   SEND: fffa18
#   the prompt: 73686f770a
#   text, then WILL ECHO:
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

(cd "$work" && npm install --silent --no-audit --no-fund telnet-client@2.2.14)

cat >"$work/client.js" <<'JS'
const { Telnet } = require('telnet-client')
const host = new Telnet()
const given = {
  host: '127.0.0.1', port: Number(process.argv[2]), shellPrompt: '> ',
  timeout: 9000, terminalWidth: 80, terminalHeight: 24
}
host.connect(given).then(() => host.exec('show')).catch(() => {})
JS
python3 - "$work/client.js" >"$work/seen" <<'PYTHON'
import socket
import subprocess
import sys

listener = socket.create_server(("127.0.0.1", 0))
port = str(listener.getsockname()[1])
listener.settimeout(20)


def talk(*steps):
    client = subprocess.Popen(["node", sys.argv[1], port])
    peer, _ = listener.accept()
    peer.settimeout(1)
    for name, octets in steps:
        peer.sendall(octets)
        answer = b""
        try:
            while more := peer.recv(100):
                answer += more
        except TimeoutError:
            pass
        print(f"{name}: {answer.hex()}")
    client.kill()
    client.wait()


talk(
    ("DO TTYPE", b"\xff\xfd\x18"),
    ("SEND", b"\xff\xfa\x18\x01\xff\xf0"),
    ("the prompt", b"Welcome\r\n> "),
)
talk(("text, then WILL ECHO", b"Welcome\r\n\xff\xfb\x01"))
PYTHON

diff -b - "$work/seen" <<'SEEN'
DO TTYPE: fffb18
SEND: fffa18
the prompt: 73686f770a
text, then WILL ECHO:
SEEN
echo "as it was: telnet-client 2.2.14 opens a subnegotiation and leaves it open"
