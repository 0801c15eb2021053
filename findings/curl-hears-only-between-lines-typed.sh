#!/usr/bin/env bash
# curl 7.88.1 (Debian 12's) with a telnet: URL reads its input by a call that waits,
# in the loop that reads the network, too. What comes first is shown at once; what
# comes later, text or negotiations, is neither shown nor answered before a line
# is typed, at a terminal as well. With `-T .` its input does not wait, and all is
# shown at once.
#
# Seen, of a server that sends its text a second after the first:
#   from standard input: silent, heard once a line is typed
#   with -T .: heard at once
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

command -v curl >/dev/null || {
    apt-get -q update && apt-get -q -y --no-install-recommends install curl
} >"$work/apt" 2>&1
curl --version | head -n 1

python3 - >"$work/seen" <<'PYTHON'
import socket
import subprocess
import time

listener = socket.create_server(("127.0.0.1", 0))
listener.settimeout(20)
url = "telnet://127.0.0.1:%d" % listener.getsockname()[1]


def answers(peer):
    peer.settimeout(3)
    octets = b""
    try:
        while b"\xff\xfc\x18" not in octets and (more := peer.recv(100)):
            octets += more
    except TimeoutError:
        pass
    return b"\xff\xfc\x18" in octets


def talk(*more):
    client = subprocess.Popen(
        ["curl", "-s", "-N", *more, url],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    peer, _ = listener.accept()
    peer.sendall(b"login: ")
    time.sleep(1)
    peer.sendall(b"\xff\xfd\x18")
    if answers(peer):
        said = "heard at once"
    else:
        client.stdin.write(b"me\n")
        client.stdin.flush()
        said = "silent, heard once a line is typed" if answers(peer) else "deaf"
    client.kill()
    client.wait()
    return said


print("from standard input:", talk())
print("with -T .:", talk("-T", "."))
PYTHON

diff - "$work/seen" <<'SEEN'
from standard input: silent, heard once a line is typed
with -T .: heard at once
SEEN
echo "as it was: curl hears its peer only between lines typed"
