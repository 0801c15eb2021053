//! How many ended in which way, and how fast.

use std::collections::BTreeMap;
use std::fmt;
use std::time::{Duration, Instant};

use crate::report::{Report, Status};

/// Counts how orders ended. `Display` is a line for people.
#[derive(Clone, Debug)]
pub struct Tally {
    start: Instant,
    all: usize,
    ended: BTreeMap<Status, usize>,
}

impl Tally {
    /// Of so many orders, from now on.
    #[must_use]
    pub fn new(all: usize, start: Instant) -> Self {
        Self { start, all, ended: BTreeMap::new() }
    }

    /// One more has ended.
    pub fn count(&mut self, report: &Report) {
        *self.ended.entry(report.status).or_default() += 1;
    }

    /// How many ended in this way.
    #[must_use]
    pub fn of(&self, status: Status) -> usize {
        self.ended.get(&status).copied().unwrap_or_default()
    }

    /// How many have ended.
    #[must_use]
    pub fn ended(&self) -> usize {
        self.ended.values().sum()
    }

    /// Whether all have ended, each as [`Status::Done`].
    #[must_use]
    pub fn is_all_done(&self) -> bool {
        self.of(Status::Done) == self.all
    }

    /// A line about where it is, with so many sessions under way.
    #[must_use]
    pub fn line(&self, running: usize, now: Instant) -> String {
        let ended = self.ended();
        let left = self.all.saturating_sub(ended);
        let took = now.saturating_duration_since(self.start).as_secs_f64();
        let rate = per_second(ended, took);
        let rest = if rate > 0.0 && left > 0 {
            let seconds = (as_f64(left) / rate).ceil();
            let time = Duration::try_from_secs_f64(seconds).unwrap_or_default();
            format!(", {} left", humantime::format_duration(time))
        } else {
            String::new()
        };
        format!(
            "{self}, {running} running, {} queued, {rate:.1}/s{rest}",
            left.saturating_sub(running)
        )
    }
}

fn per_second(count: usize, seconds: f64) -> f64 {
    if seconds > 0.0 { as_f64(count) / seconds } else { 0.0 }
}

fn as_f64(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.ended(), self.all)?;
        for (status, count) in &self.ended {
            write!(f, ", {count} {}", status.name())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_how_long_it_will_take() {
        let start = Instant::now();
        let mut tally = Tally::new(30, start);
        tally.ended.insert(Status::Done, 8);
        tally.ended.insert(Status::Failed, 2);
        let line = tally.line(5, start + Duration::from_secs(5));
        let want = "10 of 30, 8 done, 2 failed, 5 running, 15 queued, 2.0/s, \
                    10s left";
        assert_eq!(line, want);
        assert!(!tally.is_all_done());
    }
}
