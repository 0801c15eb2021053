# A server by prompt_toolkit: it says each line again.
import asyncio
import sys

from prompt_toolkit.contrib.telnet.server import TelnetServer
from prompt_toolkit.shortcuts import PromptSession


async def interact(connection):
    session = PromptSession()
    while True:
        line = await session.prompt_async("> ")
        connection.send("said: " + line + "\n")


server = TelnetServer(interact=interact, host="127.0.0.1", port=int(sys.argv[1]))
asyncio.run(server.run())
