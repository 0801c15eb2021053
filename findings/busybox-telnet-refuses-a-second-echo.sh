#!/usr/bin/env bash
# BusyBox's telnet client 1.35.0 (Debian's busybox-static) lets the server echo
# once. A server that hides a password says WILL ECHO before it and WONT ECHO
# behind it; from that WONT on the client answers each WILL ECHO by DONT ECHO and
# goes on to echo by itself: a second password is shown while it is typed.
# Moreover it answers DO SUPPRESS-GO-AHEAD by DONT, not by WILL or WONT, which
# takes back the DO that it has just sent for the server's own side.
#
# Seen, what the server said and what came:
#   WILL ECHO: DO ECHO
#   WONT ECHO: DONT ECHO
#   WILL ECHO: DONT ECHO
#   WILL SGA, DO SGA: DO SGA, DONT SGA
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

(cd "$work" && apt-get -q -o APT::Sandbox::User=root download busybox-static) \
    >"$work/apt" 2>&1
dpkg -x "$work"/busybox-static_*.deb "$work"
dpkg-deb -f "$work"/busybox-static_*.deb Package Version

python3 - "$work/bin/busybox" >"$work/seen" <<'PYTHON'
import socket
import subprocess
import sys

VERBS = {251: "WILL", 252: "WONT", 253: "DO", 254: "DONT"}
NAMES = {1: "ECHO", 3: "SGA"}

listener = socket.create_server(("127.0.0.1", 0))
port = str(listener.getsockname()[1])
client = subprocess.Popen(
    [sys.argv[1], "telnet", "127.0.0.1", port],
    stdin=subprocess.PIPE,
    stdout=subprocess.DEVNULL,
)
listener.settimeout(20)
peer, _ = listener.accept()
peer.settimeout(1)


def say(*negotiations):
    octets = b"".join(bytes((255, *it)) for it in negotiations)
    peer.sendall(octets)
    answer = b""
    try:
        while more := peer.recv(100):
            answer += more
    except TimeoutError:
        pass

    def named(it):
        return ", ".join(
            f"{VERBS[it[at + 1]]} {NAMES[it[at + 2]]}" for at in range(0, len(it), 3)
        )

    print(f"{named(octets)}: {named(answer)}")


say((251, 1))
say((252, 1))
say((251, 1))
say((251, 3), (253, 3))
peer.close()
client.kill()
client.wait()
PYTHON

diff - "$work/seen" <<'SEEN'
WILL ECHO: DO ECHO
WONT ECHO: DONT ECHO
WILL ECHO: DONT ECHO
WILL SGA, DO SGA: DO SGA, DONT SGA
SEEN
echo "as it was: BusyBox's telnet lets a server echo once only"
