#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Measures how long tools take to a match against how much they received.

    measure.py --text FILE --peer PROGRAM [--pexpect PYTHON] [--cap SECONDS]
               [--tools NAME,...] > expect.csv

FILE has the router's text, PROGRAM is the binary expect-peer, PYTHON one that
has pexpect; README.md says how to make them. Each tool connects to 127.0.0.1,
gets a text that has a match in its last lines, and tells how long it took. The
sizes are doubled until a tool takes longer than the cap, 60 seconds if not
given. A line is TOOL,VERSION,MIB,SECONDS.
"""

import argparse
import os
import socket
import subprocess
import sys
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
PATTERNS = ["[Ll]ogin: ", "[Pp]assword: ", "--More--", "router1[>#] "]
SIZES = [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8]
REPEATS = 3


def output(command):
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return (done.stdout + done.stderr).strip()


def tools(args):
    """Gives (name, version, command)."""
    beside = lambda name: os.path.join(HERE, name)
    python = "%d.%d.%d" % sys.version_info[:3]
    yield ("telnetlib", "CPython " + python,
           [sys.executable, beside("peer_telnetlib.py")])
    if args.pexpect:
        version = output([args.pexpect, "-c",
                          "import pexpect; print(pexpect.__version__)"])
        yield ("pexpect", version, [args.pexpect, beside("peer_pexpect.py")])
    version = output(["expect", "-v"]).split()[-1]
    script = ["expect", "-f", beside("peer_expect.tcl")]
    yield "Tcl expect", version, script + ["default"]
    yield "Tcl expect keeping all", version, script + [str(16 << 20)]
    for crate in ("expectrl", "rexpect"):
        version = output(["cargo", "pkgid", crate]).rsplit("@", 1)[-1]
        yield crate, version, [args.peer, crate]


def send(listener, text):
    connection, _ = listener.accept()
    with connection:
        try:
            connection.sendall(text)
            # Until the tool leaves: it is not to see the end of the stream.
            while connection.recv(4096):
                pass
        except OSError:
            pass


def measure(command, text, cap):
    """Seconds, or None if the cap was passed."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        sender = threading.Thread(target=send, args=(listener, text), daemon=True)
        sender.start()
        port = str(listener.getsockname()[1])
        try:
            done = subprocess.run(command + [port] + PATTERNS, text=True,
                                  stdout=subprocess.PIPE, timeout=cap + 5,
                                  stdin=subprocess.DEVNULL, check=True)
        except subprocess.TimeoutExpired:
            return None
        finally:
            sender.join(5)
    seconds = float(done.stdout.split()[0])
    return seconds if seconds <= cap else None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--text", required=True)
    parser.add_argument("--peer", required=True)
    parser.add_argument("--pexpect")
    parser.add_argument("--cap", type=float, default=60)
    parser.add_argument("--tools", type=lambda names: names.split(","))
    args = parser.parse_args()
    with open(args.text, "rb") as file:
        text = file.read()
    tail = text[text.rindex(b"\r\nPassword: "):]
    print("tool,version,mib,seconds", flush=True)
    for name, version, command in tools(args):
        if args.tools and name not in args.tools:
            continue
        for size in SIZES:
            part = text[:int(size * (1 << 20)) - len(tail)] + tail
            seconds = measure(command, part, args.cap)
            if seconds is None:
                break
            # What else runs can only slow it down.
            if seconds < 5:
                again = [measure(command, part, args.cap) or seconds
                         for _ in range(REPEATS - 1)]
                seconds = min(again + [seconds])
            print("%s,%s,%g,%.6f" % (name, version, size, seconds), flush=True)


if __name__ == "__main__":
    main()
