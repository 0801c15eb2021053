# SPDX-License-Identifier: MIT OR Apache-2.0
"""peer_telnetlib.py PORT PATTERN ...: seconds until CPython's telnetlib has one
of the patterns, and how many octets it took."""

import re
import sys
import time
import warnings

warnings.simplefilter("ignore", DeprecationWarning)
import telnetlib

patterns = [re.compile(word.encode()) for word in sys.argv[2:]]
telnet = telnetlib.Telnet("127.0.0.1", int(sys.argv[1]))
start = time.perf_counter()
index, _, text = telnet.expect(patterns)
assert index >= 0
print(time.perf_counter() - start, len(text))
