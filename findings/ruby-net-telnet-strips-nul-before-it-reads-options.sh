#!/usr/bin/env bash
# Ruby's net-telnet 0.2.0 (Debian's ruby-net-telnet) removes each NUL from what it
# received, and looks for negotiations after that. The code of BINARY is NUL: of
# IAC DO BINARY, IAC WILL BINARY there is left IAC DO IAC WILL, which it answers
# as DO 255 (EXOPL). BINARY gets no answer, and a stray octet is in the text.
# An option that its list does not have, as COM-PORT (44) or GMCP (201), gets no
# answer either, and the whole negotiation is text.
#
# Seen, what the server sent, what it got, and the text the caller got:
#   fffd00fffb00: fffcff, 'fb'
#   fffb2c: , 'fffb2c'
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

(
    cd "$work"
    apt-get -q update
    command -v ruby || apt-get -q -y --no-install-recommends install ruby
    apt-get -q -o APT::Sandbox::User=root download ruby-net-telnet
) >"$work/apt" 2>&1
dpkg -x "$work"/ruby-net-telnet_*.deb "$work"
dpkg-deb -f "$work"/ruby-net-telnet_*.deb Package Version

cat >"$work/client.rb" <<'RUBY'
require 'net/telnet'
host = Net::Telnet::new('Host' => '127.0.0.1', 'Port' => ARGV[0].to_i)
text = ''.b
begin
  host.waitfor('Match' => /never/, 'Timeout' => 1) { |it| text << it.b if it }
rescue StandardError
  nil
end
puts text.delete('.').unpack1('H*')
RUBY
library=$(find "$work/usr" -type d -path '*/net' -printf '%h\n' | head -n 1)

python3 - "$library" "$work/client.rb" >"$work/seen" <<'PYTHON'
import socket
import subprocess
import sys

for negotiation in ("fffd00fffb00", "fffb2c"):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(20)
        port = str(listener.getsockname()[1])
        command = ["ruby", "-I", sys.argv[1], sys.argv[2], port]
        client = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        peer, _ = listener.accept()
        peer.sendall(b"." + bytes.fromhex(negotiation) + b".")
        text = client.communicate(timeout=20)[0].strip()
        peer.settimeout(1)
        try:
            answer = peer.recv(100)
        except TimeoutError:
            answer = b""
        print(f"{negotiation}: {answer.hex()}, '{text}'")
PYTHON

diff - "$work/seen" <<'SEEN'
fffd00fffb00: fffcff, 'fb'
fffb2c: , 'fffb2c'
SEEN
echo "as it was: Ruby's net-telnet strips NUL before it reads options"
