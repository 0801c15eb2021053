//! Telnet inside TLS: what it is made of. Needs the feature `tls`.
//!
//! ```no_run
//! use std::time::Duration;
//! use telnet_blocking::{TLS_PORT, Telnet, TlsOptions};
//!
//! let options = TlsOptions::new().roots_pem(std::fs::read("ca.pem")?)?;
//! let host = "router.example";
//! let mut tn = Telnet::connect_tls(host, TLS_PORT, &options)?;
//! tn.read_until("login: ", Duration::from_secs(10))?.matched()?;
//! # Ok::<(), std::io::Error>(())
//! ```

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

use telnet_adapter::tcp::socket::{Interest, Prepared, Ready};

use crate::connect::open_one;
use crate::{Config, ConnectOptions, Deadline, Stream, Telnet, ToAddress as _};

pub use telnet_adapter::tls::*;

impl Telnet<TlsStream<TcpStream>> {
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
    pub fn connect_tls(
        host: &str,
        port: u16,
        tls: &TlsOptions,
    ) -> io::Result<Self> {
        Self::connect_tls_with(host, port, tls, ConnectOptions::default())
    }

    /// Connects inside TLS with a timeout, a [`Config`], and what else there is
    /// to say. The timeout is for the handshake as well.
    ///
    /// # Errors
    /// As [`connect_tls`](Self::connect_tls).
    pub fn connect_tls_with(
        host: &str,
        port: u16,
        tls: &TlsOptions,
        options: ConnectOptions,
    ) -> io::Result<Self> {
        // Before anything is sent.
        let idle = Tls::client(host, tls)?;
        let deadline = Deadline::from(options.connect_timeout());
        let deadline = deadline.at(Instant::now());
        let address = (host, port).to_address()?;
        let socket = open_one(&address, &options, deadline)?;
        let label = address.to_string();
        let stream = TlsStream::new(socket, idle);
        let within = options.timeout_as_set();
        let telnet = Self::opened(stream, options.into_config())?;
        let telnet = telnet.handshake(deadline)?;
        Ok(telnet.map(|it| it.connected(label, within)))
    }
}

impl<S: Stream> Telnet<TlsStream<S>> {
    /// Makes the handshake of a client over a stream that is connected already,
    /// by way of a proxy maybe, to `host`. The timeout of `options` is for the
    /// handshake.
    ///
    /// # Errors
    /// As [`connect_tls`](Telnet::connect_tls), but for those of connecting.
    pub fn tls(
        stream: S,
        host: &str,
        tls: &TlsOptions,
        options: ConnectOptions,
    ) -> io::Result<Self> {
        let deadline = Deadline::from(options.connect_timeout());
        let deadline = deadline.at(Instant::now());
        let stream = TlsStream::client(stream, host, tls)?;
        Self::new(stream, options.into_config())?.handshake(deadline)
    }

    /// Makes the handshake of a server with a client that was accepted, within
    /// the time that `acceptor` has for it.
    ///
    /// # Errors
    /// `InvalidData`, with a [`TlsError`] that says why; `TimedOut`; those of
    /// the stream.
    pub fn accept_tls(
        stream: S,
        acceptor: &TlsAcceptor,
        config: impl Into<Arc<Config>>,
    ) -> io::Result<Self> {
        let deadline = Deadline::from(acceptor.handshake_timeout());
        let deadline = deadline.at(Instant::now());
        let stream = TlsStream::server(stream, acceptor)?;
        Self::new(stream, config)?.handshake(deadline)
    }

    fn handshake(mut self, until: Option<Instant>) -> io::Result<Self> {
        let stream = self.stream_mut();
        loop {
            let (tls, socket) = stream.parts();
            match tls.handshake(&mut Now(socket)) {
                Ok(()) => return Ok(self),
                Err(error) if is_early(&error) => {}
                Err(error) => return Err(error),
            }
            let left =
                until.map(|at| at.saturating_duration_since(Instant::now()));
            if left == Some(Duration::ZERO) {
                return Err(tls.late());
            }
            match stream.wait(Interest::Read, left) {
                // Its own timeouts are all that such a stream has.
                Err(e) if e.kind() == ErrorKind::Unsupported => {}
                waited => drop(waited?),
            }
        }
    }
}

fn is_early(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted
    )
}

/// A stream that is read and written without waiting.
struct Now<'s, S>(&'s mut S);

impl<S: Stream> Read for Now<'_, S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.try_read(buffer)
    }
}

impl<S: Stream> Write for Now<'_, S> {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.0.try_write(octets)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.try_flush()
    }
}

/// TLS over a stream that blocks. There is no urgent data in it.
impl<S: Stream> Stream for TlsStream<S> {
    fn set_read_timeout(&mut self, time: Option<Duration>) -> io::Result<()> {
        self.parts().1.set_read_timeout(time)
    }

    fn set_write_timeout(&mut self, time: Option<Duration>) -> io::Result<()> {
        self.parts().1.set_write_timeout(time)
    }

    fn wait(
        &mut self,
        interest: Interest,
        time: Option<Duration>,
    ) -> io::Result<Ready> {
        let (tls, socket) = self.parts();
        // Text of a record that was read already.
        let readable = tls.is_readable();
        let time = if readable { Some(Duration::ZERO) } else { time };
        // TLS may have to write to go on reading, and cannot write before the
        // handshake is over.
        let interest = match (tls.is_handshaking(), tls.wants_write()) {
            (true, false) => Interest::Read,
            (_, true) => Interest::Both,
            (false, false) => interest,
        };
        let mut ready = socket.wait(interest, time)?;
        ready.urgent = false;
        if tls.is_handshaking() {
            // What goes wrong here goes wrong in the next read, too.
            let _later = tls.handshake(&mut Now(socket));
            ready.write = false;
            ready.read = tls.is_readable();
        } else if ready.write && tls.wants_write() {
            let _later = tls.push(&mut Now(socket));
        }
        ready.read |= readable;
        Ok(ready)
    }

    fn try_read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let (tls, socket) = self.parts();
        tls.read(&mut Now(socket), buffer)
    }

    fn try_write(&mut self, octets: &[u8]) -> io::Result<usize> {
        let (tls, socket) = self.parts();
        tls.write(&mut Now(socket), octets)
    }

    fn try_flush(&mut self) -> io::Result<()> {
        let (tls, socket) = self.parts();
        tls.flush(&mut Now(socket))
    }

    fn prepare(&mut self) -> io::Result<Prepared> {
        self.parts().1.prepare()
    }

    fn restore(&mut self, was: Prepared) -> io::Result<()> {
        self.parts().1.restore(was)
    }

    fn finish(&mut self) -> io::Result<()> {
        let (tls, socket) = self.parts();
        tls.finish(&mut Now(socket))?;
        match socket.finish() {
            // Telling of it was all that can be done.
            Err(e) if e.kind() == ErrorKind::Unsupported => Ok(()),
            done => done,
        }
    }

    fn shutdown(&mut self) -> io::Result<()> {
        self.parts().1.shutdown()
    }
}
