//! What all dialogues do: wait for the next thing that is known, and keep what
//! was said meanwhile.

use std::task::Poll;
use std::time::Instant;

use bytes::BytesMut;

use super::error::DialogueError;
use crate::{Expect, Match, NoMatch, PatternSet, Session, Timeouts, Wait};

/// The host's side of a dialogue.
///
/// What the dialogue has made use of stays unread until it ends, so that none
/// of it is lost if it is dropped before.
pub(super) struct Talk {
    timeouts: Timeouts,
    expect: Option<Expect>,
    /// The stream offset up to which it has made use of the text.
    seen: Option<u64>,
    /// What was consumed and is worth keeping.
    pub(super) said: BytesMut,
}

impl Talk {
    /// The timeouts are for all of it.
    pub(super) fn new(timeouts: Timeouts) -> Self {
        Self { timeouts, expect: None, seen: None, said: BytesMut::new() }
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
        let (timeouts, from) = (self.timeouts, self.seen(session));
        let new = || Expect::new(set, timeouts).from(from);
        let expect = self.expect.get_or_insert_with(new);
        let Poll::Ready(outcome) = expect.poll(session, now) else {
            let max = session.config().max_unread;
            if session.unread().len() >= max {
                return Err(DialogueError::TooLong { max });
            }
            return Ok(None);
        };
        self.expect = None;
        let it = outcome.matched().map_err(|miss| self.miss(miss))?;
        self.see(session, it.text().len());
        Ok(Some(it))
    }

    /// What it has not made use of yet.
    pub(super) fn unseen<'s>(&self, session: &'s Session) -> &'s [u8] {
        session.unread_from(self.seen(session))
    }

    /// Makes use of the next so many octets.
    pub(super) fn see(&mut self, session: &Session, n: usize) {
        self.seen = Some(self.seen(session) + n as u64);
    }

    fn seen(&self, session: &Session) -> u64 {
        self.seen.unwrap_or_else(|| session.offset())
    }

    /// It has ended: what it has made use of is read.
    pub(super) fn end(&self, session: &mut Session) {
        let seen = self.seen(session).saturating_sub(session.offset());
        session.consume(usize::try_from(seen).unwrap_or(usize::MAX));
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
