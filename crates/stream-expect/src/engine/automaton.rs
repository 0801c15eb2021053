//! Sets of NFA states, and the step from one to the next.
//!
//! This is the subset construction of one state at a time: what the lazy DFA
//! of [`cache`](crate::engine::cache) remembers, and what is done in its place where
//! remembering does not pay.

use std::sync::Arc;

use regex_automata::nfa::thompson::{NFA, State};
use regex_automata::util::look::LookSet;
use regex_automata::util::primitives::StateID;

use crate::engine::look::{self, Behind};
use crate::engine::sparse::SparseSet;

/// An NFA of all patterns of a set, and how its matches count.
#[derive(Debug)]
pub(crate) struct Automaton {
    nfa: NFA,
    rule: Rule,
}

/// When a pattern fires, and what goes on after it has.
#[derive(Debug)]
pub(crate) enum Rule {
    /// Each fires: those that look ahead (`true`) when the octet behind the
    /// match is read, the others with the last octet of the match.
    First(Box<[bool]>),
    /// Each fires when the octet behind the match is read.
    Every,
    /// The same, and what the regex prefers less than a match is dropped:
    /// leftmost-first, as engines that go back and forth do it.
    Preferred,
}

/// The key of a set of states: first what is behind it, if that still matters,
/// then the states. Cheap to clone.
pub(crate) type Key = Arc<[u32]>;

/// Memory for one step, used again for the next.
#[derive(Debug)]
pub(crate) struct Scratch {
    /// The key of the set that the last step or start led to.
    pub(crate) key: Vec<u32>,
    resolved: SparseSet,
    reached: SparseSet,
    stack: Vec<StateID>,
    /// The states that octets led to, not closed yet.
    kernel: Vec<u32>,
    /// How many states were looked at, since that was asked last.
    work: usize,
}

impl Scratch {
    /// How many states were looked at, since this was asked last.
    pub(crate) const fn take_work(&mut self) -> usize {
        std::mem::replace(&mut self.work, 0)
    }
}

/// No set of all states is made where they are more. For so many there is room from
/// the begin on: later, with a stream, memory would be asked for at any time.
pub(crate) const MANY: usize = 1024;

/// In the first number of a key: some assertion of it is undecided.
const UNDECIDED: u32 = 1 << 29;

impl Automaton {
    pub(crate) const fn new(nfa: NFA, rule: Rule) -> Self {
        Self { nfa, rule }
    }

    pub(crate) const fn nfa(&self) -> &NFA {
        &self.nfa
    }

    pub(crate) fn scratch(&self) -> Scratch {
        let states = self.nfa.states().len();
        let room = states.min(MANY) + 1;
        Scratch {
            key: Vec::with_capacity(room),
            resolved: SparseSet::new(states),
            reached: SparseSet::new(states),
            stack: Vec::with_capacity(room),
            kernel: Vec::with_capacity(room),
            work: 0,
        }
    }

    /// The set of the states from which a search begins behind the octet
    /// `before`, in `scratch.key`, and the pattern that fires at once.
    pub(crate) fn start(
        &self,
        scratch: &mut Scratch,
        state: StateID,
        before: Option<u8>,
    ) -> Option<usize> {
        let at = look::behind(before, self.nfa.is_reverse());
        scratch.reached.clear();
        scratch.kernel.clear();
        scratch.kernel.push(state.as_u32());
        self.close(state, at.have, &mut scratch.reached, &mut scratch.stack);
        scratch.work += scratch.reached.as_slice().len();
        self.finish(at, scratch)
    }

    /// The set of all states, behind the octet `before`, in `scratch.key`: no
    /// search can be in more.
    pub(crate) fn anywhere(&self, scratch: &mut Scratch, before: Option<u8>) {
        let at = look::behind(before, self.nfa.is_reverse());
        scratch.reached.clear();
        for id in 0..self.nfa.states().len() as u32 {
            scratch.reached.insert(id);
        }
        scratch.work += scratch.reached.as_slice().len();
        self.finish(at, scratch);
    }

    /// The set that `octet` leads to from the set `from`, in `scratch.key`,
    /// and the first pattern that fires.
    pub(crate) fn step(
        &self,
        scratch: &mut Scratch,
        from: &[u32],
        octet: u8,
    ) -> Option<usize> {
        let at = look::behind(Some(octet), self.nfa.is_reverse());
        let Scratch { resolved, reached, stack, kernel, work, .. } = scratch;
        let states = self.resolve(from, Some(octet), resolved, stack);
        reached.clear();
        kernel.clear();
        let mut fired = None;
        for &id in states {
            let id = StateID::new_unchecked(id as usize);
            let next = match self.nfa.state(id) {
                State::ByteRange { trans } => {
                    trans.matches_byte(octet).then_some(trans.next)
                }
                State::Sparse(sparse) => sparse.matches_byte(octet),
                State::Dense(dense) => dense.matches_byte(octet),
                State::Match { pattern_id } => {
                    fired = least(fired, pattern_id.as_usize());
                    if matches!(self.rule, Rule::Preferred) {
                        break;
                    }
                    None
                }
                State::Look { .. }
                | State::Union { .. }
                | State::BinaryUnion { .. }
                | State::Capture { .. }
                | State::Fail => None,
            };
            if let Some(next) = next {
                kernel.push(next.as_u32());
                self.close(next, at.have, reached, stack);
            }
        }
        *work += states.len() + reached.as_slice().len();
        let early = self.finish(at, scratch);
        early.map_or(fired, |early| least(fired, early))
    }

