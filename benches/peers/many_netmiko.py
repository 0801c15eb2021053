# SPDX-License-Identifier: MIT OR Apache-2.0
"""many_netmiko.py ROUTER HOSTS JOBS: logs in so many times and runs a command,
so many at a time, by netmiko as it is by default. Prints its version and the
seconds.
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor

import netmiko
from netmiko import ConnectHandler


def visit(addr):
    host, port = addr.rsplit(":", 1)
    cli = ConnectHandler(
        device_type="cisco_ios_telnet",
        host=host,
        port=int(port),
        username="admin",
        password="let me in",
    )
    result = cli.send_command("show version")
    assert result.lstrip().startswith("Demo Router"), result
    cli.disconnect()


def main(router, hosts, jobs):
    start = time.perf_counter()
    with ThreadPoolExecutor(int(jobs)) as pool:
        list(pool.map(visit, [router] * int(hosts)))
    print("netmiko", netmiko.__version__, time.perf_counter() - start)


main(*sys.argv[1:])
