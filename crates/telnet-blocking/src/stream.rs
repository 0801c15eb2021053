//! What a transport must be able to do.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

#[cfg(unix)]
use telnet_adapter::tcp::socket;

/// A blocking byte stream whose reads can be bounded in time.
///
/// Only [`set_read_timeout`](Self::set_read_timeout) is required. With
/// [`set_write_timeout`](Self::set_write_timeout), too, a large write to a peer
/// that is itself blocked in writing does not deadlock.
pub trait Stream: Read + Write {
    /// Makes reads fail with `WouldBlock` or `TimedOut` after so long; never
    /// zero. `None` lets them wait for ever.
    ///
    /// # Errors
    /// Those of the transport.
    fn set_read_timeout(&mut self, time: Option<Duration>) -> io::Result<()>;

    /// The same for writes. The default does nothing.
    ///
    /// # Errors
    /// Those of the transport.
    fn set_write_timeout(&mut self, time: Option<Duration>) -> io::Result<()> {
        let _unused = time;
        Ok(())
    }

    /// Reads what is there, or fails with `WouldBlock` or `TimedOut`. The
    /// default waits for a millisecond.
    ///
    /// # Errors
    /// Those of the transport.
    fn try_read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.set_read_timeout(Some(Duration::from_millis(1)))?;
        self.read(buffer)
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

    /// Sets what a Telnet connection wants of its transport, once. The
    /// default does nothing.
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

/// The methods that all sockets have in common.
macro_rules! socket {
    () => {
        fn set_read_timeout(
            &mut self,
            time: Option<Duration>,
        ) -> io::Result<()> {
            Self::set_read_timeout(self, time)
        }

        fn set_write_timeout(
            &mut self,
            time: Option<Duration>,
        ) -> io::Result<()> {
            Self::set_write_timeout(self, time)
        }

        #[cfg(unix)]
        fn try_read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            socket::recv_now(self, buffer)
        }

        fn shutdown(&mut self) -> io::Result<()> {
            match Self::shutdown(self, Shutdown::Both) {
                Err(e) if e.kind() == io::ErrorKind::NotConnected => Ok(()),
                done => done,
            }
        }
    };
}

impl Stream for TcpStream {
    socket!();

    #[cfg(unix)]
    fn is_urgent_ahead(&mut self) -> io::Result<bool> {
        socket::is_urgent_ahead(self)
    }

    #[cfg(unix)]
    fn write_urgent(&mut self, octets: &[u8]) -> io::Result<usize> {
        socket::send_urgent(self, octets)
    }

    fn prepare(&mut self) -> io::Result<()> {
        #[cfg(unix)]
        socket::prepare(&*self)?;
        self.set_nodelay(true)
    }
}

#[cfg(unix)]
impl Stream for std::os::unix::net::UnixStream {
    socket!();
}
