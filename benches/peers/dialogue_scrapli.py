# SPDX-License-Identifier: MIT OR Apache-2.0
"""dialogue_scrapli.py ROUTER [WRITER]: what the bench `dialogue` does, by
scrapli. Prints its version, then lines of WORK SECONDS.

ROUTER and WRITER are HOST:PORT of the bench's two hosts. Options are as they
are by default, but for the time that an operation may take. The definition has
the router's prompt, and nothing to do at the start and at the end.
"""

import sys

import dialogue
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


def long(cli):
    result = cli.send_input("show tech-support")
    assert len(result.result) > 8 << 20


def main(router, writer=None):
    dialogue.run(scrapli, lambda: connect(router), show, Cli.close, (20, 200, 3))
    if writer is None:
        return
    cli = connect(writer)
    dialogue.say("long", dialogue.median(1, lambda: long(cli)))


main(*sys.argv[1:])
