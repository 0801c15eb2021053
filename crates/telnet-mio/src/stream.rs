//! What a transport must be able to do.

use std::io::{self, ErrorKind, Read, Write};
use std::net::Shutdown;

use mio::net::TcpStream;

/// A byte stream that does not block: reads and writes fail with `WouldBlock`
/// instead, and a `mio` event follows when there is more to do.
///
/// Nothing else is required: `impl Stream for Mine {}` is enough for TLS over
/// a socket, say. The methods are what TCP has on top.
pub trait Stream: Read + Write {
    /// Whether the connection is made; asked at first, and again with each
    /// event until it is. The default says yes.
    ///
    /// # Errors
    /// Why it cannot be made.
    fn is_connected(&mut self) -> io::Result<bool> {
        Ok(true)
    }

    /// Whether urgent data lies ahead in the stream: what was read before it is
    /// for a Synch to discard. The default never says so.
    ///
    /// # Errors
    /// Those of the transport.
    fn is_urgent_ahead(&mut self) -> io::Result<bool> {
        Ok(false)
    }

    /// Writes octets the last of which is urgent: the DM of a Synch. The
    /// default writes them like any others.
    ///
    /// # Errors
    /// Those of the transport.
    fn write_urgent(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.write(octets)
    }

    /// Sets what a Telnet connection wants of its transport, once. The default
    /// does nothing.
    ///
    /// # Errors
    /// Those of the transport.
    fn prepare(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// Closes both directions. The default does nothing: the stream is closed
    /// when it is dropped.
    ///
    /// # Errors
    /// Those of the transport.
    fn shutdown(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Stream for TcpStream {
    fn is_connected(&mut self) -> io::Result<bool> {
        if let Some(error) = self.take_error()? {
            return Err(error);
        }
        match self.peer_addr() {
            Err(e) if e.kind() == ErrorKind::NotConnected => Ok(false),
            known => known.map(|_| true),
        }
    }

    #[cfg(unix)]
    fn is_urgent_ahead(&mut self) -> io::Result<bool> {
        telnet_adapter::tcp::socket::is_urgent_ahead(self)
    }

    #[cfg(unix)]
    fn write_urgent(&mut self, octets: &[u8]) -> io::Result<usize> {
        telnet_adapter::tcp::socket::send_urgent(self, octets)
    }

    /// See [`telnet_adapter::tcp::socket::prepare`].
    #[cfg(unix)]
    fn prepare(&mut self) -> io::Result<()> {
        telnet_adapter::tcp::socket::prepare(self)
    }

    fn shutdown(&mut self) -> io::Result<()> {
        match Self::shutdown(self, Shutdown::Both) {
            Err(e) if e.kind() == ErrorKind::NotConnected => Ok(()),
            done => done,
        }
    }
}

#[cfg(unix)]
impl Stream for mio::net::UnixStream {}
