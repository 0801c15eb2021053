//! The part of a session that waits for patterns.

use bytes::Bytes;
use stream_expect::{
    End, Found, Groups, PatternError, PatternSet, Patterns, Step, Text,
};

use super::Session;
use crate::outcome::Match;
use crate::text::Scan;

impl Session {
    /// Compiles patterns, unless they are among the lists that were given last:
    /// see [`PatternSet::recent`]. What a wait for patterns given as texts
    /// begins with.
    ///
    /// # Errors
    /// Those of [`PatternSet::new`].
    pub fn pattern_set(
        &self,
        patterns: impl Patterns,
    ) -> Result<PatternSet, PatternError> {
        PatternSet::recent(patterns)
    }

    /// Searches the unread text for the patterns of a set: what
    /// [`Expect`](crate::expect::Expect) polls.
    ///
    /// The result is the first octet with which a pattern fires; among those
    /// that fire with it, the first of the set; and of its matches the one
    /// that begins first. It does not depend on how the text was cut. Each
    /// octet is read once: as long as the set is the same and nothing was
    /// consumed, a search goes on where it stopped.
    ///
    /// What one call does is bounded by
    /// [`SetLimits::work`](crate::expect::SetLimits): where that is used up it
    /// says [`Step::More`], and is to be called again.
    pub fn expect_poll(&mut self, set: &PatternSet) -> Step {
        self.expect_poll_from(set, None)
    }

    /// Whether the wait that was polled last has more text to search than one
    /// poll may: it is to be polled again at once, or after others have had
    /// their turn. Its deadline says so, too.
    #[must_use]
    pub fn is_searching(&self) -> bool {
        self.scan.as_ref().is_some_and(|scan| scan.has_more())
    }

    /// Like [`expect_poll`](Self::expect_poll), in the text from a stream
    /// offset on.
    pub(crate) fn expect_poll_from(
        &mut self,
        set: &PatternSet,
        from: Option<u64>,
    ) -> Step {
        let (scan, text) = self.scan_for(set, from);
        scan.look(text, None)
    }

    /// The same, knowing that the unread text is all there is for now. The
    /// marks of the peer and the end of the stream are heeded anyhow.
    pub fn expect_end(&mut self, set: &PatternSet, end: End) -> Step {
        self.expect_end_from(set, end, None)
    }

    /// Like [`expect_end`](Self::expect_end), in the text from a stream offset
    /// on.
    pub(crate) fn expect_end_from(
        &mut self,
        set: &PatternSet,
        end: End,
        from: Option<u64>,
    ) -> Step {
        let (scan, text) = self.scan_for(set, from);
        scan.look(text, Some(end))
    }

    /// Hands out what [`expect_poll`](Self::expect_poll) found, and consumes
    /// the text through its end.
    #[must_use]
    pub fn take_found(&mut self, set: &PatternSet, found: &Found) -> Match {
        let groups = self.groups_of(set, found, self.offset());
        let start = self.place_of(found.start);
        let text = self.take(self.place_of(found.end));
        // It is over, and takes memory.
        self.scan = None;
        Match::of_pattern(text, start, groups, found)
    }

    /// The same without consuming anything.
    #[must_use]
    pub fn peek_found(&self, set: &PatternSet, found: &Found) -> Match {
        self.peek_found_from(set, found, self.offset())
    }

    /// Like [`peek_found`](Self::peek_found), of the text from a stream offset
    /// on.
    pub(crate) fn peek_found_from(
        &self,
        set: &PatternSet,
        found: &Found,
        from: u64,
    ) -> Match {
        let groups = self.groups_of(set, found, from);
        let start = self.place_of(found.start);
        let (from, end) = (self.place_of(from), self.place_of(found.end));
        let text = self.unread().get(from..end).unwrap_or_default();
        let text = Bytes::copy_from_slice(text);
        Match::of_pattern(text, start - from, groups, found)
    }

    /// Removes and hands out the text that no match of the search under way
    /// can reach back to: so a search through more text than
    /// [`Config::max_unread`](crate::Config::max_unread) stays within it. At
    /// most [`SetLimits::max_match`](crate::expect::SetLimits) and two octets
    /// of what was searched stay. What is handed out is no longer
    /// [`before`](Match::before) the match.
    pub fn take_settled(&mut self) -> Bytes {
        let Some(scan) = &mut self.scan else { return Bytes::new() };
        let offset = self.text.offset();
        if !scan.is_at(offset) {
            return Bytes::new();
        }
        let settled = scan.settled().saturating_sub(offset);
        scan.rebase(offset + settled);
        self.take(usize::try_from(settled).unwrap_or(0))
    }

    fn scan_for(
        &mut self,
        set: &PatternSet,
        from: Option<u64>,
    ) -> (&mut Scan, Text<'_>) {
        let offset = self.text.offset();
        let eof = self.is_eof();
        let new = || Scan::new(set, offset, from.unwrap_or(offset));
        let scan = self.scan.get_or_insert_with(|| Box::new(new()));
        if !scan.is_for(set, offset, from) {
            **scan = new();
        }
        let text = Text::new(self.text.unread()).at(offset);
        (scan, text.marks(self.text.inbox().marks()).ended(eof))
    }

    /// Where in the unread text a stream offset is.
    fn place_of(&self, offset: u64) -> usize {
        let place = offset.saturating_sub(self.offset());
        usize::try_from(place).unwrap_or(usize::MAX)
    }

    /// The groups of a match, where they lie in the unread text from a stream
    /// offset on.
    fn groups_of(
        &self,
        set: &PatternSet,
        found: &Found,
        from: u64,
    ) -> Option<Groups> {
        set.groups(found, Text::new(self.unread_from(from)).at(from))
    }
}
