//! Text that has come and was not taken.

use std::collections::VecDeque;

use crate::helpers::matched::Match;
use crate::search::Search;
use crate::search::found::{End, Found, Step};
use crate::search::text::Text;
use crate::set::PatternSet;

/// Text that is fed in pieces and kept until it is taken, and the searches
/// through it.
///
/// ```
/// use stream_expect::{Buffer, End, PatternSet, Step};
/// let set = PatternSet::new(["login: $", r"(?m)^error (\d+)\n"])?;
/// let mut buffer = Buffer::new();
/// buffer.feed(b"Welcome\nlog");
/// assert_eq!(buffer.find(&set), Step::Pending { quiet: false });
/// buffer.feed(b"in: ");
/// // `$` is true if no more comes. A timer would say so.
/// assert_eq!(buffer.find(&set), Step::Pending { quiet: true });
/// let Step::Found(found) = buffer.find_at(&set, End::Quiet) else { panic!() };
/// let login = buffer.take(&set, &found);
/// assert_eq!(login.before(), b"Welcome\n");
/// assert_eq!(login.as_bytes(), b"login: ");
/// # Ok::<(), stream_expect::PatternError>(())
/// ```
///
/// What is fed is kept, however much it is: [`room`](Self::room) says how much
/// more there should be, 8 MiB together by default.
pub struct Buffer {
    octets: Vec<u8>,
    /// So many of them were taken.
    taken: usize,
    /// The stream offset of the first that was not.
    offset: u64,
    marks: VecDeque<u64>,
    ended: bool,
    most: usize,
    /// The search under way, as long as nothing else is taken.
    search: Option<Search>,
}

/// Octets that are kept at most, if nothing else is said.
const MOST: usize = 8 << 20;

/// So many marks there may be, whatever the cap on octets.
const FEW_MARKS: usize = 16;

impl Default for Buffer {
    fn default() -> Self {
        Self::new()
    }
}

impl Buffer {
    /// One for 8 MiB of text.
    #[must_use]
    pub const fn new() -> Self {
        Self::with_max(MOST)
    }

    /// One for so many octets of text.
    #[must_use]
    pub const fn with_max(octets: usize) -> Self {
        Self {
            octets: Vec::new(),
            taken: 0,
            offset: 0,
            marks: VecDeque::new(),
            ended: false,
            most: octets,
            search: None,
        }
    }

    /// Octets have come.
    pub fn feed(&mut self, octets: &[u8]) {
        // What was taken makes room once it is as much as what is left: so
        // each octet is moved once at most.
        if self.taken > self.octets.len() / 2 {
            self.octets.drain(..self.taken);
            self.taken = 0;
        }
        self.octets.extend_from_slice(octets);
    }

    /// How many octets more there should be: 0 means that the text is to be
    /// taken first, by [`take_settled`](Self::take_settled) if by nothing else.
    /// The marks may take as much memory as the text.
    #[must_use]
    pub fn room(&self) -> usize {
        let marks = (self.most / size_of::<u64>()).max(FEW_MARKS);
        if self.marks.len() >= marks {
            return 0;
        }
        self.most.saturating_sub(self.unread().len())
    }

    /// The sender has marked an end here, as behind a prompt: an
    /// [`End::Mark`].
    pub fn mark(&mut self) {
        let here = self.end_offset();
        if self.marks.back() != Some(&here) {
            self.marks.push_back(here);
        }
    }

    /// The stream has ended, which is an [`End::Eof`].
    pub const fn finish(&mut self) {
        self.ended = true;
    }

    /// Whether the stream has ended.
    #[must_use]
    pub const fn is_finished(&self) -> bool {
        self.ended
    }

    /// The text that was not taken.
    #[must_use]
    pub fn unread(&self) -> &[u8] {
        self.octets.get(self.taken..).unwrap_or_default()
    }

    /// The stream offset of its first octet.
    #[must_use]
    pub const fn offset(&self) -> u64 {
        self.offset
    }

    /// Searches the text: see [`Search`]. Each octet is read once: as long as
    /// the set is the same and nothing was taken, the search goes on where it
    /// stopped. Nothing is taken. Where there is [more](Step::More) to do, call
    /// it again.
    pub fn find(&mut self, set: &PatternSet) -> Step {
        let (search, text) = self.search(set);
        search.poll(text)
    }

    /// Searches the text, knowing that nothing follows it for now: see
    /// [`Search::end`]. Marks and the end of the stream are heeded anyhow.
    pub fn find_at(&mut self, set: &PatternSet, end: End) -> Step {
        let (search, text) = self.search(set);
        search.end(text, end)
    }

    /// The same, until there is no more to do.
    pub(super) fn find_all_at(&mut self, set: &PatternSet, end: End) -> Step {
        loop {
            match self.find_at(set, end) {
                Step::More => {}
                step @ (Step::Found(_) | Step::Pending { .. }) => return step,
            }
        }
    }

    /// Removes what was found and all before it, and hands it out.
    #[must_use]
    pub fn take(&mut self, set: &PatternSet, found: &Found) -> Match {
        let place = |at: u64| {
            let place = usize::try_from(at.saturating_sub(self.offset));
            place.unwrap_or(usize::MAX).min(self.unread().len())
        };
        let (start, end) = (place(found.start), place(found.end));
        let groups = set.groups(found, self.text());
        let text = self.unread().get(..end).unwrap_or_default().to_vec();
        self.consume(end);
        Match::new(text, start, *found, groups)
    }

    /// Removes the first octets of the text, or all if there are fewer.
    pub fn consume(&mut self, octets: usize) {
        if octets > 0 {
            self.search = None;
            self.remove(octets);
        }
    }

    /// Removes and hands out the text that no match of the search under way can
    /// reach back to, so that a search of more text than there is room for goes
    /// on. It is no longer [before](Match::before) the match then.
    #[must_use]
    pub fn take_settled(&mut self) -> Vec<u8> {
        let settled = self.search.as_ref().map_or(0, Search::settled);
        let settled = settled.saturating_sub(self.offset);
        let settled = usize::try_from(settled).unwrap_or(usize::MAX);
        let text = self.unread().get(..settled).unwrap_or_default().to_vec();
        self.remove(text.len());
        text
    }

    fn search(&mut self, set: &PatternSet) -> (&mut Search, Text<'_>) {
        let octets = self.octets.get(self.taken..).unwrap_or_default();
        let text = Text::new(octets).at(self.offset);
        let text = text.marks(&self.marks).ended(self.ended);
        let offset = self.offset;
        let new = || Search::from_offset(set, offset);
        let search = self.search.get_or_insert_with(new);
        if search.set() != set {
            *search = new();
        }
        (search, text)
    }

    fn text(&self) -> Text<'_> {
        Text::new(self.unread()).at(self.offset)
    }

    fn end_offset(&self) -> u64 {
        self.offset.saturating_add(self.unread().len() as u64)
    }

    fn remove(&mut self, octets: usize) {
        let octets = octets.min(self.unread().len());
        self.taken += octets;
        self.offset = self.offset.saturating_add(octets as u64);
        let gone = self.marks.partition_point(|mark| *mark < self.offset);
        self.marks.drain(..gone);
        if self.taken == self.octets.len() {
            self.octets.clear();
            self.taken = 0;
        }
    }
}

impl std::fmt::Debug for Buffer {
    /// Shows lengths, not the text, which may be a secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Buffer")
            .field("unread", &self.unread().len())
            .field("offset", &self.offset)
            .field("ended", &self.ended)
            .finish_non_exhaustive()
    }
}
