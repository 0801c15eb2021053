//! Connecting by TCP.

use std::io;
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;
use std::time::Instant;

use crate::{Config, Telnet};

/// How to connect: see [`Telnet::connect_with`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ConnectOptions {
    /// How long to try, all addresses together; each gets an equal share of
    /// what is left. Default 30 s. `None` leaves it to the system. Looking up
    /// the name is not bounded by it.
    pub timeout: Option<Duration>,
    /// How the connection behaves.
    pub config: Config,
}

impl Default for ConnectOptions {
    fn default() -> Self {
        Self {
            timeout: Some(Duration::from_secs(30)),
            config: Config::default(),
        }
    }
}

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

    /// The same with a timeout and a [`Config`].
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
        telnet.set_label(&label);
        Ok(telnet)
    }
}

fn connect_tcp(
    addr: impl ToSocketAddrs,
    timeout: Option<Duration>,
) -> io::Result<TcpStream> {
    let deadline = timeout.and_then(|time| Instant::now().checked_add(time));
    let mut addresses = addr.to_socket_addrs()?.collect::<Vec<_>>();
    addresses.dedup();
    let mut left = addresses.len();
    let mut failures = String::new();
    let mut kind = io::ErrorKind::NotFound;
    for address in addresses {
        let tried = match deadline {
            None => TcpStream::connect(address),
            Some(deadline) => {
                let rest = deadline.saturating_duration_since(Instant::now());
                let share = rest / u32::try_from(left).unwrap_or(u32::MAX);
                let share = share.max(Duration::from_millis(1));
                TcpStream::connect_timeout(&address, share)
            }
        };
        left -= 1;
        match tried {
            Ok(stream) => return Ok(stream),
            Err(error) => {
                kind = error.kind();
                failures.push_str(&format!("; {address}: {error}"));
            }
        }
    }
    let why = match failures.strip_prefix("; ") {
        Some(failures) => format!("cannot connect to {failures}"),
        None => "cannot connect: the name has no address".to_owned(),
    };
    Err(io::Error::new(kind, why))
}
