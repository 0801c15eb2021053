//! How long a silence has to be.

use std::time::Duration;

use crate::wait::QUIET;
use crate::wait::Quiet;

/// What a silence is to decide; the longer ones last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Silence {
    /// Nothing: that there is no more to read is enough.
    None,
    /// That a line which looks right is complete. While logging in a mistake
    /// does no harm: what follows is known by the echo of the first command.
    Login,
    /// The same for a command.
    Usual,
    /// That a line is complete which looks right only in part: it ends with a
    /// prompt, or with a question.
    Long,
    /// That a line is complete which does not look right.
    Longest,
}

pub(super) const LONG: Duration = Duration::from_millis(500);
pub(super) const LONGEST: Duration = Duration::from_secs(1);

impl Silence {
    /// How long it is, given how long an answer of the host has taken: a host
    /// that answers in a millisecond does not pause for long in a line. `None`
    /// if no silence will do.
    pub(super) fn time(
        self,
        quiet: Quiet,
        trip: Option<Duration>,
    ) -> Option<Duration> {
        let measured = |least: u64| {
            let trip = trip.unwrap_or(QUIET);
            (Duration::from_millis(least) + trip.saturating_mul(4)).min(QUIET)
        };
        match (quiet, self) {
            (Quiet::After(time), _) => Some(time),
            (Quiet::Never, _) => None,
            (Quiet::Immediate, _) | (Quiet::Auto, Self::None) => {
                Some(Duration::ZERO)
            }
            (Quiet::Auto, Self::Login) => Some(measured(20)),
            (Quiet::Auto, Self::Usual) => Some(measured(80)),
            (Quiet::Auto, Self::Long) => Some(LONG),
            (Quiet::Auto, Self::Longest) => Some(LONGEST),
        }
    }
}
