//! What needs async-std itself: connecting by TCP.

use std::io;
use std::time::{Duration, Instant};

use async_std::future::timeout;
use async_std::net::{TcpStream, ToSocketAddrs};
use telnet_adapter::tcp::{Attempts, ConnectOptions};

use crate::{Deadline, Telnet};

impl Telnet<TcpStream> {
    /// Connects to a host and port, as `("router.example", 23)`, IPv4 or
    /// IPv6. All addresses of the name are tried in order.
    ///
    /// # Errors
    /// That of the look-up, or one that names each address and why it
    /// failed, of the last failure's kind.
    pub async fn connect(addr: impl ToSocketAddrs) -> io::Result<Self> {
        Self::connect_with(addr, ConnectOptions::default()).await
    }

    /// The same with a timeout and a [`Config`](crate::Config).
    ///
    /// # Errors
    /// As [`connect`](Self::connect).
    pub async fn connect_with(
        addr: impl ToSocketAddrs,
        options: ConnectOptions,
    ) -> io::Result<Self> {
        let deadline = Deadline::from(options.timeout).at(Instant::now());
        let addresses = addr.to_socket_addrs().await?;
        let mut attempts = Attempts::new(addresses, deadline);
        while let Some(attempt) = attempts.next(Instant::now()) {
            let time = attempt.time.unwrap_or(Duration::MAX);
            let tried = timeout(time, TcpStream::connect(attempt.address))
                .await
                .unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()));
            match tried {
                Ok(stream) => {
                    let label = stream.peer_addr()?.to_string();
                    let telnet = Self::tcp(stream, options.config)?;
                    return Ok(Self { label, ..telnet });
                }
                Err(error) => attempts.failed(&attempt, &error),
            }
        }
        Err(attempts.into_error())
    }
}
