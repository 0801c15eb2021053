#!/usr/bin/env bash
# procServ 2.7.0 (Debian's procserv) has the terminal of a program on a port. It does
# not read urgent data in its place: of a Synch, IAC DM whose DM is urgent (RFC 854),
# it gets IAC alone, and takes the octet behind for the rest of a command. The first
# key that is typed behind an interrupt with a Synch is lost, as "yes" becomes "es".
#
# Seen, with sed for the program, as lines that it got:
#   DM as it comes: 'hello'
#   DM is urgent: 'ello'
set -euo pipefail

work=$(mktemp -d)
server=
trap 'kill "$server" 2>/dev/null || true; wait; rm -rf "$work"' EXIT

command -v procServ >/dev/null || {
    apt-get -q update && apt-get -q -y --no-install-recommends install procserv
} >"$work/apt" 2>&1
dpkg-query -W procserv
port=$(python3 -c '
import socket
with socket.socket() as it:
    it.bind(("127.0.0.1", 0))
    print(it.getsockname()[1])')
procServ -f -q -P "127.0.0.1:$port" /usr/bin/sed -u -n l \
    >"$work/log" 2>&1 &
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


for name, flags in (("DM as it comes", 0), ("DM is urgent", socket.MSG_OOB)):
    with connect() as peer:
        heard(peer)
        peer.send(b"\xff\xf2", flags)
        heard(peer)
        peer.sendall(b"hello\r\0")
        # What it has read ends in a dollar sign.
        lines = heard(peer).decode().split("\r\n")
        got = [repr(it[:-1]) for it in lines if it.endswith("$")]
        print(f"{name}:", ", ".join(got))
PYTHON

diff - "$work/seen" <<'SEEN'
DM as it comes: 'hello'
DM is urgent: 'ello'
SEEN
echo "as it was: procServ loses the octet behind a Synch"
