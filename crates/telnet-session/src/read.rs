//! The reads of telnetlib that wait.

use std::task::Poll;
use std::time::Instant;

use bytes::Bytes;
use memchr::memmem;

use crate::wait::Patience;
use crate::{Outcome, Session, TimedOut, Wait};

/// Waits until a text has been received: telnetlib's `read_until`.
///
/// A match consumes the text through its end and nothing after it. An empty
/// text is found at once. Each octet is searched once per wait, however the
/// stream is cut.
#[derive(Clone, Debug)]
pub struct ReadUntil {
    expected: memmem::Finder<'static>,
    patience: Patience,
    /// The stream offset up to which no match can begin.
    searched: u64,
}

impl ReadUntil {
    /// Waits for `expected`, at most until `deadline`.
    #[must_use]
    pub fn new(expected: &[u8], deadline: Option<Instant>) -> Self {
        Self {
            expected: memmem::Finder::new(expected).into_owned(),
            patience: Patience::until(deadline),
            searched: 0,
        }
    }

    /// Where in the unread text the next match begins.
    fn find(&mut self, session: &Session) -> Option<usize> {
        let unread = session.unread();
        let skip = self.searched.saturating_sub(session.offset());
        let skip = usize::try_from(skip).unwrap_or(usize::MAX);
        let tail = unread.get(skip..).unwrap_or_default();
        let found = self.expected.find(tail);
        if found.is_none() {
            // A match may have begun in the last octets.
            let overlap = self.expected.needle().len().saturating_sub(1);
            let scanned = unread.len().saturating_sub(overlap);
            self.searched = session.offset() + scanned as u64;
        }
        Some(found? + skip)
    }

    fn miss(&self, session: &mut Session, eof: bool) -> Outcome {
        let text = session.text_of_miss();
        let expected = Bytes::copy_from_slice(self.expected.needle());
        Outcome::miss(text, expected, eof)
    }
}

impl Wait for ReadUntil {
    type Output = Outcome;

    fn poll(&mut self, session: &mut Session, now: Instant) -> Poll<Outcome> {
        session.tick(now);
        if let Some(start) = self.find(session) {
            let text = session.take(start + self.expected.needle().len());
            return Poll::Ready(Outcome::matching(text, 0, start));
        }
        if session.is_eof() {
            return Poll::Ready(self.miss(session, true));
        }
        if self.patience.is_over(now) {
            return Poll::Ready(self.miss(session, false));
        }
        Poll::Pending
    }

    fn deadline(&self) -> Option<Instant> {
        self.patience.deadline()
    }
}

/// Waits for at least one octet of text, or the end of the stream, and takes
/// nothing: what `Read` and `BufRead` are made of.
#[derive(Clone, Debug)]
pub struct Readable {
    patience: Patience,
}

impl Readable {
    /// Waits at most until `deadline`.
    #[must_use]
    pub const fn new(deadline: Option<Instant>) -> Self {
        Self { patience: Patience::until(deadline) }
    }
}

impl Wait for Readable {
    type Output = Result<(), TimedOut>;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        session.tick(now);
        if !session.unread().is_empty() || session.is_eof() {
            return Poll::Ready(Ok(()));
        }
        if self.patience.is_over(now) {
            return Poll::Ready(Err(TimedOut { unread: 0 }));
        }
        Poll::Pending
    }

    fn deadline(&self) -> Option<Instant> {
        self.patience.deadline()
    }
}

/// Waits for at least one octet of text, or the end: telnetlib's `read_some`.
///
/// Ends with all the text there is; it is empty at the end of the stream and
/// nowhere else.
#[derive(Clone, Debug)]
pub struct ReadSome {
    readable: Readable,
}

impl ReadSome {
    /// Waits at most until `deadline`.
    #[must_use]
    pub const fn new(deadline: Option<Instant>) -> Self {
        Self { readable: Readable::new(deadline) }
    }
}

impl Wait for ReadSome {
    type Output = Result<Bytes, TimedOut>;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        self.readable
            .poll(session, now)
            .map(|ready| ready.map(|()| session.take_all()))
    }

    fn deadline(&self) -> Option<Instant> {
        self.readable.deadline()
    }
}

/// Waits until the peer closes the connection: telnetlib's `read_all`.
///
/// Ends with all the text, which has to fit in
/// [`Config::max_unread`](crate::Config::max_unread); for more, call
/// `read_some` until it gives nothing.
#[derive(Clone, Debug)]
pub struct ReadAll {
    patience: Patience,
}

impl ReadAll {
    /// Waits at most until `deadline`.
    #[must_use]
    pub const fn new(deadline: Option<Instant>) -> Self {
        Self { patience: Patience::until(deadline) }
    }
}

impl Wait for ReadAll {
    type Output = Result<Bytes, TimedOut>;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        session.tick(now);
        if session.is_eof() {
            return Poll::Ready(Ok(session.take_all()));
        }
        if self.patience.is_over(now) {
            let unread = session.unread().len();
            return Poll::Ready(Err(TimedOut { unread }));
        }
        Poll::Pending
    }

    fn deadline(&self) -> Option<Instant> {
        self.patience.deadline()
    }
}
