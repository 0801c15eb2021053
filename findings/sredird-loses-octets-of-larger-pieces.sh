#!/usr/bin/env bash
# sredird 2.2.1 (Debian's sredird, amd64), a server of RFC 2217, loses octets on
# their way from the client to the serial line where 1 KiB with doubled 255 in it
# comes at once, though no more than 2 KiB are under way. Where 128 octets come at
# once it loses none.
#
# Seen, with a pty that sends back what it gets for the serial line, and 400,000
# octets each:
#   128 at once: all came back
#   1024 at once: some were lost
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

(cd "$work" && apt-get -q -o APT::Sandbox::User=root download sredird) \
    >"$work/apt" 2>&1
dpkg -x "$work"/sredird_*.deb "$work"
dpkg-deb -f "$work"/sredird_*.deb Package Version

python3 - "$work" >"$work/seen" <<'PYTHON'
import os
import pty
import re
import socket
import subprocess
import sys
import threading
import tty

work = sys.argv[1]
total = 400_000


def send_back(line):
    try:
        while octets := os.read(line, 4096):
            while octets:
                octets = octets[os.write(line, octets) :]
    except OSError:
        pass


def data(raw):
    raw = re.sub(rb"\xff\xfa\x2c(?:[^\xff]|\xff\xff)*\xff\xf0", b"", raw)
    raw = re.sub(rb"^(?:\xff[\xfb-\xfe].)+", b"", raw, flags=re.S)
    return raw.replace(b"\xff\xff", b"\xff")


def run(piece):
    line, device = pty.openpty()
    tty.setraw(device)
    threading.Thread(target=send_back, args=(line,), daemon=True).start()
    ours, its = socket.socketpair()
    command = [work + "/usr/sbin/sredird", "0", os.ttyname(device), work + "/lock"]
    server = subprocess.Popen(command, stdin=its, stdout=its)
    ours.sendall(b"\xff\xfb\x00\xff\xfd\x00\xff\xfb\x03\xff\xfd\x03\xff\xfb\x2c")
    ours.settimeout(3)
    octets = b"".join(b"%06d\xff\xff" % number for number in range(total // 8))
    raw, sent, came = bytearray(), 0, 0
    try:
        while came < total:
            if sent < total and sent - came < 2 * piece:
                ours.sendall(octets[sent : sent + piece].replace(b"\xff", b"\xff\xff"))
                sent += piece
            else:
                raw += ours.recv(65536)
                came = len(data(bytes(raw)))
    except TimeoutError:
        pass
    whole = data(bytes(raw)) == octets
    print(piece, "at once:", "all came back" if whole else "some were lost")
    server.kill()
    server.wait()


run(128)
run(1024)
PYTHON

diff - "$work/seen" <<'SEEN'
128 at once: all came back
1024 at once: some were lost
SEEN
echo "as it was: sredird loses octets where much comes at once"
