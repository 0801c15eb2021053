//! The text that a scan looks at, by stream offsets.

use std::collections::VecDeque;

/// The unread text, and what is known of it.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// The octets.
    pub octets: &'a [u8],
    /// The stream offset of the first of them.
    pub offset: u64,
    /// The stream offsets of the marks of the peer, in order.
    pub marks: &'a VecDeque<u64>,
    /// Whether the stream has ended behind them.
    pub eof: bool,
}

impl Text<'_> {
    /// The stream offset behind the last octet.
    pub(crate) fn end(&self) -> u64 {
        self.offset + self.octets.len() as u64
    }

    /// Where in `octets` a stream offset is.
    pub(crate) fn place(&self, at: u64) -> usize {
        let place = at.saturating_sub(self.offset);
        usize::try_from(place).unwrap_or(usize::MAX)
    }

    /// The octet at a stream offset.
    pub(crate) fn octet(&self, at: u64) -> Option<u8> {
        let place = at.checked_sub(self.offset)?;
        self.octets.get(usize::try_from(place).ok()?).copied()
    }

    /// The octet before a stream offset.
    pub(crate) fn before(&self, at: u64) -> Option<u8> {
        self.octet(at.checked_sub(1)?)
    }

    /// The first mark at or behind a stream offset.
    pub(crate) fn mark_from(&self, at: u64) -> Option<u64> {
        let first = self.marks.partition_point(|mark| *mark < at);
        self.marks.get(first).copied()
    }
}
