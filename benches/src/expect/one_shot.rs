//! All the text at hand, one look at it: what no stream can beat.

use regex::bytes::Regex;

use super::{Searcher, Set, compile};

/// The crate `regex` over the whole text, the patterns as alternatives.
#[derive(Debug)]
pub struct OneShot {
    regex: Regex,
}

impl Searcher for OneShot {
    const NAME: &'static str = "regex, one shot";

    fn new(set: &Set) -> Self {
        let whole: Vec<_> =
            set.patterns.iter().map(|it| format!("(?:{it})")).collect();
        Self { regex: compile(&whole.join("|")) }
    }

    fn find(&mut self, text: &[u8], _chunk: usize) -> Option<usize> {
        self.regex.find(text).map(|found| found.end())
    }
}
