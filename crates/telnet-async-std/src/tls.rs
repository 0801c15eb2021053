//! Telnet inside TLS: what it is made of. Needs the feature `tls`.
//!
//! ```no_run
//! use std::time::Duration;
//! use telnet_async_std::{TLS_PORT, Telnet, TlsOptions};
//!
//! # #[cfg(feature = "async-std")]
//! # async fn show() -> std::io::Result<()> {
//! let options = TlsOptions::new().roots_pem(std::fs::read("ca.pem")?)?;
//! let host = "router.example";
//! let mut tn = Telnet::connect_tls(host, TLS_PORT, &options).await?;
//! tn.read_until("login: ", Duration::from_secs(10)).await?.matched()?;
//! # Ok(())
//! # }
//! ```

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

use futures_io::{AsyncRead, AsyncWrite};
use futures_rustls::TlsConnector;
use telnet_adapter::task::Below;
use telnet_adapter::tcp::socket::{self, AsSocket};

use crate::drive::{Alarm, Futures};
use crate::{Config, ConnectOptions, Deadline, Telnet};

pub use futures_rustls;
pub use futures_rustls::TlsStream;
pub use telnet_adapter::tls::*;

#[cfg(feature = "async-std")]
impl Telnet<TlsStream<OneBuffer<async_std::net::TcpStream>>> {
    /// Connects to a host inside TLS, which is there from the first octet, on a
    /// port of its own: [`TLS_PORT`] by registration. The certificate has to be
    /// that of `host`, and trusted: see [`TlsOptions`]. The addresses of a name
    /// race for TCP, and the first that answers is the host; all of it takes 30
    /// seconds at most.
    ///
    /// # Errors
    /// As [`connect`](Telnet::connect); `NotFound` if nobody is trusted;
    /// `InvalidInput` if `host` can be in no certificate; `InvalidData`, with
    /// a [`TlsError`] that says why, if the peer is not accepted or has no TLS;
    /// `TimedOut`.
    pub async fn connect_tls(
        host: &str,
        port: u16,
        tls: &TlsOptions,
    ) -> io::Result<Self> {
        let options = ConnectOptions::default();
        Self::connect_tls_with(host, port, tls, options).await
    }

    /// Connects inside TLS with a timeout, a [`Config`], and what else there is
    /// to say. The timeout is for the handshake as well.
    ///
    /// # Errors
    /// As [`connect_tls`](Self::connect_tls).
    pub async fn connect_tls_with(
        host: &str,
        port: u16,
        tls: &TlsOptions,
        options: ConnectOptions,
    ) -> io::Result<Self> {
        use crate::ToAddress as _;
        // Before anything is sent.
        tls.config()?;
        tls.name(host)?;
        let deadline = Deadline::from(options.connect_timeout());
        let deadline = deadline.at(Instant::now());
        let address = (host, port).to_address()?;
        let socket = crate::connect::open(&address, &options).await?;
        let label = address.to_string();
        let time = options.timeout_as_set();
        let config = options.into_config();
        let telnet = Self::client(socket, host, tls, config, deadline).await?;
        Ok(telnet.map(|it| it.connected(label, time)))
    }
}

impl<S: AsyncRead + AsyncWrite + AsSocket + Unpin>
    Telnet<TlsStream<OneBuffer<S>>>
{
    /// Makes the handshake of a client over a socket that is connected already,
    /// by way of a proxy maybe, to `host`. The timeout of `options` is for the
    /// handshake.
    ///
    /// # Errors
    /// As `connect_tls`, but for those of connecting.
    pub async fn tls(
        socket: S,
        host: &str,
        tls: &TlsOptions,
        options: ConnectOptions,
    ) -> io::Result<Self> {
        let deadline = Deadline::from(options.connect_timeout());
        let deadline = deadline.at(Instant::now());
        let config = options.into_config();
        Self::client(socket, host, tls, config, deadline).await
    }

    async fn client(
        socket: S,
        host: &str,
        tls: &TlsOptions,
        config: impl Into<Arc<Config>>,
        deadline: Option<Instant>,
    ) -> io::Result<Self> {
        let (mut socket, mut alarm) = (OneBuffer::new(socket), Alarm::new());
        let duplex = Futures::new(&mut socket, None);
        start_on_task(tls.preamble(), duplex, &mut alarm, deadline).await?;
        let connector = TlsConnector::from(tls.config()?);
        let handshake = connector.connect(tls.name(host)?, socket);
        let stream =
            handshake_on_task(host, handshake, &mut alarm, deadline).await?;
        Ok(Self::over(stream.into(), config, below()))
    }

    /// Makes the handshake of a server with a client that was accepted, within
    /// the time that `acceptor` has for it.
    ///
    /// # Errors
    /// `InvalidData`, with a [`TlsError`] that says why; `TimedOut`; those of
    /// the socket.
    pub async fn accept_tls(
        socket: S,
        acceptor: &TlsAcceptor,
        config: impl Into<Arc<Config>>,
    ) -> io::Result<Self> {
        let deadline = Deadline::from(acceptor.handshake_timeout());
        let deadline = deadline.at(Instant::now());
        let (mut socket, mut alarm) = (OneBuffer::new(socket), Alarm::new());
        let duplex = Futures::new(&mut socket, None);
        start_on_task(acceptor.preamble(), duplex, &mut alarm, deadline)
            .await?;
        let acceptor = futures_rustls::TlsAcceptor::from(acceptor.config());
        let handshake = acceptor.accept(socket);
        let peer = "the client";
        let stream =
            handshake_on_task(peer, handshake, &mut alarm, deadline).await?;
        Ok(Self::over(stream.into(), config, below()))
    }
}

const fn below<S: AsyncRead + AsyncWrite + AsSocket + Unpin>()
-> Below<TlsStream<OneBuffer<S>>> {
    Below {
        shutdown: |stream| socket::shutdown(&stream.get_ref().0.socket),
        // The runtime asks the socket with each read.
        look: |_| {},
    }
}

/// The socket below TLS, written one buffer at a time, since a write of several
/// raises `SIGPIPE` where the peer is gone. It is read 64 KiB at a time, ahead of
/// TLS.
#[derive(Debug)]
pub struct OneBuffer<S> {
    socket: S,
    ahead: Ahead,
}

impl<S> OneBuffer<S> {
    const fn new(socket: S) -> Self {
        Self { socket, ahead: Ahead::new() }
    }

    /// The socket, to ask for addresses and the like.
    #[must_use]
    pub const fn get_ref(&self) -> &S {
        &self.socket
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for OneBuffer<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        let Self { socket, ahead } = &mut *self;
        let socket = Pin::new(socket);
        ahead.poll_read(buffer, |buffer| socket.poll_read(cx, buffer))
    }
}

impl<S: AsyncWrite + AsSocket + Unpin> AsyncWrite for OneBuffer<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        octets: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.socket).poll_write(cx, octets)
    }

    fn poll_flush(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(cx)
    }

    fn poll_close(
        self: Pin<&mut Self>,
        _cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        // To async-std's sockets a close is nothing.
        Poll::Ready(socket::finish(&self.socket))
    }
}
