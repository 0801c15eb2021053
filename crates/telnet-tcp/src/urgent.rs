//! Urgent data, for connections over any stream, some of which have it.

use std::io;

/// How a stream of this type tells of urgent data and sends it, for code that
/// does not know whether it is a TCP socket.
#[derive(Debug)]
pub struct Urgent<S> {
    is_ahead: fn(&S) -> io::Result<bool>,
    send: fn(&S, &[u8]) -> io::Result<usize>,
}

#[cfg(unix)]
impl<S: std::os::fd::AsFd> Urgent<S> {
    /// That of a TCP socket, as [`socket`](crate::socket) does it.
    #[must_use]
    pub fn tcp() -> Self {
        use crate::socket;
        Self {
            is_ahead: |stream| socket::is_urgent_ahead(stream),
            send: |stream, octets| socket::send_urgent(stream, octets),
        }
    }
}

impl<S> Urgent<S> {
    /// Whether urgent data lies ahead; no where that cannot be told. To fail
    /// here must not cost what was read: the next read meets what is wrong
    /// with the stream.
    pub fn is_ahead(&self, stream: &S) -> bool {
        matches!((self.is_ahead)(stream), Ok(true))
    }

    /// Sends octets the last of which is urgent.
    ///
    /// # Errors
    /// Those of the stream, `WouldBlock` among them.
    pub fn send(&self, stream: &S, octets: &[u8]) -> io::Result<usize> {
        (self.send)(stream, octets)
    }
}
