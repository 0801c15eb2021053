//! The wait for a set: telnetlib's `expect`.

use std::task::Poll;
use std::time::Instant;

use stream_expect::{End, Found, PatternSet, Step, Text};

use crate::outcome::Outcome;
use crate::outcome::{Cause, Expected};
use crate::session::Session;
use crate::wait::Patience;
use crate::wait::{Timeouts, Wait};

/// Waits until one of several patterns matches: telnetlib's `expect`.
///
/// A match consumes the text through its end and nothing after it; without
/// one nothing is consumed, and the next wait for the same set goes on where
/// this one stopped. Which match it is, [`Session::expect_poll`] says.
///
/// In the [telnetlib profile](crate::Config::telnetlib) the patterns are
/// tried in order on all of the unread text, at each poll, as telnetlib did.
#[derive(Clone, Debug)]
pub struct Expect {
    set: PatternSet,
    patience: Patience,
    peek: bool,
    /// Whether the telnetlib profile has a way of its own.
    by_profile: bool,
    /// From which stream offset on, where that is not the first unread octet.
    from: Option<u64>,
    polled: bool,
}

impl Expect {
    /// Waits for one of `set`.
    #[must_use]
    pub fn new(set: &PatternSet, timeouts: impl Into<Timeouts>) -> Self {
        Self {
            set: set.clone(),
            patience: Patience::new(timeouts.into()),
            peek: false,
            by_profile: true,
            from: None,
            polled: false,
        }
    }

    /// Looks at the text from a stream offset on, the same way in each profile,
    /// and leaves all of it unread. The outcome has what it looked at.
    pub(crate) const fn from(mut self, offset: u64) -> Self {
        self.by_profile = false;
        self.peek = true;
        self.from = Some(offset);
        self
    }

    /// Leaves the match unread: its outcome is a copy.
    #[must_use]
    pub const fn peek(mut self) -> Self {
        self.peek = true;
        self
    }

    fn hit(&self, session: &mut Session, found: &Found) -> Poll<Outcome> {
        let it = if self.peek {
            let from = self.from.unwrap_or_else(|| session.offset());
            session.peek_found_from(&self.set, found, from)
        } else {
            session.take_found(&self.set, found)
        };
        Poll::Ready(Outcome::of(Ok(it)))
    }

    /// There is more to search than one look may: the next one is at once,
    /// unless the time is long over.
    fn go_on(&mut self, session: &mut Session, now: Instant) -> Poll<Outcome> {
        self.patience.look_again(now);
        match self.patience.is_over_and_all_seen(now) {
            Some(cause) => self.miss(session, cause),
            None => Poll::Pending,
        }
    }

    fn miss(&self, session: &mut Session, cause: Cause) -> Poll<Outcome> {
        let text = match self.from {
            Some(from) => session.share_from(from),
            None => session.text_of_miss(),
        };
        Poll::Ready(Outcome::miss(text, Expected::Set(self.set.clone()), cause))
    }
}

impl Wait for Expect {
    type Output = Outcome;

    fn poll(&mut self, session: &mut Session, now: Instant) -> Poll<Outcome> {
        self.patience.poll(session, now);
        let first = !std::mem::replace(&mut self.polled, true);
        let step = if self.by_profile
            && session.config().profile().tries_patterns_in_order()
        {
            session.find_as_telnetlib(&self.set, first)
        } else {
            session.expect_poll_from(&self.set, self.from)
        };
        let quiet = match step {
            Step::Found(found) => return self.hit(session, &found),
            Step::Pending { quiet } => quiet,
            Step::More => return self.go_on(session, now),
        };
        if session.is_eof() {
            return self.miss(session, Cause::Eof);
        }
        if self.patience.is_quiet(quiet, now) {
            let step =
                session.expect_end_from(&self.set, End::Quiet, self.from);
            match step {
                Step::Found(found) => return self.hit(session, &found),
                Step::Pending { .. } => {}
                Step::More => return self.go_on(session, now),
            }
        }
        match self.patience.is_over_and_all_seen(now) {
            Some(cause) => self.miss(session, cause),
            None => Poll::Pending,
        }
    }

    fn deadline(&self) -> Option<Instant> {
        self.patience.deadline()
    }
}

impl Session {
    /// The first pattern that matches anywhere in the unread text, each over
    /// all of it; none at the first look where the end of the stream was known
    /// before.
    fn find_as_telnetlib(&self, set: &PatternSet, first: bool) -> Step {
        if first && self.is_eof() {
            return Step::Pending { quiet: false };
        }
        match set.find_whole(Text::new(self.unread()).at(self.offset())) {
            Some(found) => Step::Found(found),
            None => Step::Pending { quiet: false },
        }
    }
}
