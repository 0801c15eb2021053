//! How often the peer may change its mind.

use std::time::{Duration, Instant};

/// After how long one change comes back: 16 in a second.
const EACH: Duration = Duration::from_micros(62_500);

/// The changes of options that the peer may still cause.
///
/// RFC 1143 rules out endless negotiation between ends that follow it. A peer
/// that does not can change an option for ever, each time with an answer.
#[derive(Debug)]
pub(crate) struct Budget {
    left: u32,
    max: u32,
    /// Up to when it has been refilled.
    filled: Option<Instant>,
}

impl Budget {
    pub(crate) const fn new(max: u32) -> Self {
        Self { left: max, max, filled: None }
    }

    pub(crate) const fn is_spent(&self) -> bool {
        self.left == 0
    }

    pub(crate) const fn spend(&mut self) {
        self.left = self.left.saturating_sub(1);
    }

    /// It is `now`: refills what has come back since the last time.
    pub(crate) fn refill(&mut self, now: Instant) {
        if self.left == self.max {
            self.filled = Some(now);
            return;
        }
        let filled = *self.filled.get_or_insert(now);
        let time = now.saturating_duration_since(filled);
        let back = time.as_nanos() / EACH.as_nanos();
        let back = u32::try_from(back).unwrap_or(u32::MAX);
        if back > 0 {
            self.left = self.left.saturating_add(back).min(self.max);
            // What is not a whole change yet counts on.
            let used = EACH.saturating_mul(back);
            self.filled = filled.checked_add(used).or(Some(now));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixteen_come_back_in_a_second_however_often_it_is_asked() {
        let start = telnet_testkit::clock::Clock::new().now();
        for steps in [1u32, 7, 1000] {
            let mut budget = Budget::new(256);
            budget.refill(start);
            (0..300).for_each(|_| budget.spend());
            assert!(budget.is_spent());
            for step in 1..=steps {
                budget.refill(start + Duration::from_secs(2) * step / steps);
            }
            assert_eq!(budget.left, 32, "{steps} steps");
            budget.refill(start + Duration::from_secs(1000));
            assert_eq!(budget.left, 256);
        }
    }
}
