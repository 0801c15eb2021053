"""The client of the `mccp` bench, by telnetlib3.

Usage: mccp_telnetlib3.py HOST PORT OCTETS

Reads so many octets of text, which come compressed by MCCP2, and prints its name,
its version, and the seconds of the processor that it took.
"""

import asyncio
import importlib.metadata
import sys
import time

import telnetlib3


async def main(host, port, octets):
    start, seen = time.process_time(), 0
    reader, writer = await telnetlib3.open_connection(
        host,
        port,
        connect_minwait=0,
        connect_maxwait=0.01,
        encoding=False,
        compression=True,
    )
    while more := await reader.read(65536):
        seen += len(more)
    if seen != octets:
        sys.exit(f"{seen} octets of text, not {octets}")
    took = time.process_time() - start
    print("telnetlib3", importlib.metadata.version("telnetlib3"), f"{took:.3f}")
    writer.close()


asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
