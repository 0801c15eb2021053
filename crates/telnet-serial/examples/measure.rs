//! How fast a port is that sends back what it gets: time to open and configure
//! it, octets in a second, each compared with what was sent, and settings of DTR in
//! a second.
//!
//! `cargo run --release -p telnet-serial --example measure -- URL [MIB]`, with
//! `rfc2217://host:port`, or `tcp://host:port` for the same data over a raw
//! stream.
#![expect(clippy::print_stdout, reason = "a program")]

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use telnet_serial::{RemotePort, Setting, Settings};

/// Most octets that are under way: what a pseudo-terminal holds.
const WINDOW: usize = 3072;
const DTR: u32 = 10_000;

fn transfer(port: &mut (impl Read + Write), len: usize) -> io::Result<f64> {
    let piece: Vec<u8> = (0..=255).cycle().take(WINDOW / 3).collect();
    let mut buffer = vec![0; 16 << 10];
    let (mut sent, mut came) = (0, 0);
    let start = Instant::now();
    while came < len {
        if sent < len && sent - came + piece.len() <= WINDOW {
            port.write_all(&piece)?;
            sent += piece.len();
        } else {
            let n = port.read(&mut buffer)?;
            let heard = buffer.get(..n).unwrap_or_default();
            // What was sent counts up.
            let wanted = (0..=255).cycle().skip(came % 256);
            if n == 0 || !heard.iter().copied().eq(wanted.take(n)) {
                let why = format!("what came behind {came} octets is wrong");
                return Err(io::Error::new(io::ErrorKind::InvalidData, why));
            }
            came += n;
        }
    }
    Ok(f64::from(u32::try_from(came).unwrap_or(u32::MAX))
        / start.elapsed().as_secs_f64())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let url = args.next().ok_or("which URL?")?;
    let mib: usize = args.next().map_or(Ok(1), |it| it.parse())?;
    if let Some(address) = url.strip_prefix("tcp://") {
        let mut stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        let speed = transfer(&mut stream, mib << 20)?;
        println!("{:.3} MB/s each way", speed / 1e6);
        return Ok(());
    }
    let start = Instant::now();
    let mut port = RemotePort::open(&url)?;
    port.configure(Settings::eight_n_one(115_200))?;
    println!("open and configure: {:?}", start.elapsed());
    port.set_timeout(Some(Duration::from_secs(10)));
    let speed = transfer(&mut port, mib << 20)?;
    println!("{:.3} MB/s each way", speed / 1e6);
    let start = Instant::now();
    for number in 0..DTR {
        port.set(Setting::Dtr(number % 2 == 0))?;
    }
    let time = start.elapsed();
    println!("{DTR} settings of DTR: {time:?}, quirks {:?}", port.quirks());
    port.close()?;
    Ok(())
}
