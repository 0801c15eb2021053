# SPDX-License-Identifier: MIT OR Apache-2.0
"""What the bench `dialogue` has each peer do: a peer says how, and this prints
its version, then lines of WORK SECONDS."""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor

HOSTS, TIMES = 50, 20


def median(times, work):
    all = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        all.append(time.perf_counter() - start)
    return statistics.median(all)


def say(work, seconds):
    print(work, seconds, flush=True)


def run(peer, connect, show, leave, times):
    """`connect` logs in and gives a connection, which `show` runs a command on,
    and `leave` closes. `times` is how often: logins, commands, fleets."""
    logins, commands, fleets = times

    def one(_):
        it = connect()
        for _ in range(TIMES):
            show(it)
        leave(it)

    def fleet():
        with ThreadPoolExecutor(HOSTS) as pool:
            list(pool.map(one, range(HOSTS)))

    say(peer.__name__, peer.__version__)
    all = []
    say("login", median(logins, lambda: all.append(connect())))
    say("command", median(commands, lambda: show(all[0])))
    for it in all:
        leave(it)
    say("fleet", median(fleets, fleet))
