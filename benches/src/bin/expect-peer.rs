//! A peer of the picture: connects, waits for a pattern, prints how many
//! seconds that took: `expect-peer expectrl|rexpect PORT PATTERN ...`.
//!
//! `peers/measure.py` starts it.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Instant;

use expectrl::process::NonBlocking;
use telnet_benches::expect::{expectrl_until, rexpect_until};

fn main() -> io::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [tool, port, patterns @ ..] = &words[..] else {
        return Err(io::Error::other("expect-peer TOOL PORT PATTERN ..."));
    };
    let port: u16 = port.parse().map_err(io::Error::other)?;
    let patterns: Vec<&str> = patterns.iter().map(String::as_str).collect();
    let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    let start = Instant::now();
    let octets = match tool.as_str() {
        "expectrl" => expectrl_until(Tcp(stream), &patterns)?,
        "rexpect" => rexpect_until(stream, &patterns)?,
        _ => return Err(io::Error::other("expectrl or rexpect?")),
    };
    println!("{} {octets}", start.elapsed().as_secs_f64());
    Ok(())
}

/// A socket as expectrl wants it.
struct Tcp(TcpStream);

impl Read for Tcp {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Write for Tcp {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.0.write(octets)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl NonBlocking for Tcp {
    fn set_blocking(&mut self, on: bool) -> io::Result<()> {
        self.0.set_nonblocking(!on)
    }
}
