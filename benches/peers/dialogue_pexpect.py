# SPDX-License-Identifier: MIT OR Apache-2.0
"""dialogue_pexpect.py ROUTER WRITER: what the bench `dialogue` does, by
pexpect on a socket. Prints its version, then lines of WORK SECONDS.

ROUTER and WRITER are HOST:PORT of the bench's two hosts. pexpect knows no
Telnet and no router: what is awaited and what turns the pager off is written
out here, as its users do. All else is as it is by default.
"""

import socket
import sys

import dialogue
import pexpect
from pexpect.socket_pexpect import SocketSpawn

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


def main(router, _):
    leave = SocketSpawn.close
    dialogue.run(pexpect, lambda: connect(router), show, leave, (20, 200, 3))


main(*sys.argv[1:])
