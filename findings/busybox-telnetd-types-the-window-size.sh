#!/usr/bin/env bash
# BusyBox's telnetd 1.35.0 (Debian's busybox-static) asks for the window size (DO
# NAWS), and takes the answer to be nine octets long. A width or height with an
# octet of 255 in it, which is doubled on the wire (RFC 1073), is longer. What is
# left of it is typed into the shell: of 255 columns and 24 lines that is the 24,
# which is Ctrl-X. 254 columns do no harm.
#
# Seen, by a program that repeats in hex what is typed:
#   254 x 24: 78
#   255 x 24: 1878
set -euo pipefail

work=$(mktemp -d)
server=
trap 'kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT

(cd "$work" && apt-get -q -o APT::Sandbox::User=root download busybox-static) \
    >"$work/apt" 2>&1
dpkg -x "$work"/busybox-static_*.deb "$work"
dpkg-deb -f "$work"/busybox-static_*.deb Package Version

cat >"$work/shell" <<'SHELL'
#!/bin/bash
stty raw -echo
while IFS= read -r -N 1 octet; do printf '%02x' "'$octet"; done
SHELL
chmod +x "$work/shell"
port=$(python3 -c '
import socket
with socket.socket() as it:
    it.bind(("127.0.0.1", 0))
    print(it.getsockname()[1])')
"$work/bin/busybox" telnetd -F -p "$port" -b 127.0.0.1 -l "$work/shell" \
    -f /dev/null 2>"$work/log" &
server=$!

python3 - "$port" >"$work/seen" <<'PYTHON'
import socket
import struct
import sys
import time


def connect():
    for _ in range(100):
        try:
            return socket.create_connection(("127.0.0.1", int(sys.argv[1])))
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


for columns in (254, 255):
    with connect() as peer:
        peer.settimeout(1.5)
        assert b"\xff\xfd\x1f" in heard(peer), "no DO NAWS"
        size = struct.pack(">HH", columns, 24).replace(b"\xff", b"\xff\xff")
        peer.sendall(b"\xff\xfb\x1f\xff\xfa\x1f" + size + b"\xff\xf0x")
        print(f"{columns} x 24: {heard(peer).decode()}")
PYTHON

diff - "$work/seen" <<'SEEN'
254 x 24: 78
255 x 24: 1878
SEEN
echo "as it was: BusyBox's telnetd types what is left of a window size"
