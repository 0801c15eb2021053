#!/usr/bin/env bash
# The monitor of QEMU 7.2 (Debian's qemu-system-arm) on a telnet port takes a command
# of two octets for one of three: the first letter behind IAC NOP is gone.
#
# Seen, of "info version":
#   alone: a version
#   behind NOP: unknown command: 'nfo'
set -euo pipefail

work=$(mktemp -d)
server=
trap 'kill "$server" 2>/dev/null || true; wait; rm -rf "$work"' EXIT

command -v qemu-system-arm >/dev/null || {
    apt-get -q update && apt-get -q -y --no-install-recommends install qemu-system-arm
} >"$work/apt" 2>&1
dpkg-query -W qemu-system-arm
port=$(python3 -c '
import socket
with socket.socket() as it:
    it.bind(("127.0.0.1", 0))
    print(it.getsockname()[1])')
qemu-system-arm -M none -nodefaults -display none \
    -monitor "telnet:127.0.0.1:$port,server=on,wait=off" >"$work/log" 2>&1 &
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


for name, command in (("alone", b""), ("behind NOP", b"\xff\xf1")):
    with connect() as peer:
        heard(peer)
        peer.sendall(command + b"info version\r")
        lines = heard(peer).decode("latin-1").split("\r\n")
        print(f"{name}:", "a version" if lines[1].startswith("7.2") else lines[1])
PYTHON

diff - "$work/seen" <<'SEEN'
alone: a version
behind NOP: unknown command: 'nfo'
SEEN
echo "as it was: the monitor of QEMU takes the octet behind NOP"
