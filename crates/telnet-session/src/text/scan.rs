//! The search through the unread text, and what it goes with.

use stream_expect::{End, PatternSet, Search, Step, Text};

/// A search through the unread text, as long as that begins where it did.
#[derive(Debug)]
pub(crate) struct Scan {
    search: Search,
    /// The stream offset at which the unread text has to begin.
    base: u64,
    /// Whether the last look was not the last that is to be made now.
    more: bool,
}

impl Scan {
    /// A search for `set` from the stream offset `cursor` on, of text that
    /// begins at `base`.
    pub(crate) fn new(set: &PatternSet, base: u64, cursor: u64) -> Self {
        Self { search: Search::from_offset(set, cursor), base, more: false }
    }

    /// Whether it is one for `set` in text that begins at `base`, from
    /// `cursor` on if that is given.
    pub(crate) fn is_for(
        &self,
        set: &PatternSet,
        base: u64,
        cursor: Option<u64>,
    ) -> bool {
        self.base == base
            && cursor.is_none_or(|cursor| cursor == self.search.start())
            && self.search.set() == set
    }

    /// Whether the text that it goes with begins there.
    pub(crate) const fn is_at(&self, base: u64) -> bool {
        self.base == base
    }

    /// The stream offset before which nothing is looked at any more.
    pub(crate) fn settled(&self) -> u64 {
        self.search.settled().max(self.base)
    }

    /// The text before this was taken away, and the search goes on.
    pub(crate) const fn rebase(&mut self, base: u64) {
        self.base = base;
    }

    /// Looks at the text, which ends for now if that is said.
    pub(crate) fn look(&mut self, text: Text<'_>, end: Option<End>) -> Step {
        let step = match end {
            Some(end) => self.search.end(text, end),
            None => self.search.poll(text),
        };
        self.more = step == Step::More;
        step
    }

    /// Whether the last look was not the last that is to be made now.
    pub(crate) const fn has_more(&self) -> bool {
        self.more
    }

    /// Nobody looks any more, for all that is known.
    pub(crate) const fn pause(&mut self) {
        self.more = false;
    }
}
