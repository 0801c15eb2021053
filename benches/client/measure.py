#!/usr/bin/env python3
"""How fast `telnet-rs` takes text to a file, beside nc, and how fast it starts,
beside GNU's telnet: both alternately, in one run.

    cargo build --release -p telnet-cli
    python3 benches/client/measure.py target/release/telnet-rs [MIB] [TIMES]

Needs nc and inetutils-telnet. Prints medians and their ratios."""
import os
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

PROGRAM = sys.argv[1]
MIB = int(sys.argv[2]) if len(sys.argv) > 2 else 256
TIMES = int(sys.argv[3]) if len(sys.argv) > 3 else 5
STARTS = 200
LINE = b"".join(b"%07d a line of text as a log has it, not too long\r\n" % it
                for it in range(20000))
TEXT = LINE[:(1 << 20) - 2] + b"\r\n"


def serve(listener, mib):
    """Sends so much to whoever comes, and closes."""
    while True:
        try:
            conn, _ = listener.accept()
        except OSError:
            return
        with conn:
            try:
                for _ in range(mib):
                    conn.sendall(TEXT)
                conn.shutdown(socket.SHUT_WR)
                while conn.recv(4096):
                    pass
            except OSError:
                pass


def listen(mib):
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=serve, args=(listener, mib), daemon=True).start()
    return str(listener.getsockname()[1])


def run(command, out):
    """Seconds in all, and seconds at work."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(command, stdin=subprocess.DEVNULL, stdout=out,
                   stderr=subprocess.DEVNULL, check=False)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    work = (after.ru_utime + after.ru_stime
            - before.ru_utime - before.ru_stime)
    return wall, work


def main():
    port = listen(MIB)
    host = ["127.0.0.1", port]
    moves = {"nc": ["nc", "-N"] + host, "telnet-rs": [PROGRAM] + host,
             "telnet-rs --keep-newlines": [PROGRAM, "--keep-newlines"] + host}
    rates = {name: [] for name in moves}
    works = {name: [] for name in moves}
    for _ in range(TIMES):
        for name, command in moves.items():
            with tempfile.TemporaryFile() as out:
                wall, work = run(command, out)
                size = out.seek(0, os.SEEK_END)
            lines = MIB * TEXT.count(b"\n")
            whole = MIB << 20
            assert size in (whole, whole - lines), (name, size)
            rates[name].append(MIB / wall)
            works[name].append(work)
    nc = statistics.median(rates["nc"])
    for name, all_rates in rates.items():
        rate = statistics.median(all_rates)
        work = statistics.median(works[name])
        print(f"{name:26} {rate:7.0f} MiB/s  {rate / nc:5.2f} of nc  "
              f"{work:5.2f} s at work")

    port = listen(0)
    starts = {"inetutils-telnet": ["inetutils-telnet", "127.0.0.1", port],
              "telnet-rs": [PROGRAM, "127.0.0.1", port]}
    times = {name: [] for name in starts}
    for _ in range(STARTS):
        for name, command in starts.items():
            times[name].append(run(command, subprocess.DEVNULL)[0] * 1e3)
    gnu = statistics.median(times["inetutils-telnet"])
    for name, all_times in times.items():
        middle = statistics.median(all_times)
        print(f"{name:26} starts and ends in {middle:5.2f} ms  "
              f"{middle / gnu:5.2f} of GNU's")


main()
