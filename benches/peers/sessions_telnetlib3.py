"""The clients of the `sessions` bench, by telnetlib3.

Usage: sessions_telnetlib3.py HOST PORT COUNT

COUNT clients log in to the demo host, 100 at a time; then all run three
commands, and leave. Prints a line of the bench's table.
"""

import asyncio
import sys
import time

import telnetlib3

WAVE = 100
PROMPT = "guest@demo:~$ "
COMMANDS = ["ls", "echo one two three", "tty"]


def resident():
    for line in open("/proc/self/status"):
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024


async def until(reader, text):
    seen = ""
    while not seen.endswith(text):
        more = await reader.read(4096)
        if not more:
            raise EOFError(seen)
        seen += more


async def log_in(host, port, gate):
    async with gate:
        # Without the pause for negotiation that it makes by default.
        reader, writer = await telnetlib3.open_connection(
            host, port, connect_minwait=0, connect_maxwait=0.01, encoding="latin-1"
        )
        await until(reader, "login: ")
        writer.write("guest\r\n")
        await until(reader, "Password: ")
        writer.write("open sesame\r\n")
        await until(reader, PROMPT)
        return reader, writer


async def command(client, times):
    reader, writer = client
    for line in COMMANDS:
        start = time.perf_counter()
        writer.write(line + "\r\n")
        await until(reader, PROMPT)
        times.append(time.perf_counter() - start)
    writer.write("exit\r\n")
    while await reader.read(4096):
        pass
    writer.close()


async def main(host, port, count):
    gate = asyncio.Semaphore(WAVE)
    before, start = resident(), time.perf_counter()
    clients = await asyncio.gather(*(log_in(host, port, gate) for _ in range(count)))
    login, idle = time.perf_counter() - start, (resident() - before) // count
    times, start = [], time.perf_counter()
    await asyncio.gather(*(command(client, times) for client in clients))
    work = time.perf_counter() - start
    times.sort()
    p50, p99 = (times[len(times) * share // 100] * 1000 for share in (50, 99))
    print(
        f"| telnetlib3 {telnetlib3.__version__ if hasattr(telnetlib3, '__version__') else ''} "
        f"| {count} | {login:.2f} | {work:.2f} | {count / (login + work):.0f} "
        f"| {p50:.1f} | {p99:.1f} | {time.process_time():.2f} | {idle} |"
    )


asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
