//! The reads of telnetlib that wait.

use std::task::Poll;
use std::time::Instant;

use bytes::Bytes;

use crate::error::TimedOutError;
use crate::outcome::{Cause, Expected};
use crate::outcome::{Match, Outcome};
use crate::session::Session;
use crate::text::Sought;
use crate::wait::Patience;
use crate::wait::{Timeouts, Wait};

/// Waits until a text has been received: telnetlib's `read_until`.
///
/// A match consumes the text through its end and nothing after it. Without one
/// nothing is consumed (in the telnetlib profile, all of it is), and each octet
/// is searched once, over all waits for the same text. An empty text is found
/// at once.
#[derive(Clone, Debug)]
pub struct ReadUntil {
    /// None for the empty text.
    sought: Option<Sought>,
    patience: Patience,
}

impl ReadUntil {
    /// Waits for `expected`.
    #[must_use]
    pub fn new(expected: &[u8], timeouts: impl Into<Timeouts>) -> Self {
        let sought = Sought::new(expected);
        Self { sought, patience: Patience::new(timeouts.into()) }
    }
}

impl Wait for ReadUntil {
    type Output = Outcome;

    fn poll(&mut self, session: &mut Session, now: Instant) -> Poll<Outcome> {
        let Some(sought) = &self.sought else {
            return Poll::Ready(Outcome::of(Ok(Match::empty())));
        };
        self.patience.poll(session, now);
        if let Some((start, end)) = session.find_text(sought) {
            let it = Match::of_text(session.take(end), start);
            return Poll::Ready(Outcome::of(Ok(it)));
        }
        let over = if session.is_eof() {
            Some(Cause::Eof)
        } else if session.config().profile().ends_at_the_deadline() {
            // telnetlib's made one round with no time left.
            self.patience.is_over(now)
        } else {
            self.patience.is_over_and_all_seen(now)
        };
        over.map_or(Poll::Pending, |cause| {
            let expected = Expected::text(sought.clone());
            let text = session.text_of_miss();
            Poll::Ready(Outcome::miss(text, expected, cause))
        })
    }

    fn deadline(&self) -> Option<Instant> {
        self.sought.as_ref().and_then(|_| self.patience.deadline())
    }
}

/// Waits for at least one octet of text, or the end of the stream, and takes
/// nothing: what `Read` and `BufRead` are made of.
#[derive(Clone, Debug)]
pub struct Readable {
    patience: Patience,
}

impl Readable {
    /// Waits for as long as the timeouts say; what they say of a silence is
    /// of no account.
    #[must_use]
    pub fn new(timeouts: impl Into<Timeouts>) -> Self {
        Self { patience: Patience::new(timeouts.into()) }
    }
}

impl Wait for Readable {
    type Output = Result<(), TimedOutError>;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        self.patience.poll(session, now);
        if !session.unread().is_empty() || session.is_eof() {
            return Poll::Ready(Ok(()));
        }
        self.patience.waiting(session, now)
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
    /// Waits for as long as the timeouts say; what they say of a silence is
    /// of no account.
    #[must_use]
    pub fn new(timeouts: impl Into<Timeouts>) -> Self {
        Self { readable: Readable::new(timeouts) }
    }
}

impl Wait for ReadSome {
    type Output = Result<Bytes, TimedOutError>;

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
    /// Waits for as long as the timeouts say; what they say of a silence is
    /// of no account.
    #[must_use]
    pub fn new(timeouts: impl Into<Timeouts>) -> Self {
        Self { patience: Patience::new(timeouts.into()) }
    }
}

impl Wait for ReadAll {
    type Output = Result<Bytes, TimedOutError>;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        self.patience.poll(session, now);
        if session.is_eof() {
            return Poll::Ready(Ok(session.take_all()));
        }
        self.patience.waiting(session, now)
    }

    fn deadline(&self) -> Option<Instant> {
        self.patience.deadline()
    }
}
