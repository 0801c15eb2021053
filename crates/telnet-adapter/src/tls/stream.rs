//! A stream inside TLS.

use std::io::{self, Read, Write};

use super::{Tls, TlsAcceptor, TlsOptions};

/// A stream and the [`Tls`] on it, for adapters to streams that block or say
/// `WouldBlock`.
#[derive(Debug)]
pub struct TlsStream<S> {
    tls: Tls,
    stream: S,
}

impl<S> TlsStream<S> {
    /// A stream that is connected, or about to be, and TLS that has not begun.
    #[must_use]
    pub const fn new(stream: S, tls: Tls) -> Self {
        Self { tls, stream }
    }

    /// The client's side over a stream that is connected, or about to be. The
    /// handshake is made with the first read or write, or before, as the
    /// adapter says.
    ///
    /// # Errors
    /// `NotFound` if nobody is trusted; `InvalidInput` if `host` can be in no
    /// certificate, or what `options` have does not fit together.
    pub fn client(
        stream: S,
        host: &str,
        options: &TlsOptions,
    ) -> io::Result<Self> {
        Ok(Self::new(stream, Tls::client(host, options)?))
    }

    /// The server's side over a stream that was accepted.
    ///
    /// # Errors
    /// Those of rustls, for a configuration that it refuses.
    pub fn server(stream: S, acceptor: &TlsAcceptor) -> io::Result<Self> {
        Ok(Self::new(stream, Tls::server(acceptor)?))
    }

    /// The stream below.
    #[must_use]
    pub const fn get_ref(&self) -> &S {
        &self.stream
    }

    /// TLS, to ask for the peer's certificates, the version, the cipher suite.
    #[must_use]
    pub const fn tls(&self) -> &Tls {
        &self.tls
    }

    /// Both, for makers of adapters.
    pub const fn parts(&mut self) -> (&mut Tls, &mut S) {
        (&mut self.tls, &mut self.stream)
    }
}

impl<S: Read + Write> Read for TlsStream<S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.tls.read(&mut self.stream, buffer)
    }
}

impl<S: Read + Write> Write for TlsStream<S> {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        self.tls.write(&mut self.stream, data)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.tls.flush(&mut self.stream)
    }
}

#[cfg(unix)]
impl<S: std::os::fd::AsFd> std::os::fd::AsFd for TlsStream<S> {
    fn as_fd(&self) -> std::os::fd::BorrowedFd<'_> {
        self.stream.as_fd()
    }
}

#[cfg(unix)]
impl<S: std::os::fd::AsRawFd> std::os::fd::AsRawFd for TlsStream<S> {
    fn as_raw_fd(&self) -> std::os::fd::RawFd {
        self.stream.as_raw_fd()
    }
}
