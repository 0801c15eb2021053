//! What needs async-std itself: connecting by TCP.

use std::io;
use std::time::{Duration, Instant};

use async_io::Async;
use async_std::future::timeout;
use async_std::net::TcpStream;
use async_std::task::spawn_blocking;
use telnet_adapter::tcp::{Attempt, Attempts, begin};

use crate::{Address, ConnectOptions, Deadline, Telnet, ToAddress};

impl Telnet<TcpStream> {
    /// Connects to a host, as `"router.example"`, `"192.0.2.1:2323"` or
    /// `("::1", 23)`; the port is 23 if none is given. All addresses of a name
    /// are tried in order, IPv4 and IPv6, for 30 seconds at most.
    ///
    /// # Errors
    /// `InvalidInput` if it cannot be an address; that of the look-up; or one
    /// that names each address and why it failed, of the last failure's kind.
    pub async fn connect(address: impl ToAddress) -> io::Result<Self> {
        Self::connect_with(address, ConnectOptions::default()).await
    }

    /// Connects to a host with a timeout, a [`Config`](crate::Config), and
    /// what else there is to say.
    ///
    /// # Errors
    /// As [`connect`](Self::connect).
    pub async fn connect_with(
        address: impl ToAddress,
        options: ConnectOptions,
    ) -> io::Result<Self> {
        let deadline = Deadline::from(options.connect_timeout());
        let deadline = deadline.at(Instant::now());
        let stream = open(address.to_address()?, &options, deadline).await?;
        let label = stream.peer_addr()?.to_string();
        let within = options.timeout_as_set();
        let telnet = Self::tcp(stream, options.into_config())?;
        Ok(telnet.map(|it| it.connected(label, within)))
    }
}

/// A socket that is connected to one of the addresses, before the deadline.
pub(crate) async fn open(
    address: Address,
    options: &ConnectOptions,
    deadline: Option<Instant>,
) -> io::Result<TcpStream> {
    let addresses = match address.known() {
        Some(known) => known.to_vec(),
        None => spawn_blocking(move || address.look_up()).await?,
    };
    let mut attempts = Attempts::new(addresses, deadline);
    while let Some(attempt) = attempts.next(Instant::now()) {
        let time = attempt.time.unwrap_or(Duration::MAX);
        let tried = timeout(time, connect_to(&attempt, options))
            .await
            .unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()));
        match tried {
            Ok(stream) => return Ok(stream),
            Err(error) => attempts.failed(&attempt, &error),
        }
    }
    Err(attempts.into_error())
}

async fn connect_to(
    attempt: &Attempt,
    options: &ConnectOptions,
) -> io::Result<TcpStream> {
    let socket = Async::new_nonblocking(begin(&attempt.address, options)?)?;
    socket.writable().await?;
    match socket.get_ref().take_error()? {
        None => Ok(socket.into_inner()?.into()),
        Some(error) => Err(error),
    }
}
