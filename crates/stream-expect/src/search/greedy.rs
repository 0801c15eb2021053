//! Where a greedy match ends.

use crate::engine::automaton::Automaton;
use crate::engine::budget::Budget;
use crate::engine::cache::{Cache, FIRES, ROW, Row, SPECIAL};
use crate::engine::machine::Machine;
use crate::engine::place::Place;
use crate::search::found::End;
use crate::search::text::Text;
use crate::set::program::{Caches, Program};

/// A match that may still become longer.
#[derive(Clone, Debug)]
pub(crate) struct Extension {
    pub(crate) index: usize,
    pub(crate) start: u64,
    /// Where it ends as far as is known.
    pub(crate) end: u64,
    /// It may not end behind this.
    most: u64,
    /// Octets before this were read.
    at: u64,
    place: Place,
    /// What ended the text that it may be read in, and where.
    pub(crate) ended: Option<(u64, End)>,
}

/// How far an extension has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Nothing can lengthen the match any more.
    Settled,
    /// More text may.
    Open,
    /// The budget is spent before the end of the text.
    Spent,
}

impl Extension {
    /// The match of a pattern that begins at `start` behind the octet
    /// `before`, and which can end at `end`.
    pub(crate) fn new(
        program: &Program,
        caches: &mut Caches,
        index: usize,
        (start, end, most): (u64, u64, u64),
        before: Option<u8>,
    ) -> Self {
        let machine = &program.greedy;
        let state = machine.start_of(index);
        let cache = program.greedy_cache(caches);
        let (row, _) = cache.begin(machine, state, before);
        let place = Place::of(cache, machine, row);
        Self { index, start, end, most, at: start, place, ended: None }
    }

    /// Reads on, up to the stream offset `to`.
    pub(crate) fn read_to(
        &mut self,
        program: &Program,
        caches: &mut Caches,
        text: &Text<'_>,
        to: u64,
        budget: &mut Budget,
    ) -> Reach {
        let machine = &program.greedy;
        let cache = program.greedy_cache(caches);
        let mut row = self.place.enter(cache, machine);
        let from = self.at;
        let reach = loop {
            budget.spend(cache.take_work() + 1);
            if self.is_settled(cache, machine, row & ROW) || row & SPECIAL != 0
            {
                break Reach::Settled;
            }
            let octet = text.octet(self.at).filter(|_| self.at < to);
            let Some(octet) = octet else { break Reach::Open };
            if budget.is_spent() && self.at > from {
                break Reach::Spent;
            }
            let next = cache.next(machine, row & ROW, octet);
            if next & FIRES != 0 {
                self.end = self.at;
            }
            if self.at == self.most {
                break Reach::Settled;
            }
            self.at += 1;
            row = next;
        };
        self.place.leave(cache, machine, row);
        reach
    }

    /// Whether nothing that follows can make a difference, where the state is
    /// that of `row`.
    fn is_settled(
        &mut self,
        cache: &Cache,
        machine: &Machine,
        row: Row,
    ) -> bool {
        let Some(state) = cache.state(machine, row) else { return true };
        let at_most = self.at == self.most;
        if !at_most && state.len > 2 {
            return false;
        }
        let mut key = Vec::new();
        cache.key(machine, row, &mut key);
        if machine.automaton.has_match(&key) {
            self.end = self.at;
            return true;
        }
        at_most && !Automaton::is_undecided(&key)
    }

    /// Whether more was read than the match.
    pub(crate) const fn is_followed(&self) -> bool {
        self.end < self.at
    }

    /// The text ends here: that decides where the match ends.
    pub(crate) fn finish(&mut self, program: &Program, caches: &mut Caches) {
        let machine = &program.greedy;
        let cache = program.greedy_cache(caches);
        let row = self.place.enter(cache, machine);
        if cache.end(machine, row & ROW).is_some() {
            self.end = self.at;
        }
    }
}
