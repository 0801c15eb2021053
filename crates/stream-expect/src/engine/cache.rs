//! The lazy DFA: sets of NFA states that were met, and where octets lead.

use std::collections::HashMap;
use std::sync::Arc;

use crate::engine::automaton::{Automaton, Key, Scratch};
use crate::engine::classes::Classes;
use crate::engine::machine::Machine;
use crate::engine::skip::Skip;

/// A state as a number: where its row begins in the table.
///
/// The two highest bits of a transition say more: see [`FIRES`],
/// [`SPECIAL`].
pub(crate) type Row = u32;

/// A pattern fires with this octet.
pub(crate) const FIRES: u32 = 1 << 31;
/// The state has a [`Skip`], or is dead.
pub(crate) const SPECIAL: u32 = 1 << 30;
/// Not known yet. All bits, so that one comparison finds whatever is not a
/// plain row.
pub(crate) const UNKNOWN: u32 = u32::MAX;
/// The row of a transition.
pub(crate) const ROW: u32 = SPECIAL - 1;

/// What was remembered of an automaton. It grows up to a limit, and then is
/// emptied.
///
/// A [`Row`] is good until the next call of [`next`](Self::next), which gives
/// another; a [`Key`] for ever.
#[derive(Debug)]
pub(crate) struct Cache {
    table: Vec<u32>,
    states: Vec<State>,
    rows: HashMap<Key, Row>,
    pub(crate) scratch: Scratch,
    /// The rows of the states from which a search begins, by what is before.
    starts: [u32; 5],
    octets: usize,
    limit: usize,
    /// Told apart from all other caches, and from itself before it was
    /// emptied.
    pub(crate) version: u64,
    /// Octets read since it was emptied.
    pub(crate) read: u64,
    /// Whether it was emptied before it was of use.
    pub(crate) thrashes: bool,
    /// What fired at the last step that was not remembered.
    pub(crate) last: Option<usize>,
    /// Work that was not told of yet.
    work: usize,
}

/// What is kept of a state besides its row.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) key: Key,
    pub(crate) skip: Skip,
    /// The pattern that fires if the text ends here, once that was asked.
    end: Option<Option<usize>>,
}

/// Octets of a new state that cost as much as a look at a state of the NFA.
const MADE: usize = 32;

/// Octets of bookkeeping for a state, about.
const STATE: usize = size_of::<State>() + 2 * size_of::<(Key, Row)>() + 16;

impl Cache {
    pub(crate) fn new(machine: &Machine, limit: usize) -> Self {
        Self {
            table: Vec::new(),
            states: Vec::new(),
            rows: HashMap::new(),
            scratch: machine.automaton.scratch(),
            starts: [UNKNOWN; 5],
            octets: 0,
            limit,
            version: version(),
            read: 0,
            thrashes: false,
            last: None,
            work: 0,
        }
    }

    /// Where `octet` leads from `row`. What was remembered may be gone
    /// afterwards, `row` with it.
    pub(crate) fn next(
        &mut self,
        machine: &Machine,
        row: Row,
        octet: u8,
    ) -> u32 {
        let place = row as usize + machine.classes.of(octet);
        let known = self.table.get(place).copied().unwrap_or(UNKNOWN);
        if known != UNKNOWN {
            return known;
        }
        let Some(fired) = self.step(machine, row, octet) else {
            return UNKNOWN;
        };
        self.last = fired;
        let version = self.version;
        let mut next = self.intern(machine);
        if fired.is_some() {
            next |= FIRES;
        }
        if version == self.version {
            if let Some(place) = self.table.get_mut(place) {
                *place = next;
            }
        }
        next
    }

    /// The pattern that fires when `octet` follows `row`, if one does.
    pub(crate) fn fired(
        &mut self,
        machine: &Machine,
        row: Row,
        octet: u8,
    ) -> Option<usize> {
        self.step(machine, row, octet)?
    }

    /// Steps from `row` over `octet`: the set it leads to is in the scratch.
    /// The pattern that fires, if one does; none where there is no such row.
    fn step(
        &mut self,
        machine: &Machine,
        row: Row,
        octet: u8,
    ) -> Option<Option<usize>> {
        let key = Arc::clone(&self.state(machine, row)?.key);
        Some(machine.automaton.step(&mut self.scratch, &key, octet))
    }

