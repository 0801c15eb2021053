//! What is done with octets that a plain socket brings.

use std::os::fd::AsFd;

use memchr::memchr;
use regex::bytes::Regex;
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::ping::LINE;

const IAC: u8 = 255;
const NO_TIME: Timespec = Timespec { tv_sec: 0, tv_nsec: 0 };

pub(crate) trait Reader: Default {
    /// Takes octets that a read brought. Whether the line is there.
    fn take(&mut self, socket: impl AsFd, octets: &[u8]) -> bool;
}

/// Counts, and knows nothing.
#[derive(Default)]
pub(crate) struct Raw(usize);

impl Reader for Raw {
    fn take(&mut self, _: impl AsFd, octets: &[u8]) -> bool {
        self.0 += octets.len();
        self.0 % LINE.len() == 0
    }
}

/// What a program does that talks to a host without this family.
pub(crate) struct ByHand {
    patterns: [Regex; 2],
    text: Vec<u8>,
}

impl Default for ByHand {
    fn default() -> Self {
        let patterns =
            ["ping\r\n", "pong\r\n"].map(|it| Regex::new(it).unwrap());
        Self { patterns, text: Vec::new() }
    }
}

impl Reader for ByHand {
    fn take(&mut self, socket: impl AsFd, octets: &[u8]) -> bool {
        let mut asked = [PollFd::new(&socket, PollFlags::PRI)];
        assert_eq!(poll(&mut asked, Some(&NO_TIME)).unwrap(), 0, "urgent data");
        assert_eq!(memchr(IAC, octets), None, "a command");
        self.text.extend_from_slice(octets);
        let found = self.patterns.iter().find_map(|it| it.find(&self.text));
        let Some(end) = found.map(|it| it.end()) else { return false };
        self.text.drain(..end);
        true
    }
}
