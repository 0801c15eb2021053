//! The waits for events, alone and with the text between them.

use std::io;
use std::task::Poll;
use std::time::Instant;

use super::patience::Patience;
use super::{Timeouts, Wait};
use crate::session::Session;
use crate::watch::Event;
use bytes::Bytes;

/// Waits for an [`Event`], or the end of the stream: then there is none.
///
/// Text that nobody reads stops events, too, once it is as much as
/// [`Config::max_unread`](crate::Config::max_unread).
#[derive(Clone, Copy, Debug)]
pub struct NextEvent {
    patience: Patience,
}

impl NextEvent {
    /// Waits for as long as the timeouts say; what they say of a silence is
    /// of no account, and `idle` is about text.
    #[must_use]
    pub fn new(timeouts: impl Into<Timeouts>) -> Self {
        Self { patience: Patience::new(timeouts.into()) }
    }
}

impl Wait for NextEvent {
    type Output = io::Result<Option<Event>>;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        self.patience.poll(session, now);
        let event = session.poll_event();
        if event.is_some() || session.is_eof() {
            return Poll::Ready(Ok(event));
        }
        self.patience.waiting(session, now)
    }

    fn deadline(&self) -> Option<Instant> {
        self.patience.deadline()
    }
}

/// What comes next: see [`ReadNext`]. Text is octets, or of another type where
/// it is decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "all that is no event is text")]
pub enum Received<T = Bytes> {
    /// Text, up to the next event. Never empty.
    Text(T),
    /// Something else that the peer said, at this place of the text.
    Event(Event),
}

/// Waits for text or an [`Event`], whichever the peer has sent first; at the
/// end of the stream there is neither.
///
/// So an event keeps its place: the text before a GA that marks a prompt, say,
/// is given before it. Events are made where
/// [`Config::events`](crate::Config::events) is on.
#[derive(Clone, Copy, Debug)]
pub struct ReadNext {
    patience: Patience,
}

impl ReadNext {
    /// Waits for as long as the timeouts say; what they say of a silence is
    /// of no account, and `idle` is about text.
    #[must_use]
    pub fn new(timeouts: impl Into<Timeouts>) -> Self {
        Self { patience: Patience::new(timeouts.into()) }
    }
}

impl Wait for ReadNext {
    type Output = io::Result<Option<Received>>;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        self.patience.poll(session, now);
        let text = session.text_before_event();
        if text > 0 {
            let text = Received::Text(session.take(text));
            return Poll::Ready(Ok(Some(text)));
        }
        let event = session.poll_event();
        if event.is_some() || session.is_eof() {
            return Poll::Ready(Ok(event.map(Received::Event)));
        }
        self.patience.waiting(session, now)
    }

    fn deadline(&self) -> Option<Instant> {
        self.patience.deadline()
    }
}

/// Waits until the peer has answered or refused all that it was asked, or until
/// the time is over, or the stream: see
/// [`Session::is_settled`](crate::Session::is_settled). Its output is whether
/// all was answered: a peer that never answers is no fault, many do not.
///
/// Text that comes meanwhile stays unread.
#[derive(Clone, Copy, Debug)]
pub struct Settled {
    patience: Patience,
}

impl Settled {
    /// Waits for as long as the timeouts say; what they say of a silence is
    /// of no account, and `idle` is about text.
    #[must_use]
    pub fn new(timeouts: impl Into<Timeouts>) -> Self {
        Self { patience: Patience::new(timeouts.into()) }
    }
}

impl Wait for Settled {
    type Output = bool;

    fn poll(&mut self, session: &mut Session, now: Instant) -> Poll<bool> {
        self.patience.poll(session, now);
        let is_settled = session.is_settled();
        let is_over = session.is_eof() || self.patience.is_over(now).is_some();
        if is_settled || is_over {
            return Poll::Ready(is_settled);
        }
        Poll::Pending
    }

    fn deadline(&self) -> Option<Instant> {
        self.patience.deadline()
    }
}
