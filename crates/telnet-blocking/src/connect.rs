//! Connecting by TCP.

use std::io;
use std::net::{TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

use telnet_adapter::tcp::Attempts;

use crate::{ConnectOptions, Deadline, Telnet};

impl Telnet<TcpStream> {
    /// Connects to a host and port, as `("router.example", 23)`, IPv4 or
    /// IPv6. All addresses of the name are tried in order.
    ///
    /// # Errors
    /// That of the look-up, or one that names each address and why it
    /// failed, of the last failure's kind.
    pub fn connect(addr: impl ToSocketAddrs) -> io::Result<Self> {
        Self::connect_with(addr, ConnectOptions::default())
    }

    /// The same with a timeout and a [`Config`](crate::Config).
    ///
    /// ```no_run
    /// use std::time::Duration;
    /// use telnet_blocking::{ConnectOptions, Telnet};
    /// let mut options = ConnectOptions::default();
    /// options.timeout = Some(Duration::from_secs(5));
    /// options.config.set_terminal_types(["vt100"]).unwrap();
    /// let tn = Telnet::connect_with(("::1", 23), options)?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`connect`](Self::connect).
    pub fn connect_with(
        addr: impl ToSocketAddrs,
        options: ConnectOptions,
    ) -> io::Result<Self> {
        let stream = connect_tcp(addr, options.timeout)?;
        let label = stream.peer_addr()?.to_string();
        let mut telnet = Self::new(stream, options.config)?;
        telnet.label = label;
        Ok(telnet)
    }
}

/// Tries one address after the other.
fn connect_tcp(
    addr: impl ToSocketAddrs,
    timeout: Option<Duration>,
) -> io::Result<TcpStream> {
    let deadline = Deadline::from(timeout).at(Instant::now());
    let mut attempts = Attempts::new(addr.to_socket_addrs()?, deadline);
    while let Some(attempt) = attempts.next(Instant::now()) {
        let tried = match attempt.time {
            None => TcpStream::connect(attempt.address),
            Some(time) => TcpStream::connect_timeout(&attempt.address, time),
        };
        match tried {
            Ok(stream) => return Ok(stream),
            Err(error) => attempts.failed(&attempt, &error),
        }
    }
    Err(attempts.into_error())
}
