# SPDX-License-Identifier: MIT OR Apache-2.0
"""dialogue_scrapli.py ROUTER WRITER: what the bench `dialogue` does, by
scrapli. Prints its version, then lines of WORK SECONDS.

ROUTER and WRITER are HOST:PORT of the bench's two hosts. Options are as they
are by default, but for the time that an operation may take. The definition has
the router's prompt, and nothing to do at the start and at the end.
"""

import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import scrapli
from scrapli import AuthOptions, Cli, SessionOptions, TransportTelnetOptions
from scrapli.cli import LoadedDefinition

DEFINITION = """---
prompt_pattern: '^router1[>#]\\s?+$'
default_mode: 'exec'
modes:
  - name: 'exec'
    prompt_pattern: '^router1>\\s?+$'
failure_indicators:
  - '% Invalid input detected'
"""
HOSTS, TIMES = 50, 20


def connect(addr):
    host, port = addr.rsplit(":", 1)
    cli = Cli(
        host,
        port=int(port),
        definition_file_or_name=LoadedDefinition("router", DEFINITION),
        auth_options=AuthOptions(username="admin", password="let me in"),
        session_options=SessionOptions(operation_timeout_s=300),
        transport_options=TransportTelnetOptions(),
    )
    cli.open()
    return cli


def show(cli):
    result = cli.send_input("show version")
    assert result.result.lstrip().startswith("Demo Router"), result.result


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
    cli.close()


def fleet(addr):
    with ThreadPoolExecutor(HOSTS) as pool:
        list(pool.map(one, [addr] * HOSTS))


def long(cli):
    result = cli.send_input("show tech-support")
    assert len(result.result) > 8 << 20


def main(router, writer):
    print("scrapli", scrapli.__version__, flush=True)
    clis = []
    print("login", median(20, lambda: clis.append(connect(router))), flush=True)
    cli = clis[0]
    print("command", median(200, lambda: show(cli)), flush=True)
    for cli in clis:
        cli.close()
    print("fleet", median(3, lambda: fleet(router)), flush=True)
    cli = connect(writer)
    print("long", median(1, lambda: long(cli)), flush=True)


main(*sys.argv[1:])
