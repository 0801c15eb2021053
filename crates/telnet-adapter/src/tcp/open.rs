//! A socket for one address.

use std::io;
use std::net::{SocketAddr, TcpStream};

use socket2::{Domain, Protocol, Socket, TcpKeepalive, Type};

use super::{ConnectOptions, KeepAlive};

/// Begins to connect to an address, without waiting: the socket does not block,
/// and is writable once it is connected, or has failed.
///
/// # Errors
/// Those of the system; `Unsupported` if the source is of the other family.
pub fn begin(
    address: &SocketAddr,
    options: &ConnectOptions,
) -> io::Result<TcpStream> {
    let socket = open(address, options)?;
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    socket.set_nonblocking(true)?;
    match socket.connect(&(*address).into()) {
        Err(error) if !is_under_way(&error) => Err(error),
        _connected_or_soon => Ok(socket.into()),
    }
}

/// On these systems a socket need not be told once more not to block.
#[cfg(any(target_os = "linux", target_os = "android"))]
const STREAM: Type = Type::STREAM.nonblocking();
#[cfg(not(any(target_os = "linux", target_os = "android")))]
const STREAM: Type = Type::STREAM;

/// Opens a socket for an address, with all that the options say of it, and all
/// that Telnet asks of it: it needs no [`prepare`](super::socket::prepare).
fn open(address: &SocketAddr, options: &ConnectOptions) -> io::Result<Socket> {
    let domain = Domain::for_address(*address);
    let socket = Socket::new(domain, STREAM, Some(Protocol::TCP))?;
    if options.is_nodelay() {
        socket.set_tcp_nodelay(true)?;
    }
    socket.set_out_of_band_inline(true)?;
    if let Some(keepalive) = options.keepalive_as_set() {
        socket.set_tcp_keepalive(&probes(keepalive))?;
    }
    if let Some(source) = options.source_as_set() {
        if source.is_ipv4() != address.is_ipv4() {
            let why = format!("the source {source} is of the other family");
            return Err(io::Error::new(io::ErrorKind::Unsupported, why));
        }
        socket.bind(&SocketAddr::new(source, 0).into())?;
    }
    Ok(socket)
}

#[cfg(unix)]
fn is_under_way(error: &io::Error) -> bool {
    let code = rustix::io::Errno::INPROGRESS.raw_os_error();
    error.raw_os_error() == Some(code)
}

#[cfg(not(unix))]
fn is_under_way(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::WouldBlock
}

fn probes(keepalive: KeepAlive) -> TcpKeepalive {
    let mut probes = TcpKeepalive::new().with_time(keepalive.idle);
    if let Some(interval) = keepalive.interval {
        probes = probes.with_interval(interval);
    }
    #[cfg(not(windows))]
    if let Some(retries) = keepalive.retries {
        probes = probes.with_retries(retries);
    }
    probes
}
