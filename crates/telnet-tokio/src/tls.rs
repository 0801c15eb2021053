//! Telnet inside TLS: what it is made of. Needs the feature `tls`.
//!
//! ```no_run
//! use std::time::Duration;
//! use telnet_tokio::{TLS_PORT, Telnet, TlsOptions};
//!
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

use telnet_adapter::task::{self, Below};
use telnet_adapter::tcp::socket;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::connect::open;
use crate::drive::{Alarm, Tokio};
use crate::{Config, ConnectOptions, Deadline, Telnet, ToAddress as _, span};

pub use telnet_adapter::tls::*;
pub use tokio_rustls;
pub use tokio_rustls::TlsStream;

impl Telnet<TlsStream<Socket>> {
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
        let address = (host, port).to_address()?;
        // Before anything is sent.
        tls.config()?;
        tls.name(host)?;
        let connect = async {
            let end = deadline(&Alarm::new(), options.connect_timeout());
            let socket = open(&address, &options).await?;
            let to = (host, address.to_string());
            Self::client(socket, to, tls, options, end).await
        };
        span::connect(&address, connect).await
    }

    /// Makes the handshake of a client over a socket that is connected already,
    /// by way of a proxy maybe, to `host`. The timeout of `options` is for the
    /// handshake.
    ///
    /// # Errors
    /// As [`connect_tls`](Self::connect_tls), but for those of connecting.
    pub async fn tls(
        socket: TcpStream,
        host: &str,
        tls: &TlsOptions,
        options: ConnectOptions,
    ) -> io::Result<Self> {
        let end = deadline(&Alarm::new(), options.connect_timeout());
        socket.set_nodelay(true)?;
        let to = (host, socket.peer_addr()?.to_string());
        Self::client(socket, to, tls, options, end).await
    }

    /// It is to a host, which traces call by a name.
    async fn client(
        socket: TcpStream,
        (host, label): (&str, String),
        tls: &TlsOptions,
        options: ConnectOptions,
        end: Option<Instant>,
    ) -> io::Result<Self> {
        let (mut socket, mut alarm) = (Socket::new(socket), Alarm::new());
        let duplex = Tokio::new(&mut socket, None);
        start_on_task(tls.preamble(), duplex, &mut alarm, end).await?;
        let connector = TlsConnector::from(tls.config()?);
        let handshake = connector.connect(tls.name(host)?, socket);
        let stream =
            handshake_on_task(host, handshake, &mut alarm, end).await?;
        let time = options.timeout_as_set();
        let telnet = Self::over(stream.into(), options.into_config(), BELOW);
        Ok(telnet.map(|it| it.connected(label, time)))
    }

    /// Makes the handshake of a server with a client that was accepted, within
    /// the time that `acceptor` has for it.
    ///
    /// # Errors
    /// `InvalidData`, with a [`TlsError`] that says why; `TimedOut`; those of
    /// the socket.
    pub async fn accept_tls(
        socket: TcpStream,
        acceptor: &TlsAcceptor,
        config: impl Into<Arc<Config>>,
    ) -> io::Result<Self> {
        socket.set_nodelay(true)?;
        let (mut socket, mut alarm) = (Socket::new(socket), Alarm::new());
        let end = deadline(&alarm, acceptor.handshake_timeout());
        let duplex = Tokio::new(&mut socket, None);
        start_on_task(acceptor.preamble(), duplex, &mut alarm, end).await?;
        let acceptor = tokio_rustls::TlsAcceptor::from(acceptor.config());
        let handshake = acceptor.accept(socket);
        let peer = "the client";
        let stream =
            handshake_on_task(peer, handshake, &mut alarm, end).await?;
        Ok(Self::over(stream.into(), config, BELOW))
    }
}

const BELOW: Below<TlsStream<Socket>> = Below {
    shutdown: |stream| socket::shutdown(&stream.get_ref().0.socket),
    look: |stream| stream.get_mut().0.looks = true,
};

/// The deadline of what begins now.
fn deadline(alarm: &Alarm, time: impl Into<Deadline>) -> Option<Instant> {
    time.into().at(task::Alarm::now(alarm))
}

/// The socket below TLS. It is written one buffer at a time, since a write of
/// several raises `SIGPIPE` where the peer is gone. It is read 64 KiB at a time,
/// ahead of TLS. And for a read that does not wait it is asked itself, where the
/// runtime does not know yet that something has arrived.
#[derive(Debug)]
pub struct Socket {
    socket: TcpStream,
    ahead: Ahead,
    /// Whether it is asked itself.
    looks: bool,
}

impl Socket {
    const fn new(socket: TcpStream) -> Self {
        Self { socket, ahead: Ahead::new(), looks: false }
    }

    /// The socket, to ask for addresses and the like.
    #[must_use]
    pub const fn get_ref(&self) -> &TcpStream {
        &self.socket
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let Self { socket, ahead, looks } = &mut *self;
        let unfilled = buffer.initialize_unfilled();
        let polled = ahead.poll_read(unfilled, |octets| {
            let mut read = ReadBuf::new(octets);
            match Pin::new(&mut *socket).poll_read(cx, &mut read) {
                Poll::Ready(done) => {
                    Poll::Ready(done.map(|()| read.filled().len()))
                }
                Poll::Pending if *looks => {
                    let read = recv_now(socket, octets);
                    *looks = read.is_ready();
                    read
                }
                Poll::Pending => Poll::Pending,
            }
        });
        polled.map_ok(|n| buffer.advance(n))
    }
}

/// Receives what the runtime does not know of yet.
fn recv_now(socket: &TcpStream, octets: &mut [u8]) -> Poll<io::Result<usize>> {
    #[cfg(unix)]
    return match socket::recv_now(socket, octets) {
        Err(e) if e.kind() == io::ErrorKind::WouldBlock => Poll::Pending,
        read => Poll::Ready(read),
    };
    #[cfg(not(unix))]
    {
        let _unused = (socket, octets);
        Poll::Pending
    }
}

impl AsyncWrite for Socket {
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

    fn poll_shutdown(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(cx)
    }
}
