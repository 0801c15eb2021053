//! Between a session and a stream that does not wait.

use std::cell::Cell;
use std::io::{self, ErrorKind};

use telnet_session::Session;
use telnet_session::bytes::Bytes;

use crate::transfer::{on_read, on_written, try_again};

/// Most octets read from a transport at once.
const CHUNK: usize = 16 << 10;

thread_local! {
    /// The read buffer of the thread: no connection needs one while it waits.
    static BUFFER: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// A stream that does not wait: what cannot be done now fails with
/// `WouldBlock`.
///
/// A poll function makes one of its stream and its task: see
/// [`Drive`](crate::Drive). `Interrupted` is tried again.
pub trait Transport {
    /// Reads, as [`io::Read::read`].
    ///
    /// # Errors
    /// `WouldBlock`, and those of the stream.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize>;

    /// Writes, as [`io::Write::write`].
    ///
    /// # Errors
    /// `WouldBlock`, and those of the stream.
    fn write(&mut self, octets: &[u8]) -> io::Result<usize>;

    /// Writes octets the last of which is urgent, where there is such a thing.
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

    /// Whether urgent data lies ahead of what is read next.
    fn is_urgent_ahead(&mut self) -> bool {
        false
    }
}

/// How the stream of a session fares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    /// Why output ended; reading may still go on.
    failed: Option<ErrorKind>,
    /// Whether the stream may have kept what was written.
    unflushed: bool,
    moves: u64,
}

impl Flow {
    /// Grows with each read or write that moved something.
    #[must_use]
    pub const fn moves(&self) -> u64 {
        self.moves
    }

    /// Whether the stream may hold back what was written.
    #[must_use]
    pub const fn is_unflushed(&self) -> bool {
        self.unflushed
    }

    /// Whether [`close`](Self::close) was called.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.failed == Some(ErrorKind::NotConnected)
    }

    /// Says that the stream is closed: output fails from here on, and what was
    /// received can still be read.
    pub fn close(&mut self, session: &mut Session) {
        session.close_output();
        session.receive_eof();
        *self = Self { failed: Some(ErrorKind::NotConnected), ..*self };
    }

    /// Reads once. Whether there may be more now.
    ///
    /// # Errors
    /// Those of the stream but for `WouldBlock`.
    pub fn input(
        &mut self,
        session: &mut Session,
        transport: &mut impl Transport,
    ) -> io::Result<bool> {
        let mut buffer = BUFFER.take();
        buffer.resize(CHUNK, 0);
        let read = transport.read(&mut buffer);
        if matches!(read, Ok(1..)) && transport.is_urgent_ahead() {
            session.receive_urgent();
        }
        let moved =
            timed_out(read).and_then(|it| on_read(session, it, &buffer));
        BUFFER.set(buffer);
        self.moves += u64::from(matches!(moved, Ok(true)));
        moved
    }

    /// Writes what is queued, as far as the stream takes it. Whether it took
    /// any.
    ///
    /// # Errors
    /// Those of the stream but for `WouldBlock`; that output has ended.
    pub fn output(
        &mut self,
        session: &mut Session,
        transport: &mut impl Transport,
    ) -> io::Result<bool> {
        if let Some(kind) = self.failed {
            return Err(kind.into());
        }
        let before = self.moves;
        while session.wants_write() {
            let octets = session.transmit();
            let written = if session.is_urgent() {
                transport.write_urgent(octets)
            } else {
                transport.write(octets)
            };
            if !on_written(session, timed_out(written)?)? {
                break;
            }
            self.unflushed = true;
            self.moves += 1;
        }
        if self.unflushed && !session.wants_write() {
            let done = match timed_out(transport.flush())? {
                Ok(()) => {
                    self.unflushed = false;
                    true
                }
                Err(error) => try_again(error)?,
            };
            self.moves += u64::from(done);
        }
        Ok(self.moves != before)
    }

    /// The same for a reader. A failure ends output, not reading: what the
    /// peer sent before it went is still to be read.
    pub fn replies(
        &mut self,
        session: &mut Session,
        transport: &mut impl Transport,
    ) -> bool {
        self.output(session, transport).unwrap_or_else(|error| {
            let first = self.failed.is_none();
            self.failed.get_or_insert_with(|| error.kind());
            self.unflushed = false;
            session.close_output();
            first
        })
    }

    /// Reads until there is nothing, or no room, or enough, and takes all the
    /// text.
    ///
    /// # Errors
    /// `UnexpectedEof` if the connection is closed and nothing is left; those
    /// of the stream but for `WouldBlock`.
    pub fn read_now(
        &mut self,
        session: &mut Session,
        transport: &mut impl Transport,
        enough: impl Fn(&Session) -> bool,
    ) -> io::Result<Bytes> {
        loop {
            let more = session.wants_read()
                && !enough(session)
                && self.input(session, transport)?;
            self.replies(session, transport);
            if !more {
                return Ok(session.read_very_lazy()?);
            }
        }
    }
}

/// Of a stream that does not wait it is the connection that timed out: an
/// error like any other.
fn timed_out<T>(done: io::Result<T>) -> io::Result<io::Result<T>> {
    match done {
        Err(e) if e.kind() == ErrorKind::TimedOut => Err(e),
        done => Ok(done),
    }
}
