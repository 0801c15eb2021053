//! What a transport must be able to do.

use std::io::{self, ErrorKind, Read, Write};
use std::time::Duration;

use telnet_adapter::tcp::socket::{Interest, Prepared, Ready};

/// A blocking byte stream whose reads can be bounded in time.
///
/// Only [`set_read_timeout`](Self::set_read_timeout) is required. With
/// [`set_write_timeout`](Self::set_write_timeout), too, a large write to a peer
/// that is itself blocked in writing does not deadlock. A stream that can say
/// when it is ready, as a socket can, has [`wait`](Self::wait), and then needs
/// neither.
pub trait Stream: Read + Write {
    /// Makes reads fail with `WouldBlock` or `TimedOut` after so long; never
    /// zero. `None` lets them wait for ever.
    ///
    /// # Errors
    /// Those of the transport.
    fn set_read_timeout(&mut self, time: Option<Duration>) -> io::Result<()>;

    /// Makes writes fail with `WouldBlock` or `TimedOut` after so long; never
    /// zero. The default does nothing.
    ///
    /// # Errors
    /// Those of the transport.
    fn set_write_timeout(&mut self, time: Option<Duration>) -> io::Result<()> {
        let _unused = time;
        Ok(())
    }

    /// Waits until the stream is ready, for `time` at most; `None` is for ever.
    /// Then it is read by [`try_read`](Self::try_read) and written by
    /// [`try_write`](Self::try_write), which must not wait. The default cannot
    /// tell.
    ///
    /// # Errors
    /// `Unsupported` where the timeouts are the only way; those of the
    /// transport.
    fn wait(
        &mut self,
        interest: Interest,
        time: Option<Duration>,
    ) -> io::Result<Ready> {
        let _unused = (interest, time);
        Err(ErrorKind::Unsupported.into())
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

    /// Reads what is there into what a `Vec` has to spare, which is some, and
    /// appends it: much text is not copied then. The default cannot.
    ///
    /// # Errors
    /// `Unsupported` where there is only [`try_read`](Self::try_read), and then
    /// nothing was read; else as that one.
    fn try_read_behind(&mut self, text: &mut Vec<u8>) -> io::Result<usize> {
        let _unused = text;
        Err(ErrorKind::Unsupported.into())
    }

    /// Writes what there is room for, or fails with `WouldBlock`. The default
    /// writes as ever.
    ///
    /// # Errors
    /// Those of the transport.
    fn try_write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.write(octets)
    }

    /// Passes on what the stream itself has kept of the writes, or fails with
    /// `WouldBlock`. The default flushes as ever.
    ///
    /// # Errors
    /// Those of the transport.
    fn try_flush(&mut self) -> io::Result<()> {
        self.flush()
    }

    /// Whether urgent data lies ahead in the stream: what was read before it is
    /// for a Synch to discard. Asked behind each read of a stream without
    /// [`wait`](Self::wait), which tells of it itself. The default never says
    /// so.
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
        self.try_write(octets)
    }

    /// Sets what a Telnet connection wants of its transport, once. The
    /// default does nothing.
    ///
    /// # Errors
    /// Those of the transport.
    fn prepare(&mut self) -> io::Result<Prepared> {
        Ok(Prepared::default())
    }

    /// Sets again what [`prepare`](Self::prepare) and the timeouts have
    /// changed. The default takes the timeouts away.
    ///
    /// # Errors
    /// Those of the transport.
    fn restore(&mut self, was: Prepared) -> io::Result<()> {
        let _unused = was;
        self.set_write_timeout(None)?;
        self.set_read_timeout(None)
    }

    /// Says that nothing more will be written, while reading goes on. The
    /// default cannot.
    ///
    /// # Errors
    /// `Unsupported` where the transport can only be closed whole; those of the
    /// transport.
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
