#!/usr/bin/env bash
# npm's ranvier-telnet 1.0.3, the server side of the MUD engine Ranvier, takes two
# octets off the end of each line, whatever they are: of a line that ends in LF
# alone, as telnet clients send in some modes and scripts do, the last letter is
# lost. The payload of a subnegotiation ends at a doubled 255, and is filled up
# with spaces to the length of the rest of what was received.
#
# Seen:
#   hello CR LF: hello
#   hello LF: hell
#   payload abc: 6162632020202020
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

(cd "$work" && npm install --silent --no-audit --no-fund ranvier-telnet@1.0.3)

cat >"$work/server.js" <<'JS'
const { TelnetServer, TelnetSocket } = require('ranvier-telnet')
const server = new TelnetServer(raw => {
  const telnet = new TelnetSocket()
  telnet.attach(raw)
  telnet.on('data', it => raw.write(`line ${it}\n`))
  telnet.on('SUBNEG', (option, it) => raw.write(`payload ${it.toString('hex')}\n`))
})
server.netServer.listen(0, '127.0.0.1', () =>
  console.log(server.netServer.address().port))
JS
python3 - "$work/server.js" >"$work/seen" <<'PYTHON'
import socket
import subprocess
import sys

server = subprocess.Popen(["node", sys.argv[1]], stdout=subprocess.PIPE)
port = int(server.stdout.readline())
with socket.create_connection(("127.0.0.1", port)) as peer:
    peer.settimeout(5)
    answers = peer.makefile("rb")

    def told(octets, what):
        peer.sendall(octets)
        while not (line := answers.readline()).startswith(what):
            pass
        return line[len(what) :].decode().strip()

    print("hello CR LF:", told(b"hello\r\n", b"line "))
    print("hello LF:", told(b"hello\n", b"line "))
    print("payload abc:", told(b"\xff\xfa\x77abc\xff\xf0go\r\n", b"payload "))
server.kill()
server.wait()
PYTHON

diff - "$work/seen" <<'SEEN'
hello CR LF: hello
hello LF: hell
payload abc: 6162632020202020
SEEN
echo "as it was: ranvier-telnet takes two octets off each line"
