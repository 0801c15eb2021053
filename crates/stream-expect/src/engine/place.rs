//! Where a search is in its automaton, between two looks at the text.

use crate::engine::cache::{Cache, ROW, Row};
use crate::engine::keys::{pack, unpack};
use crate::engine::machine::Machine;

/// A state of an automaton that outlives the memory of the search: other
/// searches use that memory meanwhile, and empty it.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// Its key, packed.
    key: Vec<u8>,
    row: Row,
    /// Which memory `row` is of.
    version: u64,
}

impl Place {
    pub(crate) fn at(key: &[u32]) -> Self {
        let mut packed = Vec::new();
        pack(key, &mut packed);
        Self { key: packed, row: 0, version: 0 }
    }

    /// The state that a transition leads to.
    pub(crate) fn of(cache: &Cache, machine: &Machine, row: u32) -> Self {
        let mut place = Self { key: Vec::new(), row: 0, version: 0 };
        place.leave(cache, machine, row);
        place
    }

    /// The key of the state.
    pub(crate) fn key(&self, into: &mut Vec<u32>) {
        unpack(&self.key, into);
    }

    /// The transition to the state in this memory.
    pub(crate) fn enter(&self, cache: &mut Cache, machine: &Machine) -> u32 {
        if self.version == cache.version {
            return cache.again(machine, self.row);
        }
        cache.row_of_packed(machine, &self.key)
    }

    /// Remembers the state that a transition leads to.
    pub(crate) fn leave(&mut self, cache: &Cache, machine: &Machine, row: u32) {
        let row = row & ROW;
        if (self.row, self.version) == (row, cache.version) {
            return;
        }
        if cache.state(machine, row).is_some() {
            self.key.clear();
            self.key.extend_from_slice(cache.packed(machine, row));
            (self.row, self.version) = (row, cache.version);
        }
    }
}