    /// The pattern that fires if the text ends at `row`.
    pub(crate) fn end(&mut self, machine: &Machine, row: Row) -> Option<usize> {
        let state = self.state(machine, row)?;
        if let Some(end) = state.end {
            return end;
        }
        let key = Arc::clone(&state.key);
        let end = machine.automaton.end(&mut self.scratch, &key);
        if let Some(state) = self.state_mut(machine, row) {
            state.end = Some(end);
        }
        end
    }

    /// The row of a key; with the bits of a transition.
    pub(crate) fn row_of(&mut self, machine: &Machine, key: &[u32]) -> u32 {
        if let Some(&row) = self.rows.get(key) {
            return self.again(machine, row);
        }
        self.scratch.key.clear();
        self.scratch.key.extend_from_slice(key);
        self.intern(machine)
    }

    /// The transition to a row of this cache: with [`SPECIAL`] where it
    /// applies.
    pub(crate) fn again(&self, machine: &Machine, row: Row) -> u32 {
        let is_special = self.state(machine, row).is_some_and(|state| {
            state.skip.is_on() || Automaton::is_dead(&state.key)
        });
        if is_special { row | SPECIAL } else { row }
    }

    /// The row from which a search begins behind the octet `before`.
    pub(crate) fn start(
        &mut self,
        machine: &Machine,
        before: Option<u8>,
    ) -> u32 {
        let kind = Classes::kind(before);
        let known = self.starts.get(kind).copied().unwrap_or(UNKNOWN);
        if known != UNKNOWN {
            return self.again(machine, known);
        }
        let from = machine.automaton.nfa().start_unanchored();
        machine.automaton.start(&mut self.scratch, from, before);
        let row = self.intern(machine);
        if let Some(start) = self.starts.get_mut(kind) {
            *start = row & ROW;
        }
        row
    }

    pub(crate) fn state(&self, machine: &Machine, row: Row) -> Option<&State> {
        self.states.get(row as usize >> machine.classes.shift)
    }

    pub(crate) fn state_mut(
        &mut self,
        machine: &Machine,
        row: Row,
    ) -> Option<&mut State> {
        self.states.get_mut(row as usize >> machine.classes.shift)
    }

    pub(crate) fn table(&self) -> &[u32] {
        &self.table
    }

    /// Gives a state a way to skip octets, or takes it away.
    pub(crate) fn set_skip(&mut self, machine: &Machine, row: Row, skip: Skip) {
        if let Some(state) = self.state_mut(machine, row) {
            state.skip = skip;
        }
        let again = self.again(machine, row);
        self.work += self.table.len() / MADE;
        for next in &mut self.table {
            if *next != UNKNOWN && *next & ROW == row {
                *next = (*next & FIRES) | again;
            }
        }
    }

    /// How much was worked, since this was asked last, in states of the NFA
    /// that were looked at.
    pub(crate) const fn take_work(&mut self) -> usize {
        self.scratch.take_work() + std::mem::replace(&mut self.work, 0)
    }

    /// The row of the set whose key is in `scratch.key`.
    fn intern(&mut self, machine: &Machine) -> u32 {
        if let Some(&row) = self.rows.get(self.scratch.key.as_slice()) {
            return self.again(machine, row);
        }
        let stride = 1 << machine.classes.shift;
        let octets =
            STATE + (stride + self.scratch.key.len()) * size_of::<u32>();
        if self.octets + octets > self.limit && !self.states.is_empty() {
            self.empty();
        }
        self.octets += octets;
        self.work += octets / MADE;
        let row = self.table.len() as u32 & ROW;
        let key: Key = self.scratch.key.as_slice().into();
        let skip = Skip::of(machine, &key);
        self.table.resize(self.table.len() + stride, UNKNOWN);
        self.states.push(State { key: Arc::clone(&key), skip, end: None });
        self.rows.insert(key, row);
        self.again(machine, row)
    }

    fn empty(&mut self) {
        self.work += self.states.len() / 2;
        // Eight octets for each state are what it costs to make one.
        self.thrashes = self.states.len() as u64 * 8 > self.read;
        self.table.clear();
        self.states.clear();
        self.rows.clear();
        self.starts = [UNKNOWN; 5];
        self.octets = 0;
        self.read = 0;
        self.version = version();
    }
}

/// A number that was not given before.
fn version() -> u64 {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
