//! Groups: what parts of a match matched.

use std::ops::Range;

use regex_automata::{Anchored, Input, PatternID};

use crate::search::found::{Decided, Found};
use crate::search::text::Text;
use crate::set::PatternSet;

/// Where the groups of a match lie: see [`PatternSet::groups`].
#[derive(Clone, Debug)]
pub struct Groups {
    set: PatternSet,
    index: usize,
    spans: Box<[Option<(usize, usize)>]>,
}

impl Groups {
    /// Where a group lies in the text that the groups were asked of; `None` if
    /// there is no such group, or it took no part. Group 0 is the whole match.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<Range<usize>> {
        let (start, end) = self.spans.get(number).copied().flatten()?;
        Some(start..end)
    }

    /// Where a group with a name lies in that text.
    #[must_use]
    pub fn name(&self, name: &str) -> Option<Range<usize>> {
        let regex = self.set.regex(self.index)?;
        self.get(regex.group_info().to_index(PatternID::ZERO, name)?)
    }
}

impl PatternSet {
    /// The groups of a match, in the text that it was found in: those of the
    /// way from its start to its end which the regular expression prefers.
    /// `None` where the pattern has no groups, or the match is
    /// [clipped](Found::clipped).
    ///
    /// The text has to hold the match, and the octet behind it if that has
    /// come. The engine for it is compiled when a pattern is first asked for
    /// its groups, and kept.
    #[must_use]
    pub fn groups<'a>(
        &self,
        found: &Found,
        text: impl Into<Text<'a>>,
    ) -> Option<Groups> {
        let Found { index, start, end, clipped, .. } = *found;
        let pattern = self.pattern(index)?;
        if clipped || pattern.group_count() == 0 {
            return None;
        }
        let regex = self.regex(index)?;
        let text = text.into();
        let (start, end) = (text.place(start), text.place(end));
        let seen = end.saturating_add(usize::from(found.followed));
        let octets = text.octets();
        let octets = octets.get(..seen).unwrap_or(octets);
        if end > octets.len() || start > end {
            return None;
        }
        let input = Input::new(octets).span(start..end).anchored(Anchored::Yes);
        let mut captures = regex.create_captures();
        regex.search_captures(&input, &mut captures);
        captures.is_match().then(|| {
            let each = captures.iter();
            let spans = each.map(|it| it.map(|it| (it.start, it.end)));
            Groups { set: self.clone(), index, spans: spans.collect() }
        })
    }

    /// The first pattern of the set that matches anywhere in a text which is
    /// there in whole, each over all of it, as the crate `regex` finds it. What
    /// it gives for a stream depends on how much has come.
    #[must_use]
    pub fn find_whole<'a>(&self, text: impl Into<Text<'a>>) -> Option<Found> {
        let text = text.into();
        (0..self.len()).find_map(|index| {
            let found = self.regex(index)?.find(text.octets())?;
            Some(Found {
                index,
                start: text.offset() + found.start() as u64,
                end: text.offset() + found.end() as u64,
                clipped: false,
                by: Decided::Octet,
                followed: true,
            })
        })
    }
}
