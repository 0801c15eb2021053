#!/usr/bin/env bash
# GNU's telnetd 2.4 (Debian's inetutils-telnetd), started with -l, has its client edit
# and show lines by LINEMODE. When the program on its terminal turns echo off and asks
# something, no WILL ECHO comes: a client has to know by other means that the line is
# not to be shown.
#
# Seen:
#   with the question: no WILL ECHO
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

(cd "$work" && apt-get -q -o APT::Sandbox::User=root download inetutils-telnetd) \
    >"$work/apt" 2>&1
dpkg -x "$work"/inetutils-telnetd_*.deb "$work"
dpkg-deb -f "$work"/inetutils-telnetd_*.deb Package Version
cat >"$work/asks" <<'ASKS'
#!/bin/sh
printf 'name? '
read -r name
stty -echo
printf 'secret? '
read -r secret
ASKS
chmod 755 "$work" "$work/asks"

python3 - "$work" >"$work/seen" <<'PYTHON'
import socket
import subprocess
import sys

work = sys.argv[1]
listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
server, _ = listener.accept()
daemon = subprocess.Popen(
    [f"{work}/usr/sbin/telnetd", "-h", "-l", "-E", f"{work}/asks"],
    stdin=server, stdout=server, stderr=subprocess.DEVNULL)
server.close()
client.settimeout(3)
heard, answered = b"", set()
try:
    while more := client.recv(4096):
        heard += more
        # It is told no name, no type, no size: LINEMODE alone is agreed to.
        for at in range(len(heard) - 2):
            verb, option = heard[at + 1], heard[at + 2]
            if heard[at] == 255 and verb in (251, 253):
                if (verb, option) in answered:
                    continue
                answered.add((verb, option))
                if verb == 253:
                    client.sendall(bytes([255, 251 if option == 34 else 252,
                                          option]))
                elif option in (1, 3):
                    client.sendall(bytes([255, 253, option]))
                else:
                    client.sendall(bytes([255, 254, option]))
        at = heard.find(bytes([255, 250, 34, 1]))
        if at >= 0 and "mode" not in answered and len(heard) > at + 4:
            answered.add("mode")
            client.sendall(bytes([255, 250, 34, 1, heard[at + 4] | 4, 255, 240]))
        if b"name? " in heard and "mode" in answered and "name" not in answered:
            answered.add("name")
            client.sendall(b"tom\r\n")
except TimeoutError:
    pass
daemon.kill()
assert b"secret? " in heard and "mode" in answered, heard
said = [at for at in range(len(heard)) if heard[at:at + 3] == b"\xff\xfb\x01"]
taken = [at for at in range(len(heard)) if heard[at:at + 3] == b"\xff\xfc\x01"]
hides = bool(said) and (not taken or max(said) > max(taken))
print("with the question:", "WILL ECHO" if hides else "no WILL ECHO")
PYTHON

diff - "$work/seen" <<'SEEN'
with the question: no WILL ECHO
SEEN
echo "as it was: GNU's telnetd does not say that a line is not to be shown"
