"""A port served by RFC 2217 with `serial.rfc2217.PortManager` of pyserial."""

import socket
import sys
import threading

import serial
import serial.rfc2217


class Line(serial.Serial):
    """A pseudo-terminal, which has no lines of a modem to set or to read."""

    cts = dsr = ri = cd = property(lambda self: False)

    def _update_dtr_state(self):
        pass

    _update_rts_state = _update_break_state = _update_dtr_state


class Sender:
    """Writes to the client, one at a time."""

    def __init__(self, client):
        self.client = client
        self.lock = threading.Lock()

    def write(self, octets):
        with self.lock:
            self.client.sendall(bytes(octets))


def from_port(port, client, manager, state):
    while state["alive"]:
        octets = port.read(port.in_waiting or 1)
        if octets:
            client.write(b"".join(manager.escape(octets)))


def serve(port, client):
    sender, state = Sender(client), {"alive": True}
    manager = serial.rfc2217.PortManager(port, sender)
    reader = threading.Thread(
        target=from_port, args=(port, sender, manager, state), daemon=True
    )
    reader.start()
    try:
        while octets := client.recv(4096):
            port.write(b"".join(manager.filter(octets)))
    except OSError:
        pass
    state["alive"] = False
    reader.join()


def main(line, number):
    listener = socket.create_server(("127.0.0.1", int(number)))
    while True:
        client, _ = listener.accept()
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with Line(line, timeout=0.1) as port, client:
            serve(port, client)


main(*sys.argv[1:])
