//! The wait for an event.

use std::io;
use std::task::Poll;
use std::time::Instant;

use super::patience::Patience;
use super::{Timeouts, Wait};
use crate::error::TimedOut;
use crate::session::Session;
use crate::watch::Event;

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
        session.tick(now);
        self.patience.poll(session, now);
        let event = session.poll_event();
        if event.is_some() || session.is_eof() {
            return Poll::Ready(Ok(event));
        }
        if self.patience.is_over(now).is_some() {
            let unread = session.unread().len();
            return Poll::Ready(Err(TimedOut { unread }.into()));
        }
        Poll::Pending
    }

    fn deadline(&self) -> Option<Instant> {
        self.patience.deadline()
    }
}
