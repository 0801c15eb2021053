//! What is kept of a state about octets that need not be looked at one by one.

use crate::engine::machine::Machine;
use crate::engine::octets::Octets;

/// How a search may go on from a state faster than octet by octet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Skip {
    pub(crate) how: How,
    pub(crate) trial: Trial,
    /// How often a block of octets has ended here.
    met: u8,
}

/// Whether a skip pays, by what it has skipped.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Trial {
    /// Calls since it was judged last, and octets skipped by them.
    calls: u32,
    skipped: u32,
    /// Off until the cache has read so many octets.
    pub(crate) paused: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// Not looked into yet.
    Unknown,
    /// Octet by octet.
    Not,
    /// No match has begun: to where one may begin that holds a needle of the
    /// machine.
    Needles,
    /// All octets but these lead back to the state.
    Escapes(Octets),
}

/// A state where so many blocks have ended is looked into.
const OFTEN: u8 = 3;
/// After so many calls it is judged whether a skip pays.
const TRIAL: u32 = 256;
/// It does if it skips so many octets each time.
const WORTH: u32 = 16;
/// If not, it is tried again after so many octets.
const PAUSE: u64 = 1 << 20;

impl Skip {
    /// How to skip from a state that was just made.
    pub(crate) fn of(machine: &Machine, key: &[u32]) -> Self {
        let idle = machine.idle.iter().any(|idle| **idle == *key);
        let how = if idle { How::Needles } else { How::Unknown };
        Self { how, trial: Trial::default(), met: 0 }
    }

    pub(crate) fn is_on(&self) -> bool {
        self.trial.paused.is_none()
            && matches!(self.how, How::Needles | How::Escapes(..))
    }

    /// A block has ended in this state; whether to look into it.
    pub(crate) fn meet(&mut self, read: u64) -> bool {
        if self.trial.is_over(read) {
            return true;
        }
        self.met = self.met.saturating_add(1);
        self.how == How::Unknown && self.met >= OFTEN
    }
}

impl Trial {
    /// Whether a pause is over.
    pub(crate) fn is_over(&self, read: u64) -> bool {
        self.paused.is_some_and(|until| read >= until)
    }

    /// Whether it has not failed of late.
    pub(crate) fn is_on(&mut self, read: u64) -> bool {
        if self.is_over(read) {
            self.paused = None;
        }
        self.paused.is_none()
    }

    /// Counts a skip of so many octets; whether to skip again.
    pub(crate) fn judge(&mut self, octets: usize, read: u64) -> bool {
        self.calls += 1;
        self.skipped = self.skipped.saturating_add(octets as u32);
        if self.calls < TRIAL {
            return true;
        }
        let pays = self.skipped >= TRIAL * WORTH;
        (self.calls, self.skipped) = (0, 0);
        if !pays {
            self.paused = Some(read + PAUSE);
        }
        pays
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Judged after every so many calls, by what they skipped together.
    #[test]
    fn a_skip_is_tried_on_as_long_as_it_pays() {
        let calls = u64::from(TRIAL);
        for (octets, pays) in [(16, true), (15, false), (1000, true)] {
            let mut trial = Trial::default();
            for _ in 1..calls {
                assert!(trial.judge(octets, 7), "{octets}: not judged yet");
            }
            assert_eq!(trial.judge(octets, 7), pays, "{octets}");
            assert_eq!(trial.is_on(7 + PAUSE - 1), pays);
            assert!(trial.is_on(7 + PAUSE));
            // It begins anew.
            assert!(trial.judge(0, 8));
        }
    }

    #[test]
    fn a_state_is_looked_into_once_blocks_end_there_often() {
        let trial = Trial::default();
        let mut skip = Skip { how: How::Unknown, trial, met: 0 };
        assert_eq!([(); 4].map(|()| skip.meet(0)), [false, false, true, true]);
        skip.how = How::Not;
        assert!(!skip.meet(0));
        // A pause that is over is to be ended.
        skip.trial.paused = Some(10);
        assert_eq!([9, 10].map(|read| skip.meet(read)), [false, true]);
    }
}
