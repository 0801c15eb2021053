//! One program for a port of this machine and for one of another machine: only
//! the argument differs.
//!
//! `cargo run -p telnet-serial --features serialport --example dialogue -- PORT`
//!
//! PORT is `/dev/ttyUSB0`, `COM3` or `rfc2217://host:2217`. It sends a line, and
//! shows what comes back within a second.
#![expect(clippy::print_stdout, reason = "a program")]

use std::io::ErrorKind;
use std::time::Duration;

use serialport::{ClearBuffer, Parity, SerialPort, StopBits};

/// All that it does; it knows of no network.
fn dialogue(port: &mut dyn SerialPort) -> std::io::Result<Vec<u8>> {
    port.set_baud_rate(115_200)?;
    port.set_parity(Parity::None)?;
    port.set_stop_bits(StopBits::One)?;
    port.clear(ClearBuffer::All)?;
    port.write_all(b"AT\r\0\xFF\r\n")?;
    port.flush()?;
    let mut heard = Vec::new();
    let mut buffer = [0; 256];
    while !heard.ends_with(b"\n") {
        match port.read(&mut buffer) {
            Ok(0) => break,
            Ok(n) => heard.extend_from_slice(buffer.get(..n).unwrap_or(&[])),
            Err(error) if error.kind() == ErrorKind::TimedOut => break,
            Err(error) => return Err(error),
        }
    }
    Ok(heard)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let name = std::env::args().nth(1).ok_or("which port?")?;
    let second = Duration::from_secs(1);
    let mut port = telnet_serial::open(&name, 9600, second)?;
    let heard = dialogue(port.as_mut())?;
    println!("{} octets: {}", heard.len(), heard.escape_ascii());
    Ok(())
}
