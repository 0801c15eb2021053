//! Octets between a session and a stream, and how the stream fares.

use std::cell::Cell;
use std::io::{self, ErrorKind};
use std::time::{Duration, Instant};

use telnet_session::{Session, Wait};

use crate::Transport;

/// Most octets read from a transport at once.
pub(crate) const CHUNK: usize = 16 << 10;

/// The same behind a read that was full: who sends much has more calls of the system
/// saved than the first cache of the processor is worth.
const WIDE: usize = 64 << 10;

/// What a read or a write costs beside its octets, in octets.
pub(crate) const CALL: u64 = 4 << 10;

/// For how long one call goes on writing where each write takes less than it was
/// given.
const TRICKLE: Duration = Duration::from_millis(20);

/// How many reads in a row may be interrupted, where nothing else is to be done.
const SIGNALS: usize = 64;

thread_local! {
    /// The read buffer of the thread: no connection needs one while it waits.
    static BUFFER: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// How the stream of a session fares, and the moves between the two.
///
/// Two rules are kept here, for all adapters. A failed output does not end
/// reading: what the peer said before it went is still to be read. And the end
/// of a stream that has failed is that failure, never an orderly end: the write
/// of an answer may have met the reset of which the read behind it knows
/// nothing any more. (Only `BrokenPipe` is none: it says that the peer closed
/// its side, which it may do in good order.)
#[derive(Clone, Copy, Debug, Default)]
pub struct Flow {
    /// Why output ended; reading may still go on.
    output_failed: Option<Fault>,
    /// What the end of the stream is, if it is no orderly one.
    broken: Option<Fault>,
    /// An error of a read that gave way to text which had come before it.
    owed: Option<Fault>,
    closed: bool,
    /// Whether the stream may have kept what was written.
    unflushed: bool,
    /// Whether it was ever given octets.
    has_sent: bool,
    /// Whether the last read was full.
    is_wide: bool,
    moves: u64,
    work: u64,
    /// How much there was when the task that polls it had last paused.
    work_before: u64,
}

/// An error that can be told again.
#[derive(Clone, Copy, Debug)]
enum Fault {
    Os(i32),
    Kind(ErrorKind),
}

impl Fault {
    fn of(error: &io::Error) -> Self {
        let kind = Self::Kind(error.kind());
        error.raw_os_error().map_or(kind, Self::Os)
    }

    fn is(self, kind: ErrorKind) -> bool {
        self.error().kind() == kind
    }

    fn error(self) -> io::Error {
        match self {
            Self::Os(code) => io::Error::from_raw_os_error(code),
            Self::Kind(kind) => kind.into(),
        }
    }
}

impl Flow {
    /// Grows with each read or write that moved something.
    #[must_use]
    pub const fn moves(&self) -> u64 {
        self.moves
    }

    /// The work of one turn, after which others have theirs: 64 KiB, in as many reads
    /// and writes as a full buffer takes, or 16 small ones. The last read may be one of
    /// 64 KiB by itself, the last write one of 256 KiB where a wait lends its data.
    pub const TURN: u64 = 64 << 10;

    /// Grows with each read or write that moved something, by the octets, and by 4 KiB:
    /// about so many octets cost as much as the call. A peer that has each line
    /// answered by itself makes work as well as one that sends much.
    #[must_use]
    pub const fn work(&self) -> u64 {
        self.work
    }

    /// Whether its task has had a turn, by all calls since it last paused.
    pub(crate) const fn has_had_turn(&self) -> bool {
        self.work - self.work_before >= Self::TURN
    }

    /// Its task pauses.
    pub(crate) const fn pause(&mut self) {
        self.work_before = self.work;
    }

    const fn worked(&mut self, octets: usize) {
        self.moves += 1;
        self.work += CALL + octets as u64;
    }

    /// Whether the stream may hold back what was written.
    #[must_use]
    pub const fn is_unflushed(&self) -> bool {
        self.unflushed
    }

    /// Whether the stream was ever given octets to send.
    #[must_use]
    pub const fn has_sent(&self) -> bool {
        self.has_sent
    }

    /// Whether [`close`](Self::close) was called.
    #[must_use]
    pub const fn is_closed(&self) -> bool {
        self.closed
    }

    /// Says that the stream is closed: output fails from here on with
    /// `NotConnected`, and what was received can still be read.
    pub fn close(&mut self, session: &mut Session) {
        session.close();
        self.closed = true;
        self.unflushed = false;
        self.owed = None;
    }

    /// Reads once; `until` is for a transport that waits. Whether there may be
    /// more now.
    ///
    /// # Errors
    /// Those of the stream but for `WouldBlock`. What was read before is in the
    /// session.
    pub fn input(
        &mut self,
        session: &mut Session,
        transport: &mut impl Transport,
        until: Option<Instant>,
    ) -> io::Result<bool> {
        if let Some(fault) = self.owed.take() {
            return Err(fault.error());
        }
        if self.is_wide {
            let room = session.input_room();
            let read = room.and_then(|it| transport.read_behind(it, until));
            if let Some(read) = read {
                let take = |it: &mut Session, _n| it.received();
                return self.on_read(session, transport, read, take);
            }
        }
        with_buffer(if self.is_wide { WIDE } else { CHUNK }, |buffer| {
            let read = transport.read(buffer, until);
            let take = |it: &mut Session, n| {
                it.receive(buffer.get(..n).unwrap_or(buffer));
            };
            self.on_read(session, transport, read, take)
        })
    }

    /// Something was read, or not: `take` gives so many octets to the session.
    fn on_read(
        &mut self,
        session: &mut Session,
        transport: &mut impl Transport,
        read: io::Result<usize>,
        take: impl FnOnce(&mut Session, usize),
    ) -> io::Result<bool> {
        self.is_wide = read.as_ref().is_ok_and(|n| *n >= CHUNK);
        if session.is_discarding() {
            // It may have waited for long.
            session.tick(Instant::now());
        }
        if matches!(read, Ok(1..)) && transport.is_urgent_ahead() {
            session.receive_urgent();
        }
        let octets = read.as_ref().copied().unwrap_or_default();
        match (read, self.broken) {
            (Ok(0), Some(fault)) => return Err(fault.error()),
            (Ok(0), None) => session.receive_eof(),
            (Ok(n), _) => take(session, n),
            // An end that the stream takes for a fault, as TLS does without its
            // own mark of the end, is an end.
            (Err(error), Some(fault))
                if error.kind() == ErrorKind::UnexpectedEof
                    && !fault.is(ErrorKind::UnexpectedEof) =>
            {
                return Err(fault.error());
            }
            (Err(error), _) => {
                let again = try_again(error);
                match &again {
                    Ok(true) => self.worked(0),
                    Ok(false) => {}
                    Err(error) => {
                        self.broken.get_or_insert_with(|| Fault::of(error));
                    }
                }
                return again;
            }
        }
        self.worked(octets);
        Ok(true)
    }

    /// Keeps an error of [`input`](Self::input) for the next one, since there
    /// is text to be handed out first.
    pub(crate) fn owe(&mut self, error: &io::Error) {
        self.owed = Some(Fault::of(error));
    }

    /// Reads once, and keeps what there is room for. `Ok(None)` if there is
    /// nothing now; 0 is the end.
    pub(crate) fn drain(
        &mut self,
        session: &mut Session,
        transport: &mut impl Transport,
        until: Option<Instant>,
    ) -> io::Result<Option<usize>> {
        with_buffer(CHUNK, |buffer| {
            let mut read = transport.read(buffer, until);
            // No event, and no waker, tells of a signal: at once, then.
            for _ in 0..SIGNALS {
                match read {
                    Err(e) if e.kind() == ErrorKind::Interrupted => {
                        read = transport.read(buffer, until);
                    }
                    _ => break,
                }
            }
            let read = match read {
                Ok(n) => n,
                Err(error) => return try_again(error).map(|_again| None),
            };
            if session.wants_read() {
                session.receive(buffer.get(..read).unwrap_or_default());
            }
            self.worked(read);
            Ok(Some(read))
        })
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
        if self.closed {
            return Err(ErrorKind::NotConnected.into());
        }
        if let Some(fault) = self.output_failed {
            return Err(fault.error());
        }
        self.write_and_flush(session, transport)
            .inspect_err(|error| self.fail_output(error))
    }

    fn fail_output(&mut self, error: &io::Error) {
        let fault = Fault::of(error);
        self.output_failed = Some(fault);
        self.unflushed = false;
        if error.kind() != ErrorKind::BrokenPipe {
            self.broken.get_or_insert(fault);
        }
    }

    /// Writes once of what a wait lends, if it does. Whether the stream took any.
    ///
    /// # Errors
    /// As [`output`](Self::output), but for those that were told already.
    pub(crate) fn lent(
        &mut self,
        wait: &mut impl Wait,
        session: &mut Session,
        transport: &mut impl Transport,
    ) -> io::Result<bool> {
        if self.closed || self.output_failed.is_some() {
            return Ok(false);
        }
        let octets = wait.transmit(session);
        if octets.is_empty() {
            return Ok(false);
        }
        let written = match transport.write(octets) {
            Ok(0) => Err(ErrorKind::WriteZero.into()),
            Ok(n) => Ok(n),
            Err(error) => try_again(error).map(|_again| 0),
        };
        let n = written.inspect_err(|error| self.fail_output(error))?;
        if n > 0 {
            wait.transmitted(session, n);
            self.wrote(n);
        }
        Ok(n > 0)
    }

    const fn wrote(&mut self, n: usize) {
        self.unflushed = true;
        self.has_sent = true;
        self.worked(n);
    }

    fn write_and_flush(
        &mut self,
        session: &mut Session,
        transport: &mut impl Transport,
    ) -> io::Result<bool> {
        let before = self.moves;
        let mut trickle = None;
        while session.wants_write() {
            let octets = session.transmit();
            let len = octets.len();
            let written = if session.is_urgent() {
                transport.write_urgent(octets)
            } else {
                transport.write(octets)
            };
            match written {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(n) => {
                    session.transmitted(n);
                    self.wrote(n);
                    // A peer that takes a little at a time must not keep us
                    // here: whoever waits has a deadline to look at.
                    if n < len {
                        let first = *trickle.get_or_insert_with(Instant::now);
                        if first.elapsed() >= TRICKLE {
                            return Ok(true);
                        }
                    }
                }
                Err(error) => {
                    if !try_again(error)? {
                        break;
                    }
                }
            }
        }
        if self.unflushed && !session.wants_write() {
            match transport.flush() {
                Ok(()) => {
                    self.unflushed = false;
                    self.moves += 1;
                }
                Err(error) => self.moves += u64::from(try_again(error)?),
            }
        }
        Ok(self.moves != before)
    }

    /// Like [`output`](Self::output), for a reader: a failure ends output, not
    /// reading.
    pub fn replies(
        &mut self,
        session: &mut Session,
        transport: &mut impl Transport,
    ) -> bool {
        let had_failed = self.output_failed.is_some() || self.closed;
        self.output(session, transport).unwrap_or_else(|_told_by_writes| {
            session.close_output();
            !had_failed
        })
    }
}

fn with_buffer<T>(len: usize, read: impl FnOnce(&mut [u8]) -> T) -> T {
    let mut buffer = BUFFER.take();
    if buffer.len() < len {
        buffer.resize(len, 0);
    }
    let done = read(buffer.get_mut(..len).unwrap_or_default());
    BUFFER.set(buffer);
    done
}

/// Whether what failed is to be tried again at once (`true`, `Interrupted`) or
/// once the transport is ready (`false`, `WouldBlock`).
pub(crate) fn try_again(error: io::Error) -> io::Result<bool> {
    let kind = error.kind();
    if kind == ErrorKind::WouldBlock {
        return Ok(false);
    }
    if kind == ErrorKind::Interrupted { Ok(true) } else { Err(error) }
}
