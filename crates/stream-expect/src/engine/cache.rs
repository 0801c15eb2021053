//! The lazy DFA: sets of NFA states that were met, and where octets lead.

use regex_automata::util::primitives::StateID;

use crate::engine::automaton::{Automaton, MANY, Scratch};
use crate::engine::classes::Classes;
use crate::engine::keys::{ENTRY, Keys, unpack};
use crate::engine::machine::Machine;
use crate::engine::skip::{Skip, Trial};

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
/// another; a key for ever.
#[derive(Debug)]
pub(crate) struct Cache {
    table: Vec<u32>,
    states: Vec<State>,
    /// Their keys, by the number of the state.
    keys: Keys,
    /// The key of the state that a step begins from.
    from: Vec<u32>,
    /// Memory for a key, used again.
    pub(crate) spare: Vec<u32>,
    pub(crate) scratch: Scratch,
    /// How searches began last, by what was before: the next one often begins
    /// so, too.
    starts: [Option<Begun>; 5],
    /// The sets of all states, by what was before.
    anywhere: [Option<Row>; 5],
    /// Two rows that were found to be alike, the last ones.
    alike: Option<(Row, Row)>,
    /// Which pattern fires at a place of the table: that of the last match.
    fires: Option<(usize, usize)>,
    octets: usize,
    limit: usize,
    /// Told apart from all other caches, and from itself before it was
    /// emptied.
    pub(crate) version: u64,
    /// Octets read since it was emptied.
    pub(crate) read: u64,
    /// Whether it pays to look for needles where a match has begun already.
    pub(crate) leaps: Trial,
    /// Whether the octets before a needle mostly decide the state.
    pub(crate) agrees: Trial,
    /// Whether it was emptied before it was of use.
    pub(crate) thrashes: bool,
    /// What fired at the last step that was not remembered.
    pub(crate) last: Option<usize>,
    /// Work that was not told of yet.
    work: usize,
}

/// What is kept of a state besides its row and its key.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) skip: Skip,
    /// How many numbers its key has.
    pub(crate) len: u32,
    /// The pattern that fires if the text ends here, once that was asked.
    end: End,
}

/// How a search began.
#[derive(Clone, Copy, Debug)]
struct Begun {
    from: StateID,
    row: Row,
    /// The pattern that fired at once.
    fired: Option<usize>,
}

/// What fires if the text ends in a state.
#[derive(Clone, Copy, Debug)]
enum End {
    Unasked,
    Nothing,
    Pattern(u32),
}

/// Octets of a new state that cost as much as a look at a state of the NFA.
const MADE: usize = 64;

/// Octets of a number in a key that is packed, at most.
const LONGEST: usize = 5;

/// Octets of bookkeeping for a state, about.
const STATE: usize = size_of::<State>() + ENTRY;

