//! Time that passes only when told to.

use std::time::Duration;
use std::time::Instant;

/// A virtual clock: it starts at any instant and moves on by command.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    now: Instant,
}

impl Clock {
    /// A clock that stands still.
    #[must_use]
    pub fn new() -> Self {
        // Any instant will do: only differences matter.
        Self { now: Instant::now() }
    }

    /// What time it is.
    #[must_use]
    pub const fn now(&self) -> Instant {
        self.now
    }

    /// Lets time pass.
    pub fn advance(&mut self, time: Duration) {
        self.now += time;
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::new()
    }
}
