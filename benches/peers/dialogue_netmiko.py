# SPDX-License-Identifier: MIT OR Apache-2.0
"""dialogue_netmiko.py ROUTER WRITER: what the bench `dialogue` does, by
netmiko. Prints its version, then lines of WORK SECONDS.

ROUTER and WRITER are HOST:PORT of the bench's two hosts. All is as it is by
default, with a thread for each host.
"""

import sys

import dialogue
import netmiko
from netmiko import BaseConnection, ConnectHandler


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


def main(router, _):
    leave = BaseConnection.disconnect
    dialogue.run(netmiko, lambda: connect(router), show, leave, (5, 20, 1))


main(*sys.argv[1:])
