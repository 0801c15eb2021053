//! Watches a log that comes over TCP, for as long as it comes:
//! `cargo run -p stream-expect --example tcp_log -- HOST:PORT`, or with `--demo`
//! for a log of its own.
//!
//! Lines that matter are printed; the others are thrown away, so that memory
//! stays what it is, however long the log.
#![expect(clippy::print_stdout, reason = "it shows what it found")]

use std::error::Error;
use std::io::{ErrorKind, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::thread;

use stream_expect::{PatternSet, Reader};

fn main() -> Result<(), Box<dyn Error>> {
    let log = match std::env::args().nth(1).as_deref() {
        Some("--demo") => demo()?,
        Some(address) => TcpStream::connect(address)?,
        None => return Err("tell me HOST:PORT, or --demo".into()),
    };
    let set = PatternSet::new([
        r"(?mR)^ERROR (?<what>.+?)$",
        r"(?mR)login of (\S+) failed (\d+) times$",
    ])?;
    let mut log = Reader::new(log);
    loop {
        let found = match log.expect(&set) {
            Ok(found) => found,
            // Nothing for a long time: keep what a match may begin with.
            Err(error) if error.kind() == ErrorKind::QuotaExceeded => {
                drop(log.buffer_mut().take_settled());
                continue;
            }
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        };
        let text = |group: Option<&[u8]>| {
            String::from_utf8_lossy(group.unwrap_or_default()).into_owned()
        };
        match found.index() {
            0 => println!("error: {}", text(found.name("what"))),
            _ => println!(
                "{} tries for {}",
                text(found.group(2)),
                text(found.group(1))
            ),
        }
    }
}

/// A log on the loopback device: 100,000 lines.
fn demo() -> Result<TcpStream, Box<dyn Error>> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = listener.local_addr()?;
    thread::spawn(move || -> std::io::Result<()> {
        let (mut socket, _) = listener.accept()?;
        for n in 0..100_000 {
            let line = match n {
                40_000 => "ERROR disk 2 is gone",
                70_000 => "login of root failed 12 times",
                _ => "all is well",
            };
            socket.write_all(format!("{line}\r\n").as_bytes())?;
        }
        Ok(())
    });
    Ok(TcpStream::connect(address)?)
}
