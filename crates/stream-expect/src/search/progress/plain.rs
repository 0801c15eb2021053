//! What is done without an automaton.

use memchr::memmem::Finder;

use crate::engine::budget::Budget;
use crate::engine::needles::Which;
use crate::engine::needles::kind::Sight;
use crate::search::found::{Decided, Found};
use crate::search::progress::{Progress, State};
use crate::search::text::Text;
use crate::set::program::Program;

/// What a look at what has come showed.
pub(in crate::search) enum Look {
    /// It was not looked: there is something to read.
    Not,
    /// No needle.
    Nothing,
    /// A needle of this kind.
    Needle(Which, Sight),
}

/// Fewer octets are read at once as well.
const SHORT: u64 = 32;

impl Progress {
    /// One text as it stands.
    pub(in crate::search) fn find(
        &mut self,
        finder: &Finder<'_>,
        text: &Text<'_>,
        budget: &Budget,
    ) -> Option<Found> {
        let length = finder.needle().len() as u64;
        // It may have begun in the last octets.
        let from = self.at.saturating_sub(length - 1);
        let from = from.max(self.cursor).max(text.offset());
        let most = (budget.most() as u64).saturating_add(length);
        let to = text.end().min(from.saturating_add(most));
        self.state = State::Finding;
        self.more = to < text.end();
        self.at = to;
        let rest = text.octets().get(text.place(from)..text.place(to))?;
        let start = from + finder.find(rest)? as u64;
        self.at = start + length;
        Some(Found {
            index: 0,
            start,
            end: start + length,
            clipped: false,
            by: Decided::Octet,
            followed: false,
        })
    }

    /// Looks for needles in what has come, where that is all there is to do.
    /// Without one no match ends there, not even at an end of the text, and it
    /// is left to be read later.
    #[inline]
    pub(in crate::search) fn look(
        &mut self,
        program: &Program,
        text: &Text<'_>,
    ) -> Look {
        let Some(which) = self.waits else { return Look::Not };
        let end = text.end();
        let far = end.saturating_sub(self.at);
        let is_right = SHORT <= far && far <= program.later as u64;
        let Some(kind) = program.forward.kind(which) else { return Look::Not };
        if !is_right || end < self.seen {
            return Look::Not;
        }
        // One may have begun in the last octets.
        let longest = kind.longest() as u64;
        let from = (self.seen + 1).saturating_sub(longest).max(self.cursor);
        let octets = text.octets();
        let at = text.place(from)..octets.len();
        match kind.find(octets, at.clone()) {
            Some(found) => Look::Needle(which, kind.sight(at, Some(found))),
            None => {
                self.seen = end;
                Look::Nothing
            }
        }
    }
}
