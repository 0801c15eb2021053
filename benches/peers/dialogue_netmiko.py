# SPDX-License-Identifier: MIT OR Apache-2.0
"""dialogue_netmiko.py ROUTER WRITER: what the bench `dialogue` does, by
netmiko. Prints its version, then lines of WORK SECONDS.

ROUTER and WRITER are HOST:PORT of the bench's two hosts. All is as it is by
default, with a thread for each host.
"""

import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import netmiko
from netmiko import ConnectHandler

HOSTS, TIMES = 50, 20


def connect(addr):
    host, port = addr.rsplit(":", 1)
    return ConnectHandler(
        device_type="cisco_ios_telnet",
        host=host,
        port=int(port),
        username="admin",
        password="let me in",
    )


def show(cli):
    result = cli.send_command("show version")
    assert result.lstrip().startswith("Demo Router"), result


def median(times, work):
    all = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        all.append(time.perf_counter() - start)
    return statistics.median(all)


def one(addr):
    cli = connect(addr)
    for _ in range(TIMES):
        show(cli)
    cli.disconnect()


def fleet(addr):
    with ThreadPoolExecutor(HOSTS) as pool:
        list(pool.map(one, [addr] * HOSTS))


def main(router, _):
    print("netmiko", netmiko.__version__, flush=True)
    clis = []
    print("login", median(5, lambda: clis.append(connect(router))), flush=True)
    cli = clis[0]
    print("command", median(20, lambda: show(cli)), flush=True)
    for cli in clis:
        cli.disconnect()
    print("fleet", median(1, lambda: fleet(router)), flush=True)


main(*sys.argv[1:])
