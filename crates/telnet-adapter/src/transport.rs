//! The seam between a session and a stream.

use std::io::{self, ErrorKind};
use std::time::Instant;

/// A stream, as the loop of all adapters sees it. It lives for one call or
/// poll, and is made of the adapter's stream and what it knows of it.
///
/// There are two kinds. One **waits**, in [`read`](Self::read) and
/// [`pause`](Self::pause), until a time: that of an adapter which blocks. The
/// other does not, whatever the time: what cannot be done now fails with
/// `WouldBlock`, and an event, or a waker, tells when to come again.
///
/// `WouldBlock` is never an error here, and `Interrupted` is tried again.
/// `TimedOut` is an error like any other: it is the connection that timed out.
/// A stream which reports its own time limits like that has to say `WouldBlock`
/// instead.
pub trait Transport {
    /// Reads, as [`io::Read::read`] does. A stream that waits does so until
    /// `until` at most (`None`: for ever), and no longer than until it can take
    /// some of what it refused to write.
    ///
    /// # Errors
    /// `WouldBlock`, and those of the stream.
    fn read(
        &mut self,
        buffer: &mut [u8],
        until: Option<Instant>,
    ) -> io::Result<usize>;

    /// Reads as [`read`](Self::read) does, into what a `Vec` has to spare, which is
    /// 64 KiB at least: what was read is appended. `None`, the default, where that
    /// cannot be done; then nothing was read.
    fn read_behind(
        &mut self,
        text: &mut Vec<u8>,
        until: Option<Instant>,
    ) -> Option<io::Result<usize>> {
        let _unused = (text, until);
        None
    }

    /// Writes, as [`io::Write::write`] does, without waiting for long.
    ///
    /// # Errors
    /// `WouldBlock`, and those of the stream.
    fn write(&mut self, octets: &[u8]) -> io::Result<usize>;

    /// Writes octets the last of which is urgent: the DM of a Synch (RFC 854,
    /// page 9). The default writes them like any others.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    fn write_urgent(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.write(octets)
    }

    /// Passes on what the stream itself has kept of the writes.
    ///
    /// # Errors
    /// `WouldBlock`, and those of the stream.
    fn flush(&mut self) -> io::Result<()>;

    /// Whether urgent data lies ahead of what is read next. Asked behind each
    /// read that gave octets, before the session has them. The default says no.
    fn is_urgent_ahead(&mut self) -> bool {
        false
    }

    /// Waits where nothing is to be read: until `until`, or until the stream
    /// can take some of what it refused to write. One that does not wait does
    /// nothing, as the default.
    ///
    /// # Errors
    /// Those of the stream.
    fn pause(&mut self, until: Option<Instant>) -> io::Result<()> {
        let _unused = until;
        Ok(())
    }

    /// Says that nothing more will be written; reading goes on. The default
    /// cannot.
    ///
    /// # Errors
    /// `WouldBlock`; `Unsupported` where a stream can only be closed whole;
    /// those of the stream.
    fn finish(&mut self) -> io::Result<()> {
        Err(ErrorKind::Unsupported.into())
    }
}
