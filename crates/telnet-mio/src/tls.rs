//! Telnet inside TLS: what it is made of. Needs the feature `tls`.
//!
//! ```no_run
//! use telnet_mio::{TLS_PORT, Telnet, TlsOptions};
//!
//! let options = TlsOptions::new().roots_pem(std::fs::read("ca.pem")?)?;
//! let addr = ([192, 0, 2, 1], TLS_PORT).into();
//! let tn = Telnet::connect_tls(addr, "router.example", &options)?;
//! # drop(tn);
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! The handshake is part of connecting: it is made by the calls of `poll` and
//! the like, and what is wrong with it is the error of one of them. The
//! deadline of a wait holds for it, too.

use std::io::{self, ErrorKind, Read, Write};
use std::net::SocketAddr;
use std::sync::Arc;

use mio::event::Source;
use mio::net::TcpStream;
use mio::{Interest, Registry, Token};
use telnet_adapter::tcp::begin;
use telnet_adapter::tcp::socket::Prepared;

use crate::{Config, ConnectOptions, Stream, Telnet};

pub use telnet_adapter::tls::{
    Dangerous, Fingerprint, FingerprintError, TLS_PORT, Tls, TlsAcceptor,
    TlsError, TlsOptions, rustls,
};

impl Telnet<TlsStream<TcpStream>> {
    /// Begins to connect inside TLS, which is there from the first octet, on a
    /// port of its own: [`TLS_PORT`] by registration. The certificate has to be
    /// that of `host`, and trusted: see [`TlsOptions`].
    ///
    /// Why it failed is the error of the [`poll`](Self::poll) which finds out:
    /// `InvalidData`, with a [`TlsError`] that says why, if the peer is not
    /// accepted or has no TLS.
    ///
    /// # Errors
    /// Those of opening a socket; `NotFound` if nobody is trusted;
    /// `InvalidInput` if `host` can be in no certificate.
    pub fn connect_tls(
        addr: SocketAddr,
        host: &str,
        tls: &TlsOptions,
    ) -> io::Result<Self> {
        Self::connect_tls_with(addr, host, tls, ConnectOptions::default())
    }

    /// Begins to connect inside TLS with a [`Config`], and what else there is
    /// to say. The timeout is left to the waits.
    ///
    /// # Errors
    /// As [`connect_tls`](Self::connect_tls).
    pub fn connect_tls_with(
        addr: SocketAddr,
        host: &str,
        tls: &TlsOptions,
        options: ConnectOptions,
    ) -> io::Result<Self> {
        // Before anything is sent.
        let tls = Tls::client(host, tls)?;
        let socket = TcpStream::from_std(begin(&addr, &options)?);
        let stream = TlsStream { tls, socket };
        Ok(Self::connected(stream, addr.to_string(), options))
    }
}

impl<S: Stream> Telnet<TlsStream<S>> {
    /// The client's side over a stream that is connected, or about to be, to
    /// `host`.
    ///
    /// # Errors
    /// As [`connect_tls`](Telnet::connect_tls).
    pub fn tls(
        stream: S,
        host: &str,
        tls: &TlsOptions,
        config: impl Into<Arc<Config>>,
    ) -> io::Result<Self> {
        Self::new(TlsStream::client(stream, host, tls)?, config)
    }

    /// The server's side over a stream that was accepted. The time that
    /// `acceptor` has for the handshake does not count here: it is up to the
    /// deadline of the first wait.
    ///
    /// # Errors
    /// Those of setting up the stream.
    pub fn accept_tls(
        stream: S,
        acceptor: &TlsAcceptor,
        config: impl Into<Arc<Config>>,
    ) -> io::Result<Self> {
        Self::new(TlsStream::server(stream, acceptor)?, config)
    }
}

/// A stream of mio inside TLS. It is connected once the handshake is made.
/// There is no urgent data in it.
#[derive(Debug)]
pub struct TlsStream<S> {
    tls: Tls,
    socket: S,
}

impl<S> TlsStream<S> {
    /// The client's side over a stream that is connected, or about to be, to
    /// `host`.
    ///
    /// # Errors
    /// `NotFound` if nobody is trusted; `InvalidInput` if `host` can be in no
    /// certificate, or what `options` have does not fit together.
    pub fn client(
        socket: S,
        host: &str,
        options: &TlsOptions,
    ) -> io::Result<Self> {
        Ok(Self { tls: Tls::client(host, options)?, socket })
    }

    /// The server's side over a stream that was accepted.
    ///
    /// # Errors
    /// Those of rustls, for a configuration that it refuses.
    pub fn server(socket: S, acceptor: &TlsAcceptor) -> io::Result<Self> {
        Ok(Self { tls: Tls::server(acceptor)?, socket })
    }

    /// The stream below.
    #[must_use]
    pub const fn get_ref(&self) -> &S {
        &self.socket
    }

    /// TLS, to ask for the peer's certificates, the version, the cipher suite.
    #[must_use]
    pub const fn tls(&self) -> &Tls {
        &self.tls
    }
}

impl<S: Read + Write> Read for TlsStream<S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.tls.read(&mut self.socket, buffer)
    }
}

impl<S: Read + Write> Write for TlsStream<S> {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.tls.write(&mut self.socket, octets)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.tls.flush(&mut self.socket)
    }
}

impl<S: Stream> Stream for TlsStream<S> {
    fn is_connected(&mut self) -> io::Result<bool> {
        if !self.socket.is_connected()? {
            return Ok(false);
        }
        match self.tls.handshake(&mut self.socket) {
            Err(e) if e.kind() == ErrorKind::WouldBlock => Ok(false),
            done => done.map(|()| true),
        }
    }

    fn prepare(&mut self) -> io::Result<Prepared> {
        self.socket.prepare()
    }

    fn restore(&mut self, was: Prepared) -> io::Result<()> {
        self.socket.restore(was)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.tls.finish(&mut self.socket)?;
        match self.socket.finish() {
            // Telling of it was all that can be done.
            Err(e) if e.kind() == ErrorKind::Unsupported => Ok(()),
            done => done,
        }
    }

    fn shutdown(&mut self) -> io::Result<()> {
        self.socket.shutdown()
    }
}

impl<S: Source> Source for TlsStream<S> {
    fn register(
        &mut self,
        registry: &Registry,
        token: Token,
        interests: Interest,
    ) -> io::Result<()> {
        self.socket.register(registry, token, interests)
    }

    fn reregister(
        &mut self,
        registry: &Registry,
        token: Token,
        interests: Interest,
    ) -> io::Result<()> {
        self.socket.reregister(registry, token, interests)
    }

    fn deregister(&mut self, registry: &Registry) -> io::Result<()> {
        self.socket.deregister(registry)
    }
}

#[cfg(unix)]
impl<S: std::os::fd::AsFd> std::os::fd::AsFd for TlsStream<S> {
    fn as_fd(&self) -> std::os::fd::BorrowedFd<'_> {
        self.socket.as_fd()
    }
}

#[cfg(unix)]
impl<S: std::os::fd::AsRawFd> std::os::fd::AsRawFd for TlsStream<S> {
    fn as_raw_fd(&self) -> std::os::fd::RawFd {
        self.socket.as_raw_fd()
    }
}
