#!/usr/bin/env bash
# BusyBox's telnetd 1.35.0 (Debian's busybox-static) answers Are You There by IAC
# NOP, and sends it through the function that doubles each 255 of the program's
# output. What arrives is text, two octets that no Telnet client takes for a
# command: 255 and 241. They land in the middle of what the program prints.
#
# Seen:
#   after AYT: fffff1
set -euo pipefail

work=$(mktemp -d)
server=
trap 'kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT

(cd "$work" && apt-get -q -o APT::Sandbox::User=root download busybox-static) \
    >"$work/apt" 2>&1
dpkg -x "$work"/busybox-static_*.deb "$work"
dpkg-deb -f "$work"/busybox-static_*.deb Package Version

port=$(python3 -c '
import socket
with socket.socket() as it:
    it.bind(("127.0.0.1", 0))
    print(it.getsockname()[1])')
"$work/bin/busybox" telnetd -F -p "$port" -b 127.0.0.1 -l /bin/cat \
    -f /dev/null 2>"$work/log" &
server=$!

python3 - "$port" >"$work/seen" <<'PYTHON'
import socket
import sys
import time

for _ in range(100):
    try:
        peer = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
        break
    except OSError:
        time.sleep(0.1)
peer.settimeout(1.5)


def heard():
    octets = b""
    try:
        while more := peer.recv(4096):
            octets += more
    except TimeoutError:
        pass
    return octets


heard()
peer.sendall(b"\xff\xf6")
print("after AYT:", heard().hex())
PYTHON

diff - "$work/seen" <<'SEEN'
after AYT: fffff1
SEEN
echo "as it was: BusyBox's telnetd answers AYT by the text 255 241"
