//! All that has arrived, searched again whenever more arrives.

use regex::bytes::Regex;

use super::{Searcher, Set, compile};

/// What telnetlib and pexpect do, without Python.
#[derive(Debug)]
pub struct Naive {
    patterns: Vec<Regex>,
    buffer: Vec<u8>,
}

impl Searcher for Naive {
    const NAME: &'static str = "naive";

    fn new(set: &Set) -> Self {
        let patterns = set.patterns.iter().map(|it| compile(it)).collect();
        Self { patterns, buffer: Vec::new() }
    }

    fn find(&mut self, text: &[u8], chunk: usize) -> Option<usize> {
        self.buffer.clear();
        for part in text.chunks(chunk) {
            self.buffer.extend_from_slice(part);
            let mut found = self.patterns.iter();
            let found = found.find_map(|it| it.find(&self.buffer));
            if let Some(found) = found {
                return Some(found.end());
            }
        }
        None
    }
}
