//! What all dialogues do: wait for the next thing that is known, and keep what
//! was said meanwhile.

use std::task::Poll;
use std::time::Instant;

use bytes::BytesMut;

use super::error::DialogueError;
use crate::{Expect, Match, NoMatch, PatternSet, Session, Timeouts, Wait};

/// The host's side of a dialogue.
pub(super) struct Talk {
    timeouts: Timeouts,
    expect: Option<Expect>,
    /// What was consumed and is worth keeping.
    pub(super) said: BytesMut,
}

impl Talk {
    /// The timeouts are for all of it.
    pub(super) fn new(timeouts: Timeouts) -> Self {
        Self { timeouts, expect: None, said: BytesMut::new() }
    }

    /// It is polled `now`: the first time, the deadline is set.
    pub(super) fn poll(&mut self, now: Instant) {
        self.timeouts = self.timeouts.starting(now);
    }

    /// The next thing of `set` that the host says, once it does.
    pub(super) fn next(
        &mut self,
        set: &PatternSet,
        session: &mut Session,
        now: Instant,
    ) -> Result<Option<Match>, DialogueError> {
        let timeouts = self.timeouts;
        let expect =
            self.expect.get_or_insert_with(|| Expect::new(set, timeouts));
        let Poll::Ready(outcome) = expect.poll(session, now) else {
            return Ok(None);
        };
        self.expect = None;
        outcome.matched().map(Some).map_err(|miss| self.miss(miss))
    }

    /// Keeps text, as much as may be unread.
    pub(super) fn keep(
        &mut self,
        session: &Session,
        text: &[u8],
    ) -> Result<(), DialogueError> {
        let max = session.config().max_unread;
        if self.said.len() + text.len() > max {
            return Err(DialogueError::TooLong { max });
        }
        self.said.extend_from_slice(text);
        Ok(())
    }

    /// The error that hands out what was kept.
    pub(super) fn miss(&mut self, miss: NoMatch) -> DialogueError {
        let said = std::mem::take(&mut self.said).freeze();
        DialogueError::NoMatch { said, miss }
    }

    /// That of the wait under way, if there is one.
    pub(super) fn deadline(&self) -> Option<Option<Instant>> {
        self.expect.as_ref().map(Wait::deadline)
    }
}
