# SPDX-License-Identifier: MIT OR Apache-2.0
"""dialogue_pexpect.py ROUTER WRITER: what the bench `dialogue` does, by
pexpect on a socket. Prints its version, then lines of WORK SECONDS.

ROUTER and WRITER are HOST:PORT of the bench's two hosts. pexpect knows no
Telnet and no router: what is awaited and what turns the pager off is written
out here, as its users do. All else is as it is by default.
"""

import socket
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pexpect
from pexpect.socket_pexpect import SocketSpawn

HOSTS, TIMES = 50, 20
PROMPT = rb"router1[>#] ?"


def connect(addr):
    host, port = addr.rsplit(":", 1)
    child = SocketSpawn(socket.create_connection((host, int(port))), timeout=60)
    child.expect(b"Username: ")
    child.send(b"admin\r\n")
    child.expect(b"Password: ")
    child.send(b"let me in\r\n")
    child.expect(PROMPT)
    child.send(b"terminal length 0\r\n")
    child.expect(PROMPT)
    return child


def show(child):
    child.send(b"show version\r\n")
    child.expect(PROMPT)
    assert b"Demo Router" in child.before, child.before


def median(times, work):
    all = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        all.append(time.perf_counter() - start)
    return statistics.median(all)


def one(addr):
    child = connect(addr)
    for _ in range(TIMES):
        show(child)
    child.close()


def fleet(addr):
    with ThreadPoolExecutor(HOSTS) as pool:
        list(pool.map(one, [addr] * HOSTS))


def main(router, _):
    print("pexpect", pexpect.__version__, flush=True)
    children = []
    print("login", median(5, lambda: children.append(connect(router))), flush=True)
    child = children[0]
    print("command", median(50, lambda: show(child)), flush=True)
    for child in children:
        child.close()
    print("fleet", median(1, lambda: fleet(router)), flush=True)


main(*sys.argv[1:])
