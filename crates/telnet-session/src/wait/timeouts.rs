//! How long a wait for text goes on.

use std::time::{Duration, Instant};

use crate::wait::Deadline;

/// How long a wait for text goes on, and when a silence means something.
///
/// Waits take `impl Into<Timeouts>`: what makes a [`Deadline`] makes one with
/// that deadline alone.
///
/// ```
/// use std::time::Duration;
/// use telnet_session::{Quiet, Timeouts};
/// let reload = Timeouts::from(Duration::from_secs(600))
///     .idle(Duration::from_secs(60))
///     .quiet(Quiet::After(Duration::from_secs(1)));
/// # let _ = reload;
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timeouts {
    /// Until when, however much arrives.
    pub total: Deadline,
    /// For how long no text may arrive.
    pub idle: Option<Duration>,
    /// When a silence is taken for the end of what the peer has to say.
    pub quiet: Quiet,
}

/// When a silence is taken for an end: see [`Pattern`](crate::Pattern).
///
/// The time runs only while something would match if no more came; it costs
/// nothing where patterns are not late.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Quiet {
    /// After 100 ms. A dialogue ([`Run`](crate::dialogue::Run) and its like)
    /// waits for less where it can tell: see there.
    #[default]
    Auto,
    /// When no text has arrived for so long.
    After(Duration),
    /// Never: only the peer's marks and the end of the stream are.
    Never,
    /// At once, when all that has arrived was read. What matches then depends
    /// on how the network cut the text: it is what telnetlib did.
    Immediate,
}

impl Timeouts {
    /// Ends the wait when no text has arrived for so long.
    #[must_use]
    pub const fn idle(mut self, idle: Duration) -> Self {
        self.idle = Some(idle);
        self
    }

    /// The same for a wait that starts `now`: the deadline is a point in time.
    #[must_use]
    pub fn starting(mut self, now: Instant) -> Self {
        self.total = self.total.at(now).map_or(Deadline::Never, Deadline::At);
        self
    }

    /// Says when a silence is an end.
    #[must_use]
    pub const fn quiet(mut self, quiet: Quiet) -> Self {
        self.quiet = quiet;
        self
    }
}

impl From<Deadline> for Timeouts {
    fn from(total: Deadline) -> Self {
        Self { total, ..Self::default() }
    }
}

impl From<Duration> for Timeouts {
    fn from(time: Duration) -> Self {
        Deadline::from(time).into()
    }
}

impl From<Instant> for Timeouts {
    fn from(at: Instant) -> Self {
        Deadline::from(at).into()
    }
}

impl<T: Into<Deadline>> From<Option<T>> for Timeouts {
    fn from(deadline: Option<T>) -> Self {
        Deadline::from(deadline).into()
    }
}
