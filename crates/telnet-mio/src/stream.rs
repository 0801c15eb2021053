//! What a transport must be able to do.

use std::io::{self, ErrorKind, Read, Write};

use mio::net::TcpStream;
use telnet_adapter::tcp::socket::{self, Prepared};

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

    /// Whether a read that gives less than was asked for has given all there
    /// is, so that an event tells of anything more. It saves the read that
    /// would find nothing. The default says no.
    fn is_drained_by_a_short_read(&self) -> bool {
        false
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
    fn prepare(&mut self) -> io::Result<Prepared> {
        Ok(Prepared::default())
    }

    /// Sets again what [`prepare`](Self::prepare) has changed. The default does
    /// nothing.
    ///
    /// # Errors
    /// Those of the transport.
    fn restore(&mut self, was: Prepared) -> io::Result<()> {
        let _unused = was;
        Ok(())
    }

    /// Says that nothing more will be written, while reading goes on. The
    /// default cannot.
    ///
    /// # Errors
    /// `Unsupported` where the transport can only be closed whole; those of the
    /// transport, `WouldBlock` among them.
    fn finish(&mut self) -> io::Result<()> {
        Err(ErrorKind::Unsupported.into())
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
        socket::is_connected(self)
    }

    fn is_drained_by_a_short_read(&self) -> bool {
        cfg!(any(target_os = "linux", target_os = "android"))
    }

    #[cfg(unix)]
    fn is_urgent_ahead(&mut self) -> io::Result<bool> {
        socket::is_urgent_ahead(self)
    }

    fn write_urgent(&mut self, octets: &[u8]) -> io::Result<usize> {
        socket::send_urgent(self, octets)
    }

    fn prepare(&mut self) -> io::Result<Prepared> {
        socket::prepare(self)
    }

    fn restore(&mut self, was: Prepared) -> io::Result<()> {
        socket::restore(self, was)
    }

    fn finish(&mut self) -> io::Result<()> {
        socket::finish(self)
    }

    fn shutdown(&mut self) -> io::Result<()> {
        socket::shutdown(self)
    }
}

#[cfg(unix)]
impl Stream for mio::net::UnixStream {
    fn is_drained_by_a_short_read(&self) -> bool {
        cfg!(any(target_os = "linux", target_os = "android"))
    }

    fn finish(&mut self) -> io::Result<()> {
        socket::finish(self)
    }

    fn shutdown(&mut self) -> io::Result<()> {
        socket::shutdown(self)
    }
}

/// Hands every method on to what a pointer points to.
macro_rules! behind {
    ($pointer:ty) => {
        impl<S: Stream + ?Sized> Stream for $pointer {
            fn is_connected(&mut self) -> io::Result<bool> {
                (**self).is_connected()
            }

            fn is_drained_by_a_short_read(&self) -> bool {
                (**self).is_drained_by_a_short_read()
            }

            fn is_urgent_ahead(&mut self) -> io::Result<bool> {
                (**self).is_urgent_ahead()
            }

            fn write_urgent(&mut self, octets: &[u8]) -> io::Result<usize> {
                (**self).write_urgent(octets)
            }

            fn prepare(&mut self) -> io::Result<Prepared> {
                (**self).prepare()
            }

            fn restore(&mut self, was: Prepared) -> io::Result<()> {
                (**self).restore(was)
            }

            fn finish(&mut self) -> io::Result<()> {
                (**self).finish()
            }

            fn shutdown(&mut self) -> io::Result<()> {
                (**self).shutdown()
            }
        }
    };
}

behind!(&mut S);
behind!(Box<S>);
