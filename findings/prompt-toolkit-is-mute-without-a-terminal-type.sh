#!/usr/bin/env bash
# prompt_toolkit 3.0.53 (PyPI), of which command lines in Python are made, has a
# telnet server. It begins once it knows the type of the terminal: a client that
# refuses TERMINAL-TYPE, as RFC 1091 lets it, gets no prompt and no refusal.
#
# Seen, in 1.5 s after the options:
#   WONT TERMINAL-TYPE: nothing
#   XTERM: a prompt
set -euo pipefail

work=$(mktemp -d)
server=
trap 'kill "$server" 2>/dev/null || true; wait; rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q --disable-pip-version-check install prompt_toolkit==3.0.53
port=$(python3 -c '
import socket
with socket.socket() as it:
    it.bind(("127.0.0.1", 0))
    print(it.getsockname()[1])')
cat >"$work/server.py" <<'SERVER'
import asyncio
import sys

from prompt_toolkit.contrib.telnet.server import TelnetServer
from prompt_toolkit.shortcuts import PromptSession


async def interact(connection):
    await PromptSession().prompt_async("ready> ")


server = TelnetServer(interact=interact, host="127.0.0.1", port=int(sys.argv[1]))
asyncio.run(server.run())
SERVER
"$work/venv/bin/python" "$work/server.py" "$port" >"$work/log" 2>&1 &
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


refuses = b"\xff\xfc\x18"
tells = b"\xff\xfb\x18\xff\xfa\x18\0XTERM\xff\xf0"
for name, answer in (("WONT TERMINAL-TYPE", refuses), ("XTERM", tells)):
    with connect() as peer:
        heard(peer)
        peer.sendall(answer)
        octets = heard(peer)
        print(f"{name}:", "a prompt" if b"ready>" in octets else octets or "nothing")
PYTHON

diff - "$work/seen" <<'SEEN'
WONT TERMINAL-TYPE: nothing
XTERM: a prompt
SEEN
echo "as it was: prompt_toolkit waits for a terminal type"
