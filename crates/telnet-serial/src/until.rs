//! Until when something goes on.

use std::time::Instant;

use telnet_session::Deadline;

/// A deadline that is counted from the first look at it. The first look never
/// finds it over, so that what has arrived is looked at once at least.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Until {
    deadline: Deadline,
    at: Option<Instant>,
    has_begun: bool,
}

impl Until {
    pub(crate) fn new(deadline: impl Into<Deadline>) -> Self {
        Self { deadline: deadline.into(), at: None, has_begun: false }
    }

    /// Whether it is over, at the time `now`.
    pub(crate) fn is_over(&mut self, now: Instant) -> bool {
        if !self.has_begun {
            self.has_begun = true;
            self.at = self.deadline.at(now);
            return false;
        }
        self.at.is_some_and(|at| now >= at)
    }

    /// When, once it has begun.
    pub(crate) const fn at(&self) -> Option<Instant> {
        self.at
    }
}

/// The sooner of two times, where there is one.
pub(crate) fn sooner(
    one: Option<Instant>,
    other: Option<Instant>,
) -> Option<Instant> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}
