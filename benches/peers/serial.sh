#!/usr/bin/env bash
# telnet-serial, a raw TCP stream and pyserial, through one ser2net that has two lines
# which send back what they get: octets in a second both ways, three times in turn, and
# the time to open and configure a port; then 10,000 settings of DTR at a port of
# telnet-serial, which acknowledges each.
# Usage: benches/peers/serial.sh [MIB], with ser2net, socat and pyserial installed
set -euo pipefail
cd "$(dirname "$0")/../.."
mib=${1:-2}
python=${TELNET_PEERS:-/opt/telnet-stack-peers}/venv/bin/python
build=(cargo build -q --release --locked -p telnet-serial --features server,serialport)
"${build[@]}" --example measure --example serial-server
programs=${CARGO_TARGET_DIR:-target}/release/examples
folder=$(mktemp -d)
started=()
stop() {
    kill "${started[@]}" 2>/dev/null || true
    wait
    rm -rf "$folder"
}
trap stop EXIT

for line in telnet raw; do
    socat "PTY,raw,echo=0,link=$folder/$line" EXEC:/bin/cat &
    started+=("$!")
    until [ -e "$folder/$line" ]; do sleep 0.1; done
done
port=$((20000 + RANDOM % 10000))
cat >"$folder/ser2net.yaml" <<YAML
%YAML 1.1
---
connection: &telnet
  accepter: telnet(rfc2217),tcp,127.0.0.1,$port
  connector: serialdev,$folder/telnet,9600n81,local
connection: &raw
  accepter: tcp,127.0.0.1,$((port + 1))
  connector: serialdev,$folder/raw,9600n81,local
YAML
ser2net -n -d -u -c "$folder/ser2net.yaml" -P "$folder/pid" >/dev/null 2>&1 &
started+=("$!")
"$programs/serial-server" loopback --port "$((port + 2))" >/dev/null &
started+=("$!")
for at in 0 1 2; do
    until [ -n "$(ss -Hltn "sport = :$((port + at))")" ]; do sleep 0.1; done
done

for run in 1 2 3; do
    echo "run $run, telnet-serial: $("$programs/measure" "rfc2217://127.0.0.1:$port" "$mib" | tr '\n' ';')"
    echo "run $run, raw TCP: $("$programs/measure" "tcp://127.0.0.1:$((port + 1))" "$mib")"
    "$python" - "rfc2217://127.0.0.1:$port?ign_set_control" <<'PYTHON'
import sys, time
import serial
start = time.monotonic()
port = serial.serial_for_url(sys.argv[1], baudrate=115200)
print(f"pyserial: open and configure: {(time.monotonic() - start) * 1e3:.1f}ms")
port.close()
PYTHON
done
echo "a port of telnet-serial: $("$programs/measure" "rfc2217://127.0.0.1:$((port + 2))" "$mib" | tr '\n' ';')"
