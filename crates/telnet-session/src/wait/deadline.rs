//! Until when to wait.

use std::time::Duration;
use std::time::Instant;

/// Until when a read waits: a time from the call on, a point in time, or for
/// ever.
///
/// A [`Duration`], an [`Instant`], or an `Option` of either makes one, `None`
/// waiting for ever; and it makes [`Timeouts`](crate::Timeouts), which reads
/// take. It holds from the start of the call, however much arrives meanwhile.
///
/// ```
/// use std::time::{Duration, Instant};
/// use telnet_session::Deadline;
/// let now = Instant::now();
/// let soon = Deadline::from(Duration::from_secs(5));
/// assert_eq!(soon.at(now), Some(now + Duration::from_secs(5)));
/// assert_eq!(Deadline::from(None::<Duration>).at(now), None);
/// assert_eq!(Deadline::from(now).at(now), Some(now));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Deadline {
    /// So long after the start of the call.
    After(Duration),
    /// At this time.
    At(Instant),
    /// Never.
    #[default]
    Never,
}

impl Deadline {
    /// The point in time, for a call that starts `now`; `None` where there is
    /// none, or where it is too far away to be told.
    #[must_use]
    pub fn at(self, now: Instant) -> Option<Instant> {
        match self {
            Self::After(time) => now.checked_add(time),
            Self::At(at) => Some(at),
            Self::Never => None,
        }
    }
}

impl From<Duration> for Deadline {
    fn from(time: Duration) -> Self {
        Self::After(time)
    }
}

impl From<Instant> for Deadline {
    fn from(at: Instant) -> Self {
        Self::At(at)
    }
}

impl<T: Into<Self>> From<Option<T>> for Deadline {
    fn from(deadline: Option<T>) -> Self {
        deadline.map_or(Self::Never, Into::into)
    }
}
