#!/usr/bin/env bash
# sredird 2.2.1 (Debian's sredird, amd64) sends the NUL that RFC 854 wants behind a
# CR only with the next octet that it escapes. Where the serial line said CR last
# and a subnegotiation comes next, the NUL is inside its payload: in front of a
# baud rate, say, which thus is another one. With BINARY agreed to there is none.
#
# Seen, a rate of 9600 (hex 2580) after the line said "x" and CR:
#   outside BINARY: 65000000258000000000
#   in BINARY: 650000258000000000
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


def rate():
    os.write(line, b"x\r")
    heard()
    answer = comport(b"\x01" + (9600).to_bytes(4, "big"))
    answer = answer[answer.index(b"\xff\xfa\x2c\x65") + 3 :]
    return answer[: answer.index(b"\xff\xf0")].hex()


heard()
ours.sendall(b"\xff\xfb\x2c")
heard()
print("outside BINARY:", rate())
ours.sendall(b"\xff\xfb\0\xff\xfd\0")
heard()
print("in BINARY:", rate())
server.kill()
server.wait()
PYTHON

diff - "$work/seen" <<'SEEN'
outside BINARY: 65000000258000000000
in BINARY: 650000258000000000
SEEN
echo "as it was: sredird puts the NUL of CR NUL into a subnegotiation"
