//! What needs async-std itself: connecting by TCP.

use std::io;
use std::net::SocketAddr;

use async_io::Async;
use async_std::net::TcpStream;
use async_std::task::spawn_blocking;
use telnet_adapter::task;
use telnet_adapter::tcp::{self, Connector};

use crate::drive::{Alarm, Futures};
use crate::{Address, ConnectOptions, Telnet, ToAddress};

impl Telnet<TcpStream> {
    /// Connects to a host, as `"router.example"`, `"192.0.2.1:2323"` or
    /// `("::1", 23)`; the port is 23 if none is given. The addresses of a name
    /// race, IPv6 and IPv4 in turn, each 250 ms ahead of the next (RFC 8305),
    /// for 30 seconds at most.
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
        let stream = open(&address, &options).await?;
        let label = address.to_string();
        let within = options.timeout_as_set();
        let telnet = Self::opened(stream, options.into_config());
        Ok(telnet.map(|it| it.connected(label, within)))
    }
}

/// A socket that is connected to a host, by way of a proxy maybe.
pub(crate) async fn open(
    address: &Address,
    options: &ConnectOptions,
) -> io::Result<TcpStream> {
    tcp::connect(&Runtime, address, options).await
}

/// What connecting takes of async-std.
struct Runtime;

impl Connector for Runtime {
    type Stream = TcpStream;

    fn alarm(&self) -> impl task::Alarm + Send {
        Alarm::new()
    }

    async fn look_up(&self, address: Address) -> io::Result<Vec<SocketAddr>> {
        spawn_blocking(move || address.look_up()).await
    }

    async fn connected(
        &self,
        socket: std::net::TcpStream,
    ) -> io::Result<TcpStream> {
        let socket = Async::new_nonblocking(socket)?;
        socket.writable().await?;
        match socket.get_ref().take_error()? {
            None => Ok(socket.into_inner()?.into()),
            Some(error) => Err(error),
        }
    }

    fn duplex(&self, stream: &mut TcpStream) -> impl task::Duplex + Send {
        Futures::new(stream, None)
    }
}
