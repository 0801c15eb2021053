# SPDX-License-Identifier: MIT OR Apache-2.0
"""peer_pexpect.py PORT PATTERN ...: seconds until pexpect has one of the
patterns, and how many octets it took. All is as it is by default."""

import re
import socket
import sys
import time

from pexpect.socket_pexpect import SocketSpawn

patterns = [re.compile(word.encode()) for word in sys.argv[2:]]
child = SocketSpawn(socket.create_connection(("127.0.0.1", int(sys.argv[1]))))
start = time.perf_counter()
child.expect(patterns, timeout=None)
seconds = time.perf_counter() - start
print(seconds, len(child.before) + len(child.after))
