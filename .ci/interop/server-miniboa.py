# A server by miniboa: it says each line again.
import sys

from miniboa import TelnetServer

users = []


def come(user):
    user.send("Hello\n> ")
    users.append(user)


server = TelnetServer(
    port=int(sys.argv[1]),
    address="127.0.0.1",
    on_connect=come,
    on_disconnect=users.remove,
    timeout=0.01,
)
while True:
    server.poll()
    for user in users:
        if user.active and user.cmd_ready:
            user.send("said: " + user.get_command() + "\n> ")
