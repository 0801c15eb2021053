//! What is done without an automaton.

use memchr::memmem::Finder;

use crate::engine::budget::Budget;
use crate::engine::needles::Which;
use crate::engine::needles::kind::Sight;
use crate::search::found::{Decided, Found};
use crate::search::progress::{Progress, State};
use crate::search::text::Text;
use crate::set::program::Program;

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

    /// Whether there is no needle as far as was seen, and more than a little to
    /// read.
    pub(in crate::search) fn may_look(&self, text: &Text<'_>) -> bool {
        self.waits.is_some() && text.end().saturating_sub(self.at) >= SHORT
    }

    /// Looks for needles in what has come, where that is all there is to do.
    /// Without one no match ends there, not even at an end of the text, and it
    /// is left to be read later.
    pub(in crate::search) fn look(
        &mut self,
        program: &Program,
        text: &Text<'_>,
        budget: &Budget,
    ) -> Option<(Which, Sight)> {
        let end = text.end();
        let far = end.saturating_sub(self.at);
        let which = self.waits?;
        let kind = program.forward.needles.as_ref()?.kind(which)?;
        let most = program.later.min(budget.most());
        let is_little = end >= self.seen && far <= most as u64;
        if !is_little {
            return None;
        }
        // One may have begun in the last octets.
        let longest = kind.longest() as u64;
        let none = self.known.get(which).none;
        let from = (none + 1).saturating_sub(longest).max(self.cursor);
        let at = text.place(from)..text.place(end);
        let sight = kind.look(text.octets(), at);
        if sight.found.is_none() {
            self.seen = end;
            self.known.get_mut(which).none = end;
            (self.more, self.quiet) = (false, false);
        }
        Some((which, sight))
    }
}
