//! Text that is unread.

use std::task::Poll;
use std::time::{Duration, Instant};

use super::api::{Config, Expect, PatternSet, ReadUntil, Session, Wait};

/// Reads a text line by line. How many there are.
pub(crate) fn lines(text: &[u8]) -> usize {
    let mut config = Config::default();
    config.max_unread = text.len() + 1;
    let mut session = Session::new(config);
    session.receive(text);
    let (now, mut count) = (Instant::now(), 0);
    let left = Duration::ZERO;
    loop {
        match ReadUntil::new(b"\n", left).poll(&mut session, now) {
            Poll::Ready(outcome) if outcome.is_match() => count += 1,
            Poll::Ready(_) | Poll::Pending => return count,
        }
    }
}

/// Looks in vain each 4 KiB, up to so many octets that stay unread. How often.
pub(crate) fn misses(text: &[u8]) -> usize {
    let mut config = Config::default();
    config.max_unread = text.len() + 1;
    let mut session = Session::new(config);
    let set = PatternSet::new(["router9#"]).expect("patterns");
    let now = Instant::now();
    for part in text.chunks(4 << 10) {
        session.receive(part);
        let mut wait = Expect::new(&set, now);
        // Its time is over; a poll may leave some text to the next one.
        let outcome = loop {
            if let Poll::Ready(outcome) = wait.poll(&mut session, now) {
                break outcome;
            }
        };
        assert!(outcome.is_timeout());
    }
    text.len() / (4 << 10)
}
