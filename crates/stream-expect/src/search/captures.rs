//! Groups: what parts of a match matched.

use regex_automata::{Anchored, Input, meta};
use regex_syntax::hir::Hir;

use crate::pattern::Pattern;
use crate::search::found::{Decided, Found};
use crate::search::text::Text;
use crate::set::PatternSet;

/// Where each group of a match lies in the text, by number: the two ends, if
/// it took part. None for a pattern without groups.
pub type Groups = Option<Box<[Option<(usize, usize)>]>>;

/// The whole engine of a pattern. Its size is bounded by that of the set it
/// is in.
pub(crate) fn compile(hir: &Hir) -> Option<meta::Regex> {
    let config = meta::Config::new()
        .utf8_empty(false)
        .nfa_size_limit(None)
        .hybrid_cache_capacity(256 << 10);
    meta::Builder::new().configure(config).build_from_hir(hir).ok()
}

impl Pattern {
    /// How many groups it has, besides the whole.
    #[must_use]
    pub fn group_count(&self) -> usize {
        self.hir().properties().explicit_captures_len()
    }
}

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
