//! A proxy for one connection: SOCKS5 with user and password, and HTTP CONNECT.
//!
//! It is as awkward as it may be: its last answer and the first words of the
//! host leave in one write, so that a client which reads too far loses some.

use std::io::{self, BufRead as _, BufReader, Read, Write as _};
use std::net::{Shutdown, TcpStream};
use std::thread;

use crate::peer::{PATIENCE, Peer};

/// The user that the proxy knows.
pub const USER: &str = "me";
/// The user's password.
pub const PASSWORD: &str = "s:cret";

/// `Basic` and what [`USER`] and [`PASSWORD`] are to it.
const BASIC: &str = "Basic bWU6czpjcmV0";

/// What the proxy saw: whom it connected to, as it was named.
pub type Seen = io::Result<String>;

/// Starts a proxy.
pub type Start = fn() -> Peer<Seen>;

/// Both kinds, by the schemes of their URLs.
pub const BOTH: [(&str, Start); 2] = [("socks5", socks5), ("http", http)];

/// What a proxy of a kind says, given a password, to who wants a host that
/// refuses connections.
pub const REFUSALS: [(&str, Start, &str, io::ErrorKind); 4] = [
    ("socks5", socks5, "wrong", io::ErrorKind::PermissionDenied),
    ("http", http, "wrong", io::ErrorKind::PermissionDenied),
    ("socks5", socks5, PASSWORD, io::ErrorKind::ConnectionRefused),
    ("http", http, PASSWORD, io::ErrorKind::HostUnreachable),
];

/// A host that asks for an option and for a login at once; what it hears.
///
/// # Panics
/// If the connection breaks.
#[must_use]
pub fn host() -> Peer<Vec<u8>> {
    Peer::new(|mut stream| {
        stream.write_all(b"\xFF\xFD\x18login: ").expect("a client");
        let mut said = Vec::new();
        stream.read_to_end(&mut said).expect("the end of the stream");
        said
    })
}

/// Starts a SOCKS5 proxy that wants [`USER`] and [`PASSWORD`].
#[must_use]
pub fn socks5() -> Peer<Seen> {
    Peer::new(|mut stream| {
        let methods = counted(&mut stream, 5)?;
        if !methods.contains(&2) {
            stream.write_all(&[5, 255])?;
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        stream.write_all(&[5, 2])?;
        let user = counted(&mut stream, 1)?;
        let [len] = read(&mut stream)?;
        let password = some(&mut stream, len)?;
        let is_known =
            user == USER.as_bytes() && password == PASSWORD.as_bytes();
        stream.write_all(&[1, u8::from(!is_known)])?;
        if !is_known {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        let [5, 1, 0, kind] = read(&mut stream)? else {
            return Err(io::ErrorKind::InvalidData.into());
        };
        let host = if kind == 3 {
            let [len] = read(&mut stream)?;
            let name = some(&mut stream, len)?;
            String::from_utf8_lossy(&name).into_owned()
        } else {
            let [a, b, c, d] = read(&mut stream)?;
            format!("{a}.{b}.{c}.{d}")
        };
        let port = u16::from_be_bytes(read(&mut stream)?);
        let to = format!("{host}:{port}");
        let Ok(host) = TcpStream::connect(&to) else {
            stream.write_all(&[5, 5, 0, 1, 0, 0, 0, 0, 0, 0])?;
            return Ok(to);
        };
        relay(&[5, 0, 0, 3, 1, b'x', 0, 0], stream, host)?;
        Ok(to)
    })
}

/// Starts an HTTP proxy that wants [`USER`] and [`PASSWORD`].
#[must_use]
pub fn http() -> Peer<Seen> {
    Peer::new(|mut stream| {
        let mut to = String::new();
        let mut is_known = false;
        let mut lines = BufReader::new(stream.try_clone()?);
        loop {
            let mut line = String::new();
            lines.read_line(&mut line)?;
            let line = line.trim_end();
            if let Some(rest) = line.strip_prefix("CONNECT ") {
                to = rest.trim_end_matches(" HTTP/1.1").to_owned();
            } else if let Some(it) = line.strip_prefix("Proxy-Authorization: ")
            {
                is_known = it == BASIC;
            } else if line.is_empty() {
                break;
            }
        }
        if !is_known {
            stream.write_all(b"HTTP/1.1 407 Who\x1B are you\r\n\r\n")?;
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        let Ok(host) = TcpStream::connect(&to) else {
            stream.write_all(b"HTTP/1.0 503 Refused\r\nX: y\r\n\r\n")?;
            return Ok(to);
        };
        relay(b"HTTP/1.1 200 OK\r\nVia: test\r\n\r\n", stream, host)?;
        Ok(to)
    })
}

/// Sends the answer together with what the host says first, then all else, both
/// ways.
fn relay(
    answer: &[u8],
    mut client: TcpStream,
    mut host: TcpStream,
) -> io::Result<()> {
    host.set_read_timeout(Some(PATIENCE))?;
    let mut first = [0; 64];
    let n = host.read(&mut first)?;
    client.write_all(&[answer, &first[..n]].concat())?;
    let (mut from, mut to) = (client.try_clone()?, host.try_clone()?);
    let there = thread::spawn(move || {
        let copied = io::copy(&mut from, &mut to);
        to.shutdown(Shutdown::Write).and(copied)
    });
    io::copy(&mut host, &mut client)?;
    client.shutdown(Shutdown::Write)?;
    // The client may have reset it.
    let _end = there.join();
    Ok(())
}

fn read<const N: usize>(stream: &mut TcpStream) -> io::Result<[u8; N]> {
    let mut octets = [0; N];
    stream.read_exact(&mut octets)?;
    Ok(octets)
}

fn some(stream: &mut TcpStream, len: u8) -> io::Result<Vec<u8>> {
    let mut octets = vec![0; len.into()];
    stream.read_exact(&mut octets)?;
    Ok(octets)
}

/// A version, a length, and so many octets.
fn counted(stream: &mut TcpStream, version: u8) -> io::Result<Vec<u8>> {
    let [is, len] = read(stream)?;
    if is != version {
        return Err(io::ErrorKind::InvalidData.into());
    }
    some(stream, len)
}
