"""What pyserial's client does with a port that sends back what it gets, and has
DTR on DSR and CD, and RTS on CTS.  Usage: serial-client.py URL"""

import hashlib
import sys
import time

import serial

port = serial.serial_for_url(sys.argv[1], baudrate=115200, timeout=5)
for rate in (300, 9600, 19200, 115200):
    port.baudrate = rate
for bits in (5, 6, 7, 8):
    port.bytesize = bits
for parity in "OEMSN":
    port.parity = parity
for bits in (1.5, 2, 1):
    port.stopbits = bits
for flow in ("rtscts", "xonxoff"):
    setattr(port, flow, True)
    setattr(port, flow, False)
for on in (True, False):
    port.dtr = port.rts = on
    end = time.monotonic() + 5
    while (port.cts, port.dsr, port.ri, port.cd) != (on, on, False, on):
        assert time.monotonic() < end, "the lines do not follow"
        time.sleep(0.01)
port.send_break(0.05)
port.reset_input_buffer()
port.reset_output_buffer()
octets = bytes(range(256)) * 4096
back = bytearray()
sent = 0
while len(back) < len(octets):
    if sent < len(octets) and sent - len(back) < 16384:
        port.write(octets[sent : sent + 4096])
        sent += 4096
    else:
        piece = port.read(port.in_waiting or 1)
        assert piece, "nothing comes back"
        back += piece
assert hashlib.sha256(back).digest() == hashlib.sha256(octets).digest()
port.close()
print("all as it should be")
