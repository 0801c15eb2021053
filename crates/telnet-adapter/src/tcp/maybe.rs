//! TCP, for connections over any stream, some of which are TCP sockets.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use super::socket::{self, AsSocket, Prepared};

/// What Telnet asks of a TCP socket, for code that does not know whether its
/// stream, of this type, is one.
#[derive(Debug)]
pub struct Tcp<S> {
    is_urgent_ahead: fn(&S) -> io::Result<bool>,
    recv_now: fn(&S, &mut [u8]) -> io::Result<usize>,
    send_urgent: fn(&S, &[u8]) -> io::Result<usize>,
    finish: fn(&S) -> io::Result<()>,
    shutdown: fn(&S) -> io::Result<()>,
    restore: fn(&S, Prepared) -> io::Result<()>,
    was: Prepared,
    /// Urgent data was ahead of a read, which may have stopped at its mark.
    /// One task at a time sees it: it orders nothing.
    marked: AtomicBool,
}

impl<S: AsSocket> Tcp<S> {
    /// Prepares a socket, as [`socket::prepare`] does.
    ///
    /// # Errors
    /// As there.
    pub fn prepare(stream: &S) -> io::Result<Self> {
        Ok(Self { was: socket::prepare(stream)?, ..Self::opened() })
    }

    /// For a socket that was opened for Telnet, by [`connect`](super::connect).
    #[must_use]
    pub fn opened() -> Self {
        Self {
            #[cfg(unix)]
            is_urgent_ahead: |stream| socket::is_urgent_ahead(stream),
            #[cfg(not(unix))]
            is_urgent_ahead: |_| Ok(false),
            #[cfg(unix)]
            recv_now: |stream, buffer| socket::recv_now(stream, buffer),
            #[cfg(not(unix))]
            recv_now: |_, _| Err(io::ErrorKind::WouldBlock.into()),
            send_urgent: socket::send_urgent,
            finish: socket::finish,
            shutdown: socket::shutdown,
            restore: socket::restore,
            was: Prepared::default(),
            marked: AtomicBool::new(false),
        }
    }
}

impl<S> Tcp<S> {
    /// Whether urgent data lies ahead; `false` where the system cannot tell.
    /// To fail here must not cost what was read: the next read meets what is
    /// wrong with the stream.
    pub fn is_urgent_ahead(&self, stream: &S) -> bool {
        let ahead = matches!((self.is_urgent_ahead)(stream), Ok(true));
        if ahead {
            self.marked.store(true, Ordering::Relaxed);
        }
        ahead
    }

    /// Receives what a read has left behind which stopped at the mark of urgent
    /// data. For runtimes that take a short read for the last one, and wait for
    /// more to come: here nothing more may come.
    ///
    /// # Errors
    /// `WouldBlock` if nothing was left behind; those of the system.
    pub fn recv_behind_mark(
        &self,
        stream: &S,
        buffer: &mut [u8],
    ) -> io::Result<usize> {
        if !self.marked.load(Ordering::Relaxed) {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        self.recv_now(stream, buffer).inspect_err(|error| {
            if error.kind() == io::ErrorKind::WouldBlock {
                self.marked.store(false, Ordering::Relaxed);
            }
        })
    }

    /// Receives what is there, without waiting; 0 is the end of the stream.
    /// Where the system cannot do that on any socket, nothing is.
    ///
    /// # Errors
    /// Those of the system, `WouldBlock` among them.
    pub fn recv_now(&self, stream: &S, buffer: &mut [u8]) -> io::Result<usize> {
        (self.recv_now)(stream, buffer)
    }

    /// Sends octets the last of which is urgent.
    ///
    /// # Errors
    /// Those of the system, `WouldBlock` among them.
    pub fn send_urgent(&self, stream: &S, octets: &[u8]) -> io::Result<usize> {
        (self.send_urgent)(stream, octets)
    }

    /// Says that nothing more will be sent.
    ///
    /// # Errors
    /// Those of the system.
    pub fn finish(&self, stream: &S) -> io::Result<()> {
        (self.finish)(stream)
    }

    /// Closes both directions.
    ///
    /// # Errors
    /// Those of the system.
    pub fn shutdown(&self, stream: &S) -> io::Result<()> {
        (self.shutdown)(stream)
    }

    /// Sets again what [`prepare`](Self::prepare) has changed.
    ///
    /// # Errors
    /// Those of the system.
    pub fn restore(&self, stream: &S) -> io::Result<()> {
        (self.restore)(stream, self.was)
    }
}
