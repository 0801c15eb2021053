//! A match with its text.

use std::fmt;
use std::ops::Range;

use crate::search::found::{Decided, Found};
use crate::search::groups::Groups;

/// A match, and what came before it.
#[derive(Clone)]
pub struct Match {
    text: Vec<u8>,
    start: usize,
    found: Found,
    groups: Option<Groups>,
}

impl Match {
    /// `text` goes through the end of the match, which begins at `start`.
    pub(crate) const fn new(
        text: Vec<u8>,
        start: usize,
        found: Found,
        groups: Option<Groups>,
    ) -> Self {
        Self { text, start, found, groups }
    }

    /// Which pattern of the set it is, from 0.
    #[must_use]
    pub const fn index(&self) -> usize {
        self.found.index
    }

    /// What came before the match.
    #[must_use]
    pub fn before(&self) -> &[u8] {
        self.text.get(..self.start).unwrap_or_default()
    }

    /// What matched.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.text.get(self.start..).unwrap_or_default()
    }

    /// What came, through the end of the match.
    #[must_use]
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// What came, through the end of the match.
    #[must_use]
    pub fn into_text(self) -> Vec<u8> {
        self.text
    }

    /// What a group of the pattern matched; `None` if there is no such group,
    /// or it took no part. Group 0 is the whole match.
    #[must_use]
    pub fn group(&self, number: usize) -> Option<&[u8]> {
        self.text.get(self.span(number)?)
    }

    /// What a group with a name matched.
    #[must_use]
    pub fn name(&self, name: &str) -> Option<&[u8]> {
        self.text.get(self.groups.as_ref()?.name(name)?)
    }

    /// Where in [`text`](Self::text) a group lies.
    #[must_use]
    pub fn span(&self, number: usize) -> Option<Range<usize>> {
        if number == 0 {
            return Some(self.start..self.text.len());
        }
        self.groups.as_ref()?.get(number)
    }

    /// Where it lies in the stream.
    #[must_use]
    pub const fn found(&self) -> &Found {
        &self.found
    }

    /// Whether it is longer than [`SetLimits::max_match`](crate::SetLimits):
    /// then it is cut to its last so many octets, and has no groups.
    #[must_use]
    pub const fn is_clipped(&self) -> bool {
        self.found.clipped
    }

    /// What decided it: an octet of text, or an end.
    #[must_use]
    pub const fn decided(&self) -> Decided {
        self.found.by
    }
}

impl fmt::Debug for Match {
    /// Shows lengths, not the text, which may be a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (index, len) = (self.index(), self.text.len());
        write!(f, "Match({index}, {len} octets)")
    }
}
