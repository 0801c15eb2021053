//! A port for tasks of tokio, over telnet-tokio.

use std::io;
use std::sync::Arc;

use telnet_tokio::{ConnectOptions, Telnet};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

use super::PortUrl;

async_port!([AsyncRead + AsyncWrite + Unpin]);

impl RemotePort<TcpStream> {
    /// Opens a port by its URL, as `rfc2217://host:2217`: see [`PortUrl`].
    /// Nothing is set: the port is as its server has it.
    ///
    /// # Errors
    /// `InvalidInput` if it is no such URL; those of connecting; those of
    /// [`over`](Self::over).
    pub async fn open(url: &str) -> io::Result<Self> {
        Self::open_with(&url.parse()?, ConnectOptions::new()).await
    }

    /// Opens a port with a timeout, a proxy, keep-alives and what else there is
    /// to say.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn open_with(
        url: &PortUrl,
        options: ConnectOptions,
    ) -> io::Result<Self> {
        let config = crate::Client::config(Arc::unwrap_or_clone(
            options.clone().into_config(),
        ));
        let options = options.config(config);
        let address = url.address();
        let mut telnet = Telnet::connect_with(address, options).await?;
        if url.is_logged() {
            telnet.set_debuglevel(1);
        }
        Self::over_within(telnet, url.timeout()).await
    }
}
