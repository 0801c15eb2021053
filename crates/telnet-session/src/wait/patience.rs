//! When a wait ends for want of time.

use std::io;
use std::task::Poll;
use std::time::{Duration, Instant};

use super::{Deadline, Quiet, Timeouts};
use crate::error::{TimedOutError, UnsentError};
use crate::outcome::Cause;
use crate::session::Session;

/// How long a silence is that is taken for an end, if nothing else is said.
pub(crate) const QUIET: Duration = Duration::from_millis(100);

/// How many looks past its deadline a wait for text has, each of which brought
/// some: with the adapters' 64 KiB for one at most, 4 MiB.
const LATE: u8 = 64;

/// When a wait ends for want of time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    timeouts: Timeouts,
    /// The deadline, once the wait has begun.
    total: Option<Instant>,
    /// How much text had been received when some came last, and when that
    /// was.
    heard: Option<(u64, Instant)>,
    /// Whether there was a poll since then that found nothing new.
    looked: bool,
    /// Whether there was a poll that found nothing at all.
    begun: bool,
    /// Looks past the deadline each of which brought text.
    late: u8,
    /// The end of a silence that would mean something.
    due: Option<Instant>,
}

impl Patience {
    pub(crate) const fn new(timeouts: Timeouts) -> Self {
        let total = match timeouts.total {
            Deadline::At(at) => Some(at),
            Deadline::After(_) | Deadline::Never => None,
        };
        Self {
            timeouts,
            total,
            heard: None,
            looked: false,
            begun: false,
            late: 0,
            due: None,
        }
    }

    /// Only a deadline: silences mean nothing.
    pub(crate) fn until(timeouts: impl Into<Timeouts>) -> Self {
        let total = timeouts.into().total;
        Self::new(Timeouts { total, idle: None, quiet: Quiet::Never })
    }

    /// It is polled `now`: tells the session the time, and looks whether text has
    /// come since the last time.
    pub(crate) fn poll(&mut self, session: &mut Session, now: Instant) {
        session.tick(now);
        if self.heard.is_none() {
            self.total = self.timeouts.total.at(now);
        }
        let received = session.offset() + session.unread().len() as u64;
        self.due = None;
        if self.heard.is_none_or(|(before, _)| before != received) {
            self.heard = Some((received, now));
            self.looked = false;
        } else {
            self.looked = true;
        }
    }

    /// When it is to be polled at the latest.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        let ends = [self.total, self.idle_end(), self.due];
        ends.into_iter().flatten().min()
    }

    /// Whether it has been silent for long enough, where that would mean
    /// something, and a look for more was in vain.
    pub(crate) fn is_quiet(&mut self, means: bool, now: Instant) -> bool {
        self.due = if means { self.quiet_end() } else { None };
        self.looked && self.due.is_some_and(|end| now >= end)
    }

    /// Whether it has been silent for `time`, and a look for more was in vain.
    /// If not, it is to be polled again at the end of that time.
    pub(crate) fn is_silent(&mut self, time: Duration, now: Instant) -> bool {
        let end = self.heard.and_then(|(_, heard)| heard.checked_add(time));
        if !self.looked || end.is_none_or(|end| now < end) {
            self.due = [self.due, end].into_iter().flatten().min();
            return false;
        }
        true
    }

    /// It is looked at again at once, for more.
    pub(crate) const fn look_again(&mut self, now: Instant) {
        self.looked = false;
        self.due = Some(now);
    }

    /// Whether the last look brought nothing.
    pub(crate) const fn has_looked(&self) -> bool {
        self.looked
    }

    /// Something was sent: the silence begins anew.
    pub(crate) fn restart(&mut self, now: Instant) {
        if let Some((_, heard)) = &mut self.heard {
            *heard = now;
        }
    }

    /// What was said about silences.
    pub(crate) const fn quiet(&self) -> Quiet {
        self.timeouts.quiet
    }

    /// Why it is over, if it is and one poll before found nothing.
    pub(crate) fn is_over(&mut self, now: Instant) -> Option<Cause> {
        let looked = std::mem::replace(&mut self.begun, true);
        let over = |end: Option<Instant>| end.is_some_and(|end| now >= end);
        if !looked {
            None
        } else if over(self.total) {
            Some(Cause::Deadline)
        } else if over(self.idle_end()) {
            Some(Cause::Idle)
        } else {
            None
        }
    }

    /// What a read is that has nothing yet: pending, or `TimedOut` once it is
    /// over.
    pub(crate) fn waiting<T, E: From<TimedOutError>>(
        &mut self,
        session: &Session,
        now: Instant,
    ) -> Poll<Result<T, E>> {
        if self.is_over(now).is_none() {
            return Poll::Pending;
        }
        let unread = session.unread().len();
        Poll::Ready(Err(TimedOutError { unread }.into()))
    }

    /// What a send is of which `queued` of `len` are in the session: ready once
    /// all was transmitted, pending, or an error once it is over.
    pub(crate) fn sending(
        &mut self,
        session: &Session,
        (queued, len): (usize, usize),
        now: Instant,
    ) -> Poll<io::Result<()>> {
        if queued == len && !session.wants_write() {
            return Poll::Ready(Ok(()));
        }
        if self.is_over(now).is_none() {
            return Poll::Pending;
        }
        Poll::Ready(Err(UnsentError { queued, len }.into()))
    }

    /// Like [`is_over`](Self::is_over), but past the deadline it goes on as
    /// long as each look brings text: it had arrived before. That ends, with a
    /// peer that never stops, after [`LATE`] looks.
    pub(crate) fn is_over_and_all_seen(
        &mut self,
        now: Instant,
    ) -> Option<Cause> {
        let cause = self.is_over(now)?;
        if self.looked || self.late >= LATE {
            return Some(cause);
        }
        self.late += 1;
        None
    }

    fn idle_end(&self) -> Option<Instant> {
        self.heard?.1.checked_add(self.timeouts.idle?)
    }

    fn quiet_end(&self) -> Option<Instant> {
        let (_, heard) = self.heard?;
        match self.timeouts.quiet {
            Quiet::Auto => heard.checked_add(QUIET),
            Quiet::After(time) => heard.checked_add(time),
            Quiet::Immediate => Some(heard),
            Quiet::Never => None,
        }
    }
}
