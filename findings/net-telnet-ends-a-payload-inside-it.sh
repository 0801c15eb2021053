#!/usr/bin/env bash
# Perl's Net::Telnet 3.05 (Debian's libnet-telnet-perl) looks for the octet SE, 240,
# alone to find the end of a subnegotiation. A payload that has this octet in it, as
# UTF-8 text may, ends there, and what is left of it is text for the caller.
#
# Seen, the payload of GMCP between the letters a and b, and the text, both in hex:
#   78f179: 6162
#   78f079: 617962
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

(
    cd "$work"
    apt-get -q update
    apt-get -q -o APT::Sandbox::User=root download libnet-telnet-perl
) >"$work/apt" 2>&1
dpkg -x "$work"/libnet-telnet-perl_*.deb "$work"
dpkg-deb -f "$work"/libnet-telnet-perl_*.deb Package Version

cat >"$work/client.pl" <<'PERL'
use Net::Telnet;
my $host = Net::Telnet->new(
    Host => '127.0.0.1', Port => $ARGV[0], Timeout => 5, Errmode => 'return');
my $all = '';
while (defined(my $text = $host->get)) { $all .= $text }
print unpack('H*', $all);
PERL
python3 - "$work/usr/share/perl5" "$work/client.pl" >"$work/seen" <<'PYTHON'
import socket
import subprocess
import sys

for payload in (b"x\xf1y", b"x\xf0y"):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(20)
        port = str(listener.getsockname()[1])
        command = ["perl", "-I", sys.argv[1], sys.argv[2], port]
        client = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        peer, _ = listener.accept()
        peer.sendall(b"a\xff\xfa\xc9" + payload + b"\xff\xf0b")
        peer.close()
        print(f"{payload.hex()}: {client.communicate(timeout=20)[0]}")
PYTHON

diff - "$work/seen" <<'SEEN'
78f179: 6162
78f079: 617962
SEEN
echo "as it was: Net::Telnet ends a payload at a 240 inside it"
