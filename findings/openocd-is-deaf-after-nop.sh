#!/usr/bin/env bash
# OpenOCD 0.12.0 (Debian's openocd 0.12.0-1) has a telnet port for commands. It
# takes each octet behind IAC that is not WILL, WONT, DO or DONT for one that is
# still missing, and drops it. So after IAC NOP, which clients send to keep a
# connection alive, it hears nothing until a whole negotiation comes: commands
# are neither echoed nor run. IAC IAC, a plain 255, does the same.
#
# Seen, from the same connection:
#   before: ver1
#   after NOP:
#   after DONT TIMING-MARK: ver3
set -euo pipefail

work=$(mktemp -d)
server=
trap 'kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT

command -v openocd >/dev/null || {
    apt-get -q update && apt-get -q -y --no-install-recommends install openocd
} >"$work/apt" 2>&1
dpkg-query -W openocd
port=$(python3 -c '
import socket
with socket.socket() as it:
    it.bind(("127.0.0.1", 0))
    print(it.getsockname()[1])')
openocd -c "telnet_port $port" -c 'gdb_port disabled' -c 'tcl_port disabled' \
    -c 'adapter driver dummy' -c 'transport select jtag' \
    -c 'adapter speed 100' -c init >"$work/log" 2>&1 &
server=$!

python3 - "$port" >"$work/seen" <<'PYTHON'
import re
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


def ask(what, octets, number):
    peer.sendall(octets + b"echo ver%d\r\n" % number)
    said = re.findall(rb"\nver\d|\0ver\d", heard())
    print(what, *(it[1:].decode() for it in said), sep=" ")


heard()
ask("before:", b"", 1)
ask("after NOP:", b"\xff\xf1", 2)
ask("after DONT TIMING-MARK:", b"\xff\xfe\x06", 3)
PYTHON

diff -b - "$work/seen" <<'SEEN'
before: ver1
after NOP:
after DONT TIMING-MARK: ver3
SEEN
echo "as it was: OpenOCD's telnet port hears nothing after IAC NOP"
