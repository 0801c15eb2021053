//! Groups: what parts of a match matched.

use regex_automata::{Anchored, Input};

use crate::search::found::{Decided, Found};
use crate::search::text::Text;
use crate::set::PatternSet;

/// Where each group of a match lies in the text, by number: the two ends, if
/// it took part. None for a pattern without groups.
pub type Groups = Option<Box<[Option<(usize, usize)>]>>;

impl PatternSet {
    /// The groups of the match of a pattern in `text[start..end]`: those of
    /// the way which the regex prefers.
    #[must_use]
    pub fn groups(
        &self,
        index: usize,
        text: &[u8],
        start: usize,
        end: usize,
    ) -> Groups {
        self.pattern(index).filter(|it| it.group_count() > 0)?;
        let regex = self.regex(index)?;
        let input = Input::new(text).span(start..end).anchored(Anchored::Yes);
        let mut captures = regex.create_captures();
        regex.search_captures(&input, &mut captures);
        captures.is_match().then(|| {
            captures.iter().map(|it| it.map(|it| (it.start, it.end))).collect()
        })
    }

    /// The number of a group with a name.
    #[must_use]
    pub fn group_named(&self, index: usize, name: &str) -> Option<usize> {
        use regex_automata::PatternID;
        let regex = self.regex(index)?;
        regex.group_info().to_index(PatternID::ZERO, name)
    }

    /// The first pattern of the set that matches anywhere in a text, each over
    /// all of it, as an engine finds it that has the whole text.
    #[must_use]
    pub fn find_whole(&self, text: &Text<'_>) -> Option<Found> {
        let mut each = 0..self.len();
        each.find_map(|index| {
            let found = self.regex(index)?.find(text.octets)?;
            Some(Found {
                index,
                start: text.offset + found.start() as u64,
                end: text.offset + found.end() as u64,
                clipped: false,
                by: Decided::Octet,
                followed: true,
            })
        })
    }
}