impl Cache {
    pub(crate) fn new(machine: &Machine, limit: usize) -> Self {
        // Room for the keys that an agreement compares.
        let room = machine.automaton.nfa().states().len().min(MANY) + 1;
        Self {
            table: Vec::new(),
            states: Vec::new(),
            keys: Keys::default(),
            from: Vec::with_capacity(room),
            spare: Vec::with_capacity(room),
            scratch: machine.automaton.scratch(),
            starts: [None; 5],
            anywhere: [None; 5],
            alike: None,
            fires: None,
            octets: 0,
            limit,
            version: version(),
            read: 0,
            leaps: Trial::default(),
            agrees: Trial::default(),
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
        let place = row as usize + machine.classes.of(octet);
        if let Some((_, pattern)) = self.fires.filter(|it| it.0 == place) {
            return Some(pattern);
        }
        let fired = self.step(machine, row, octet)?;
        self.fires = fired.map(|pattern| (place, pattern));
        fired
    }

    /// Begins at a state of the NFA, behind the octet `before`: the row, with the
    /// bits of a transition, and the pattern that fires at once.
    #[inline]
    pub(crate) fn begin(
        &mut self,
        machine: &Machine,
        from: StateID,
        before: Option<u8>,
    ) -> (u32, Option<usize>) {
        let kind = Classes::kind(before);
        let known = self.starts.get(kind).copied().flatten();
        let same = |it: &Begun| it.from == from;
        if let Some(Begun { row, fired, .. }) = known.filter(same) {
            return (self.again(machine, row), fired);
        }
        let fired = machine.automaton.start(&mut self.scratch, from, before);
        let next = self.intern(machine);
        if let Some(start) = self.starts.get_mut(kind) {
            *start = Some(Begun { from, row: next & ROW, fired });
        }
        (next, fired)
    }

    /// Begins in all states at once, behind the octet `before`.
    pub(crate) fn begin_anywhere(
        &mut self,
        machine: &Machine,
        before: Option<u8>,
    ) -> u32 {
        let kind = Classes::kind(before);
        if let Some(row) = self.anywhere.get(kind).copied().flatten() {
            return self.again(machine, row);
        }
        machine.automaton.anywhere(&mut self.scratch, before);
        let next = self.intern(machine);
        if let Some(row) = self.anywhere.get_mut(kind) {
            *row = Some(next & ROW);
        }
        next
    }

    /// Whether the sets of two rows are the same but for their order.
    pub(crate) fn are_alike(
        &mut self,
        machine: &Machine,
        one: Row,
        other: Row,
    ) -> bool {
        if one == other || self.alike == Some((one, other)) {
            return true;
        }
        let len = |row| self.state(machine, row).map(|state| state.len);
        if len(one) != len(other) {
            return false;
        }
        self.keys.unpack(number(machine, one), &mut self.from);
        self.keys.unpack(number(machine, other), &mut self.spare);
        self.from.sort_unstable();
        self.spare.sort_unstable();
        let alike = self.from == self.spare;
        if alike {
            self.alike = Some((one, other));
        }
        alike
    }

    /// Steps from `row` over `octet`: the set it leads to is in the scratch.
    /// The pattern that fires, if one does; none where there is no such row.
    fn step(
        &mut self,
        machine: &Machine,
        row: Row,
        octet: u8,
    ) -> Option<Option<usize>> {
        let number = self.state(machine, row).map(|_| number(machine, row))?;
        self.keys.unpack(number, &mut self.from);
        Some(machine.automaton.step(&mut self.scratch, &self.from, octet))
    }

    /// The pattern that fires if the text ends at `row`.
    pub(crate) fn end(&mut self, machine: &Machine, row: Row) -> Option<usize> {
        match self.state(machine, row)?.end {
            End::Nothing => return None,
            End::Pattern(pattern) => return Some(pattern as usize),
            End::Unasked => {}
        }
        self.keys.unpack(number(machine, row), &mut self.from);
        let end = machine.automaton.end(&mut self.scratch, &self.from);
        if let Some(state) = self.state_mut(machine, row) {
            state.end = match end {
                Some(pattern) => End::Pattern(pattern as u32),
                None => End::Nothing,
            };
        }
        end
    }

    /// The key of a row.
    pub(crate) fn key(&self, machine: &Machine, row: Row, into: &mut Vec<u32>) {
        self.keys.unpack(number(machine, row), into);
    }

    /// The key of a row, packed.
    pub(crate) fn packed(&self, machine: &Machine, row: Row) -> &[u8] {
        self.keys.packed(number(machine, row))
    }

    /// The row of a key that is packed; with the bits of a transition.
    pub(crate) fn row_of_packed(
        &mut self,
        machine: &Machine,
        key: &[u8],
    ) -> u32 {
        unpack(key, &mut self.scratch.key);
        self.intern(machine)
    }

    /// The row of a key; with the bits of a transition.
    pub(crate) fn row_of(&mut self, machine: &Machine, key: &[u32]) -> u32 {
        self.scratch.key.clear();
        self.scratch.key.extend_from_slice(key);
        self.intern(machine)
    }

    /// The transition to a row of this cache: with [`SPECIAL`] where it
    /// applies.
    pub(crate) fn again(&self, machine: &Machine, row: Row) -> u32 {
        let is_special = self.state(machine, row).is_some_and(|state| {
            state.skip.is_on() || Automaton::is_dead_len(state.len)
        });
        if is_special { row | SPECIAL } else { row }
    }

    pub(crate) fn state(&self, machine: &Machine, row: Row) -> Option<&State> {
        self.states.get(number(machine, row))
    }

    pub(crate) fn state_mut(
        &mut self,
        machine: &Machine,
        row: Row,
    ) -> Option<&mut State> {
        self.states.get_mut(number(machine, row))
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
        if let Some(number) = self.keys.find(&self.scratch.key) {
            let row = (number << machine.classes.shift) as u32;
            return self.again(machine, row);
        }
        let stride = 1 << machine.classes.shift;
        let key = self.keys.last_len();
        let octets = STATE + stride * size_of::<u32>() + key;
        if self.octets + octets > self.limit && !self.states.is_empty() {
            self.empty();
        }
        self.octets += octets;
        self.work += octets / MADE;
        let row = self.table.len() as u32 & ROW;
        let skip = Skip::of(machine, &self.scratch.key);
        let len = self.scratch.key.len() as u32;
        self.table.resize(self.table.len() + stride, UNKNOWN);
        self.states.push(State { skip, len, end: End::Unasked });
        self.keys.add_last();
        self.again(machine, row)
    }

    /// Whether there is room for so many states with keys like that of a row.
    pub(crate) fn has_room(
        &self,
        machine: &Machine,
        row: Row,
        states: usize,
    ) -> bool {
        let key = self.state(machine, row).map_or(0, |it| it.len as usize);
        let stride = size_of::<u32>() << machine.classes.shift;
        let each = STATE + stride + 2 * key;
        self.octets.saturating_add(each.saturating_mul(states)) <= self.limit
    }

    /// Whether there is room for two states, whatever their keys.
    pub(crate) fn has_room_for_two(&self, machine: &Machine) -> bool {
        let key = machine.automaton.nfa().states().len() + 1;
        let stride = size_of::<u32>() << machine.classes.shift;
        let each = STATE + stride + key * LONGEST;
        self.octets.saturating_add(2 * each) <= self.limit
    }

    fn empty(&mut self) {
        self.work += self.states.len() / MADE;
        // Eight octets for each state are what it costs to make one.
        self.thrashes = self.states.len() as u64 * 8 > self.read;
        self.table.clear();
        self.states.clear();
        self.keys.clear();
        self.starts = [None; 5];
        self.anywhere = [None; 5];
        self.alike = None;
        self.fires = None;
        self.octets = 0;
        self.read = 0;
        self.leaps = Trial::default();
        self.agrees = Trial::default();
        self.version = version();
    }
}

/// The number of the state that a row is of.
const fn number(machine: &Machine, row: Row) -> usize {
    row as usize >> machine.classes.shift
}

/// A number that was not given before.
fn version() -> u64 {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

#[cfg(test)]
mod tests {
    use regex_automata::nfa::thompson::NFA;

    use super::*;
    use crate::engine::automaton::Rule;

    #[test]
    fn what_fired_is_forgotten_with_the_states() {
        let nfa = NFA::new_many(&["ab", "cb"]).unwrap();
        let rule = Rule::First([false, false].into());
        let machine = Machine::new(Automaton::new(nfa, rule));
        let mut cache = Cache::new(&machine, 1 << 20);
        // The two states behind the first octet have the same row in turn.
        let mut fires_behind = |octet| {
            cache.empty();
            let from = machine.automaton.nfa().start_unanchored();
            let (start, _) = cache.begin(&machine, from, None);
            let row = cache.next(&machine, start & ROW, octet) & ROW;
            (row, cache.fired(&machine, row, b'b'))
        };
        let (a, c) = (fires_behind(b'a'), fires_behind(b'c'));
        assert_eq!((a.1, c.1), (Some(0), Some(1)));
        assert_eq!(a.0, c.0);
    }
}
