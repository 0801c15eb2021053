#!/usr/bin/env bash
# VLC 3.0.24 (Debian's vlc-bin and vlc-plugin-base) has a telnet interface, which
# takes away WILL, WONT, DO and DONT where a line begins, and no other command. So
# IAC NOP in front of the password is a part of it, and the right password is a
# wrong one; behind the login it is a part of the command.
#
# Seen:
#   WONT TIMING-MARK, password: Welcome, Master
#   NOP, password: Wrong password
set -euo pipefail

work=$(mktemp -d)
server=
trap 'kill "$server" 2>/dev/null || true; wait; rm -rf "$work"' EXIT

command -v vlc >/dev/null || {
    apt-get -q update
    apt-get -q -y --no-install-recommends install vlc-bin vlc-plugin-base
} >"$work/apt" 2>&1
dpkg-query -W vlc-bin
port=$(python3 -c '
import socket
with socket.socket() as it:
    it.bind(("127.0.0.1", 0))
    print(it.getsockname()[1])')
# It does not run as root.
user=()
[ "$(id -u)" -ne 0 ] || user=(setpriv --reuid=nobody --clear-groups)
chmod 777 "$work"
HOME=$work "${user[@]}" vlc -I telnet --no-audio --no-video \
    --telnet-host 127.0.0.1 --telnet-port "$port" --telnet-password secret \
    >"$work/log" 2>&1 &
server=$!

python3 - "$port" >"$work/seen" <<'PYTHON'
import re
import socket
import sys
import time


def connect():
    for _ in range(200):
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


for name, command in (("WONT TIMING-MARK", b"\xff\xfc\x06"), ("NOP", b"\xff\xf1")):
    with connect() as peer:
        peer.settimeout(1.5)
        heard(peer)
        peer.sendall(command + b"secret\r\n")
        said = re.search(rb"[A-Z][A-Za-z, ]+", heard(peer))
        print(f"{name}, password:", said and said[0].decode())
PYTHON

diff - "$work/seen" <<'SEEN'
WONT TIMING-MARK, password: Welcome, Master
NOP, password: Wrong password
SEEN
echo "as it was: VLC takes NOP for a part of the password"
