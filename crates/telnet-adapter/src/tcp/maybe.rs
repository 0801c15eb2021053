//! TCP, for connections over any stream, some of which are TCP sockets.

use std::io;

/// What Telnet asks of a TCP socket, for code that does not know whether its
/// stream, of this type, is one.
#[derive(Debug)]
pub struct Tcp<S> {
    is_urgent_ahead: fn(&S) -> io::Result<bool>,
    send_urgent: fn(&S, &[u8]) -> io::Result<usize>,
    shutdown: fn(&S) -> io::Result<()>,
}

#[cfg(unix)]
impl<S: std::os::fd::AsFd> Tcp<S> {
    /// Prepares a socket, as [`socket::prepare`](super::socket::prepare) does.
    ///
    /// # Errors
    /// As there.
    pub fn prepare(stream: &S) -> io::Result<Self> {
        use super::socket;
        socket::prepare(stream)?;
        Ok(Self {
            is_urgent_ahead: |stream| socket::is_urgent_ahead(stream),
            send_urgent: |stream, octets| socket::send_urgent(stream, octets),
            shutdown: |stream| socket::shutdown(stream),
        })
    }
}

impl<S> Tcp<S> {
    /// Whether urgent data lies ahead; no where that cannot be told. To fail
    /// here must not cost what was read: the next read meets what is wrong
    /// with the stream.
    pub fn is_urgent_ahead(&self, stream: &S) -> bool {
        matches!((self.is_urgent_ahead)(stream), Ok(true))
    }

    /// Sends octets the last of which is urgent.
    ///
    /// # Errors
    /// Those of the system, `WouldBlock` among them.
    pub fn send_urgent(&self, stream: &S, octets: &[u8]) -> io::Result<usize> {
        (self.send_urgent)(stream, octets)
    }

    /// Closes both directions.
    ///
    /// # Errors
    /// Those of the system.
    pub fn shutdown(&self, stream: &S) -> io::Result<()> {
        (self.shutdown)(stream)
    }
}
