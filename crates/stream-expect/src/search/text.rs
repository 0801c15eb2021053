//! The text that a search looks at, by stream offsets.

use std::collections::VecDeque;

/// What has come of a stream, as far as it is still there: a buffer of the
/// caller's, and what is known of it.
///
/// A slice makes one, and so does a `&Vec<u8>`: of a stream from its begin on.
///
/// ```
/// use stream_expect::{PatternSet, Search, Step, Text};
/// let set = PatternSet::new([r"\d+$"])?;
/// let mut search = Search::new(&set);
/// // 1,000 octets have come, and the last five are there.
/// let text = Text::new(b"abc42").at(995);
/// assert_eq!(search.poll(text), Step::Pending { quiet: true });
/// // They are the last.
/// let Step::Found(found) = search.poll(text.ended(true)) else { panic!() };
/// assert_eq!((found.start, found.end), (998, 1000));
/// # Ok::<(), stream_expect::PatternError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    octets: &'a [u8],
    offset: u64,
    marks: (&'a [u64], &'a [u64]),
    ended: bool,
}

impl<'a> Text<'a> {
    /// The stream from its begin on.
    #[must_use]
    pub const fn new(octets: &'a [u8]) -> Self {
        Self { octets, offset: 0, marks: (&[], &[]), ended: false }
    }

    /// Says the stream offset of the first octet: how many came before it.
    #[must_use]
    pub const fn at(self, offset: u64) -> Self {
        Self { offset, ..self }
    }

    /// Says where in the stream the sender has marked an end, as by a prompt:
    /// the stream offsets of the octets behind the marks, in order, none of
    /// them before the text. Each is an [`End::Mark`](crate::End).
    #[must_use]
    pub fn marks(self, marks: &'a VecDeque<u64>) -> Self {
        Self { marks: marks.as_slices(), ..self }
    }

    /// Says whether the stream has ended behind the text, which is an
    /// [`End::Eof`](crate::End).
    #[must_use]
    pub const fn ended(self, ended: bool) -> Self {
        Self { ended, ..self }
    }

    /// The octets.
    #[must_use]
    pub const fn octets(&self) -> &'a [u8] {
        self.octets
    }

    /// The stream offset of the first of them.
    #[must_use]
    pub const fn offset(&self) -> u64 {
        self.offset
    }

    /// Whether the stream has ended behind them.
    #[must_use]
    pub const fn is_ended(&self) -> bool {
        self.ended
    }

    /// The stream offset behind the last octet.
    pub(crate) const fn end(&self) -> u64 {
        self.offset.saturating_add(self.octets.len() as u64)
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
        let first = |marks: &[u64]| {
            marks.get(marks.partition_point(|mark| *mark < at)).copied()
        };
        first(self.marks.0).or_else(|| first(self.marks.1))
    }
}

impl<'a> From<&'a [u8]> for Text<'a> {
    fn from(octets: &'a [u8]) -> Self {
        Self::new(octets)
    }
}

impl<'a> From<&'a Vec<u8>> for Text<'a> {
    fn from(octets: &'a Vec<u8>) -> Self {
        Self::new(octets)
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Text<'a> {
    fn from(octets: &'a [u8; N]) -> Self {
        Self::new(octets)
    }
}