    /// The first pattern that fires at the set `from` if the text ends there.
    pub(crate) fn end(
        &self,
        scratch: &mut Scratch,
        from: &[u32],
    ) -> Option<usize> {
        let Scratch { resolved, stack, work, .. } = scratch;
        let mut fired = None;
        let states = self.resolve(from, None, resolved, stack);
        *work += states.len();
        for &id in states {
            let id = StateID::new_unchecked(id as usize);
            if let State::Match { pattern_id } = self.nfa.state(id) {
                fired = least(fired, pattern_id.as_usize());
                if matches!(self.rule, Rule::Preferred) {
                    break;
                }
            }
        }
        fired
    }

    /// Whether no octet leads anywhere from a set whose key has so many numbers.
    pub(crate) const fn is_dead_len(len: u32) -> bool {
        len <= 1
    }

    /// Whether a set holds a match, whatever follows. The rule is
    /// [`Rule::Preferred`]: so it stands last.
    pub(crate) fn has_match(&self, key: &[u32]) -> bool {
        let Some((_, [.., last])) = key.split_first() else { return false };
        if Self::is_undecided(key) {
            return false;
        }
        let id = StateID::new_unchecked(*last as usize);
        matches!(self.nfa.state(id), State::Match { .. })
    }

    /// Whether the octet behind decides an assertion of a set.
    pub(crate) fn is_undecided(key: &[u32]) -> bool {
        key.first().is_some_and(|bits| bits & UNDECIDED != 0)
    }

    /// The states of a set, its undecided assertions decided by the octet
    /// `after`.
    fn resolve<'a>(
        &self,
        from: &'a [u32],
        after: Option<u8>,
        resolved: &'a mut SparseSet,
        stack: &mut Vec<StateID>,
    ) -> &'a [u32] {
        let Some((&bits, states)) = from.split_first() else { return &[] };
        if bits & UNDECIDED == 0 {
            return states;
        }
        let at = Behind::from_bits(bits & !UNDECIDED);
        let more = look::ahead(at, after, self.nfa.is_reverse());
        let have = at.have.union(more);
        let is_closed = !matches!(self.rule, Rule::Preferred);
        if is_closed && have.subtract(at.have).is_empty() {
            return states;
        }
        resolved.clear();
        for &id in states {
            let id = StateID::new_unchecked(id as usize);
            self.close(id, have, resolved, stack);
        }
        resolved.as_slice()
    }

    /// Adds what is reached from `state` without an octet, in the order in
    /// which the regex prefers it.
    fn close(
        &self,
        state: StateID,
        have: LookSet,
        set: &mut SparseSet,
        stack: &mut Vec<StateID>,
    ) {
        stack.push(state);
        while let Some(id) = stack.pop() {
            let mut next = Some(id);
            while let Some(id) = next.filter(|id| set.insert(id.as_u32())) {
                next = match self.nfa.state(id) {
                    State::Look { look, next } => {
                        have.contains(*look).then_some(*next)
                    }
                    State::Union { alternates } => {
                        let (first, rest) = alternates
                            .split_first()
                            .map_or((None, [].as_slice()), |(first, rest)| {
                                (Some(*first), rest)
                            });
                        stack.extend(rest.iter().rev());
                        first
                    }
                    State::BinaryUnion { alt1, alt2 } => {
                        stack.push(*alt2);
                        Some(*alt1)
                    }
                    State::Capture { next, .. } => Some(*next),
                    State::ByteRange { .. }
                    | State::Sparse(_)
                    | State::Dense(_)
                    | State::Match { .. }
                    | State::Fail => None,
                };
            }
        }
    }

    /// Writes the key of a closed set: what is behind it if that still
    /// matters, then the states that matter. Returns the first pattern that
    /// fires with the octet behind it.
    fn finish(&self, at: Behind, scratch: &mut Scratch) -> Option<usize> {
        let Scratch { key, reached, kernel, .. } = scratch;
        key.clear();
        key.push(0);
        let mut undecided = false;
        let mut fired = None;
        for &id in reached.as_slice() {
            match self.nfa.state(StateID::new_unchecked(id as usize)) {
                State::ByteRange { .. }
                | State::Sparse(_)
                | State::Dense(_) => {
                    key.push(id);
                }
                State::Look { look, .. } => {
                    if !at.have.contains(*look) {
                        undecided = true;
                        key.push(id);
                    }
                }
                State::Match { pattern_id } => match &self.rule {
                    Rule::First(late) => {
                        let pattern = pattern_id.as_usize();
                        if late.get(pattern).is_some_and(|late| *late) {
                            key.push(id);
                        } else {
                            fired = least(fired, pattern);
                        }
                    }
                    Rule::Every => key.push(id),
                    Rule::Preferred => {
                        key.push(id);
                        break;
                    }
                },
                State::Union { .. }
                | State::BinaryUnion { .. }
                | State::Capture { .. }
                | State::Fail => {}
            }
        }
        if undecided {
            if matches!(self.rule, Rule::Preferred) {
                // In which order a closed set is closed once more depends on
                // where it began: begin there.
                key.truncate(1);
                key.extend_from_slice(kernel);
            }
            let bits = at.only(self.nfa.look_set_any()).to_bits();
            if let Some(first) = key.first_mut() {
                *first = bits | UNDECIDED;
            }
        }
        fired
    }
}

fn least(one: Option<usize>, other: usize) -> Option<usize> {
    Some(one.map_or(other, |one| one.min(other)))
}
