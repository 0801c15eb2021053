# A server by twisted's conch: it says each line again.
import sys

from twisted.conch.telnet import StatefulTelnetProtocol, TelnetTransport
from twisted.internet import protocol, reactor


class Server(StatefulTelnetProtocol):
    state = "Line"

    def connectionMade(self):
        self.transport.write(b"Hello\n> ")

    def telnet_Line(self, line):
        if line == b"quit":
            self.transport.loseConnection()
        else:
            self.transport.write(b"said: " + line + b"\n> ")
        return "Line"


factory = protocol.ServerFactory()
factory.protocol = lambda: TelnetTransport(Server)
reactor.listenTCP(int(sys.argv[1]), factory, interface="127.0.0.1")
reactor.run()
