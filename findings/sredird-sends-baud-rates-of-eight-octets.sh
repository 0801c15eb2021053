#!/usr/bin/env bash
# sredird 2.2.1 (Debian's sredird, amd64), a server of RFC 2217,
# answers SET-BAUDRATE by eight octets, not by the four of the RFC: the rate, and
# four zeros. And it takes IAC SE for the end of a subnegotiation even where the
# IAC is the second half of a doubled 255: a mask of 255 (IAC IAC IAC SE) makes it
# write SE, 240, to the serial line.
#
# Seen, with a pty for the serial line:
#   a rate of 9600: 650000258000000000
#   a mask of 255, on the line: f0
set -euo pipefail

work=$(mktemp -d)
server=
trap 'kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT

(cd "$work" && apt-get -q -o APT::Sandbox::User=root download sredird) \
    >"$work/apt" 2>&1
dpkg -x "$work"/sredird_*.deb "$work"
dpkg-deb -f "$work"/sredird_*.deb Package Version

python3 - "$work" >"$work/seen" <<'PYTHON'
import os
import pty
import select
import socket
import subprocess
import sys
import tty

work = sys.argv[1]
line, device = pty.openpty()
tty.setraw(device)
ours, its = socket.socketpair()
command = [work + "/usr/sbin/sredird", "0", os.ttyname(device), work + "/lock"]
server = subprocess.Popen(command, stdin=its, stdout=its)
ours.settimeout(1)


def heard():
    octets = b""
    try:
        while more := ours.recv(4096):
            octets += more
    except TimeoutError:
        pass
    return octets


def comport(payload):
    ours.sendall(b"\xff\xfa\x2c" + payload.replace(b"\xff", b"\xff\xff") + b"\xff\xf0")
    return heard()


heard()
ours.sendall(b"\xff\xfb\x2c")
heard()
answer = comport(b"\x01" + (9600).to_bytes(4, "big"))
answer = answer[answer.index(b"\xff\xfa\x2c\x65") + 3 :]
print("a rate of 9600:", answer[: answer.index(b"\xff\xf0")].hex())
comport(b"\x0b\xff")
ready = select.select([line], [], [], 1)[0]
print("a mask of 255, on the line:", os.read(line, 100).hex() if ready else "-")
server.kill()
server.wait()
PYTHON

diff - "$work/seen" <<'SEEN'
a rate of 9600: 650000258000000000
a mask of 255, on the line: f0
SEEN
echo "as it was: sredird's baud rates have eight octets"
