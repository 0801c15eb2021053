//! Connecting by TCP.

use std::io;
use std::time::{Duration, Instant};

use telnet_adapter::tcp::{Attempt, Attempts, begin};
use tokio::net::TcpStream;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::{Address, ConnectOptions, Deadline, Telnet, ToAddress, span};

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
        let address = address.to_address()?;
        span::connect(&address, Self::connect_to(&address, options)).await
    }

    async fn connect_to(
        address: &Address,
        options: ConnectOptions,
    ) -> io::Result<Self> {
        let deadline = Deadline::from(options.connect_timeout()).at(now());
        let stream = open(address, &options, deadline).await?;
        let label = stream.peer_addr()?.to_string();
        let within = options.timeout_as_set();
        let telnet = Self::tcp(stream, options.into_config())?;
        Ok(telnet.map(|it| it.connected(label, within)))
    }
}

/// What time it is to the runtime.
pub(crate) fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}

/// A socket that is connected to one of the addresses, before the deadline.
pub(crate) async fn open(
    address: &Address,
    options: &ConnectOptions,
    deadline: Option<Instant>,
) -> io::Result<TcpStream> {
    let addresses = match address.known() {
        Some(known) => known.to_vec(),
        None => look_up(address.clone(), deadline, now()).await?,
    };
    let mut attempts = Attempts::new(addresses, deadline);
    while let Some(attempt) = attempts.next(now()) {
        let time = attempt.time.unwrap_or(Duration::MAX);
        let tried = timeout(time, try_one(&attempt, options))
            .await
            .unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()));
        match tried {
            Ok(stream) => return Ok(stream),
            Err(error) => {
                span::failed(&attempt, &error);
                attempts.failed(&attempt, &error);
            }
        }
    }
    Err(attempts.into_error())
}

async fn look_up(
    address: Address,
    deadline: Option<Instant>,
    now: Instant,
) -> io::Result<Vec<std::net::SocketAddr>> {
    let time =
        deadline.map_or(Duration::MAX, |at| at.saturating_duration_since(now));
    let found = timeout(time, spawn_blocking(move || address.look_up()));
    match found.await {
        Ok(Ok(found)) => found,
        Ok(Err(error)) => Err(io::Error::other(error)),
        Err(_late) => Err(io::ErrorKind::TimedOut.into()),
    }
}

async fn try_one(
    attempt: &Attempt,
    options: &ConnectOptions,
) -> io::Result<TcpStream> {
    let socket = begin(&attempt.address, options)?;
    let stream = TcpStream::from_std(socket)?;
    stream.writable().await?;
    match stream.take_error()? {
        None => Ok(stream),
        Some(error) => Err(error),
    }
}
