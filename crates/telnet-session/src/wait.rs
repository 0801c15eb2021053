//! Something that is waited for.

use std::task::Poll;
use std::time::Instant;

use crate::Session;

/// A read, or anything else that a connection can be waited for, as a state
/// machine without I/O.
///
/// Poll it first thing and after each step of the connection. It is ready at
/// most once. It never blocks, and what it does not return stays in the
/// session, so it can be dropped at any time.
pub trait Wait {
    /// What it ends with.
    type Output;

    /// Looks whether it has come, at the time `now`. What has arrived counts
    /// for more than a deadline that has passed, and the first poll never
    /// times out, so that the socket is looked at once at least.
    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output>;

    /// When it is to be polled at the latest, though nothing arrives.
    fn deadline(&self) -> Option<Instant>;
}

/// When a wait ends for want of time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    deadline: Option<Instant>,
    looked: bool,
}

impl Patience {
    pub(crate) const fn until(deadline: Option<Instant>) -> Self {
        Self { deadline, looked: false }
    }

    pub(crate) const fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// Whether the deadline has passed, and one poll before it was in vain.
    pub(crate) fn is_over(&mut self, now: Instant) -> bool {
        let looked = std::mem::replace(&mut self.looked, true);
        looked && self.deadline.is_some_and(|deadline| now >= deadline)
    }
}
