#!/usr/bin/env bash
# procServ 2.7.0 (Debian's procserv) has the terminal of a program on a port. CR LF,
# the line end of Telnet, is typed into it as two keys, and each is an Enter: a
# shell behind it shows its prompt twice, an "are you sure" has its answer.
#
# Seen, with cat for the program, as lines that it got:
#   CR LF: 'hello', ''
#   CR NUL: 'hello'
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


for name, end in (("CR LF", b"\r\n"), ("CR NUL", b"\r\0")):
    with connect() as peer:
        heard(peer)
        peer.sendall(b"hello" + end)
        # What it has read ends in a dollar sign.
        lines = heard(peer).decode().split("\r\n")
        got = [repr(it[:-1]) for it in lines if it.endswith("$")]
        print(f"{name}:", ", ".join(got))
PYTHON

diff - "$work/seen" <<'SEEN'
CR LF: 'hello', ''
CR NUL: 'hello'
SEEN
echo "as it was: procServ types Enter twice for CR LF"
