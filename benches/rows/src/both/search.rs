//! A search through text that comes in chunks.

use std::time::Duration;

use super::api::{Config, PatternSet, Session, Step};
use super::is_more;
use crate::turns::cpu;

/// Text that was searched is thrown away when it is so much.
const KEPT: usize = 64 << 10;

/// Patterns, compiled.
pub(crate) struct Set(PatternSet);

impl Set {
    pub(crate) fn new(patterns: &[&str]) -> Self {
        Self(PatternSet::new(patterns).expect("patterns"))
    }

    /// The whole way: received, decoded, copied, searched, and drained. How many
    /// octets there are up to the end of the first match.
    pub(crate) fn find(&self, text: &[u8], chunk: usize) -> Option<u64> {
        let mut session = Session::new(Config::default());
        for part in text.chunks(chunk) {
            session.receive(part);
            loop {
                match session.expect_poll(&self.0) {
                    Step::Found(found) => return Some(found.end),
                    step if is_more(&step) => {}
                    _ => break,
                }
            }
            if session.unread().len() >= KEPT {
                drop(session.take_settled());
            }
        }
        None
    }

    /// Time of the processor that the longest poll takes in a text without a
    /// match.
    pub(crate) fn longest(&self, text: &[u8]) -> Duration {
        let mut session = Session::new(Config::default());
        session.receive(text);
        let mut longest = Duration::ZERO;
        loop {
            let start = cpu();
            let step = session.expect_poll(&self.0);
            longest = longest.max(cpu() - start);
            if !is_more(&step) {
                return longest;
            }
        }
    }
}
