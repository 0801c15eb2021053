#!/usr/bin/env bash
# The client of Python's telnetlib3 5.0.1 skips the option 255 (EXTENDED-OPTIONS-LIST,
# RFC 861) of a negotiation and takes the next octet for the option. It refuses
# that one, which nobody has offered; the offer has no answer, and the octet is
# missing in the text.
#
# Seen, sent: WILL 255, then "b":
#   answer: fffe62
#   text: ac
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q telnetlib3==5.0.1

"$work/venv/bin/python" - >"$work/seen" <<'PYTHON'
import asyncio

import telnetlib3

answers = []


async def serve(reader, writer):
    writer.write(b"a\xff\xfb\xffbc")
    answers.append(await asyncio.wait_for(reader.read(100), 5))
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    reader, _ = await telnetlib3.open_connection("127.0.0.1", port, encoding=False)
    text = await asyncio.wait_for(reader.read(), 10)
    print("answer:", answers[0].hex())
    print("text:", text.decode())


asyncio.run(main())
PYTHON

diff - "$work/seen" <<'SEEN'
answer: fffe62
text: ac
SEEN
echo "as it was: telnetlib3 5.0.1 answers for the octet behind option 255"
