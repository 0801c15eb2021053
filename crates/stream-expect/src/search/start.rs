//! Where a match begins, given where it ends.

use crate::engine::budget::Budget;
use crate::engine::cache::{Cache, FIRES, ROW, SPECIAL};
use crate::engine::machine::Machine;
use crate::engine::place::Place;
use crate::search::text::Text;

/// The stream offsets between which a match of a pattern lies.
#[derive(Clone, Debug)]
pub(crate) struct Bounds {
    /// The number of the pattern.
    pub(crate) index: usize,
    /// Where the text begins.
    pub(crate) cursor: u64,
    /// Where the match may begin.
    pub(crate) least: u64,
    /// Where it ends.
    pub(crate) end: u64,
    /// The octet there, if it has to do with it.
    pub(crate) after: Option<u8>,
}

/// The way back to where a match begins.
#[derive(Clone, Debug)]
pub(crate) struct WayBack {
    bounds: Bounds,
    /// Octets from here on were read.
    at: u64,
    /// The first place found at which it can begin.
    best: Option<u64>,
    place: Place,
}

impl WayBack {
    pub(crate) fn new(
        cache: &mut Cache,
        machine: &Machine,
        bounds: Bounds,
    ) -> Self {
        let start = machine.start_of(bounds.index);
        let (row, _) = cache.begin(machine, start, bounds.after);
        let place = Place::of(cache, machine, row);
        Self { at: bounds.end, bounds, best: None, place }
    }

    pub(crate) const fn bounds(&self) -> &Bounds {
        &self.bounds
    }

    /// The first place at which a match can begin that ends at the end of the
    /// bounds, if there is one; none at all where the budget is spent before
    /// that is known. One pass backwards, which stops where nothing can match
    /// any more.
    pub(crate) fn read(
        &mut self,
        cache: &mut Cache,
        machine: &Machine,
        text: &Text<'_>,
        budget: &mut Budget,
    ) -> Option<Option<u64>> {
        let mut row = self.place.enter(cache, machine);
        let from = self.at;
        loop {
            budget.spend(cache.take_work() + 1);
            if budget.is_spent() && self.at < from {
                self.place.leave(cache, machine, row);
                return None;
            }
            // The octet before decides whether one begins here.
            let before = text.before(self.at);
            let before = before.filter(|_| self.at > self.bounds.cursor);
            let Some(octet) = before else {
                let fires = cache.end(machine, row & ROW).is_some();
                return Some(if fires { Some(self.at) } else { self.best });
            };
            let next = cache.next(machine, row & ROW, octet);
            if next & FIRES != 0 {
                self.best = Some(self.at);
            }
            if self.at <= self.bounds.least || next & SPECIAL != 0 {
                return Some(self.best);
            }
            row = next;
            self.at -= 1;
        }
    }
}
