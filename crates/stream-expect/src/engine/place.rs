//! Where a search is in its automaton, between two looks at the text.

use std::sync::Arc;

use crate::engine::automaton::Key;
use crate::engine::cache::{Cache, ROW, Row};
use crate::engine::machine::Machine;

/// A state of an automaton that outlives the memory of the search: other
/// searches use that memory meanwhile, and empty it.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    key: Key,
    row: Row,
    /// Which memory `row` is of.
    version: u64,
}

impl Place {
    pub(crate) fn at(key: &[u32]) -> Self {
        Self { key: Arc::from(key), row: 0, version: 0 }
    }

    pub(crate) fn key(&self) -> &[u32] {
        &self.key
    }

    /// The transition to the state in this memory.
    pub(crate) fn enter(&self, cache: &mut Cache, machine: &Machine) -> u32 {
        if self.version == cache.version {
            return cache.again(machine, self.row);
        }
        cache.row_of(machine, &self.key)
    }

    /// Remembers the state that a transition leads to.
    pub(crate) fn leave(&mut self, cache: &Cache, machine: &Machine, row: u32) {
        let row = row & ROW;
        if (self.row, self.version) == (row, cache.version) {
            return;
        }
        if let Some(state) = cache.state(machine, row) {
            self.key = Arc::clone(&state.key);
            (self.row, self.version) = (row, cache.version);
        }
    }
}
