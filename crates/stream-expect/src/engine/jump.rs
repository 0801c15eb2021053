//! Octets that need not be looked at one by one.

use crate::engine::agree::agree;
use crate::engine::budget::Budget;
use crate::engine::cache::{Cache, FIRES, ROW, Row, UNKNOWN};
use crate::engine::machine::Machine;
use crate::engine::octets::Octets;
use crate::engine::skip::How;
use crate::engine::way::{Leap, Way};

/// Where a skip went.
pub(crate) enum Skipped {
    /// To this place, in this state; the octet there is to be stepped over.
    To(usize, u32),
    /// Nowhere: octets are to be read as far as needles were looked for.
    Nowhere,
    /// Nowhere, and they may be read later.
    Later,
}

/// Goes on from `row`, which has a skip that is on.
#[inline]
pub(crate) fn jump(
    cache: &mut Cache,
    machine: &Machine,
    row: Row,
    text: &[u8],
    way: &mut Way,
    budget: &mut Budget,
) -> Skipped {
    let Some(state) = cache.state(machine, row) else {
        return Skipped::Nowhere;
    };
    let mut skip = state.skip;
    let (place, state, tells) = match (skip.how, &machine.needles) {
        (How::Needles, Some(needles)) => {
            let Some(leap) = way.leap(needles, text, true, budget) else {
                return Skipped::Nowhere;
            };
            if way.waits().is_some() {
                return Skipped::Later;
            }
            let (place, state) = further(cache, machine, text, &leap, budget);
            (place, state, leap.tells)
        }
        (How::Escapes(octets), _) => {
            let rest = text.get(way.at..way.to).unwrap_or_default();
            let found = octets.find(rest).unwrap_or(rest.len());
            budget.skip(found);
            (way.at + found, Some(row), true)
        }
        (How::Needles | How::Unknown | How::Not, _) => {
            return Skipped::Nowhere;
        }
    };
    if tells {
        if skip.trial.judge(place - way.at, cache.read) {
            if let Some(state) = cache.state_mut(machine, row) {
                state.skip = skip;
            }
        } else {
            cache.set_skip(machine, row, skip);
        }
    }
    let state = match state {
        Some(state) => cache.again(machine, state),
        None if place > way.at => restart(cache, machine, text, place),
        None => row,
    };
    Skipped::To(place, state)
}

/// Goes on where matches have begun, but none that has read a needle: to
/// where one may begin that does.
pub(crate) fn leap(
    cache: &mut Cache,
    machine: &Machine,
    text: &[u8],
    way: &mut Way,
    budget: &mut Budget,
) -> Skipped {
    let needles = machine.needles.as_ref();
    let needles =
        needles.filter(|_| way.is_due() && cache.leaps.is_on(cache.read));
    let Some(needles) = needles else { return Skipped::Nowhere };
    let Some(leap) = way.leap(needles, text, false, budget) else {
        return Skipped::Nowhere;
    };
    if way.waits().is_some() {
        return Skipped::Later;
    }
    let (place, state) = further(cache, machine, text, &leap, budget);
    if leap.tells {
        cache.leaps.judge(place - way.at, cache.read);
    }
    if place <= way.at {
        return Skipped::Nowhere;
    }
    let state = match state {
        Some(state) => cache.again(machine, state),
        None => restart(cache, machine, text, place),
    };
    Skipped::To(place, state)
}

/// Where a leap goes, and in which state if it is not the one in which no
/// match has begun: where it goes nowhere, since a match may begin anywhere
/// before the needle, what stands there may decide the state all the same.
#[inline]
fn further(
    cache: &mut Cache,
    machine: &Machine,
    text: &[u8],
    leap: &Leap,
    budget: &mut Budget,
) -> (usize, Option<Row>) {
    let Leap { at, place, first, .. } = *leap;
    let far = first - at;
    if place > at || far < FAR || !cache.agrees.is_on(cache.read) {
        return (place, None);
    }
    let row = agree(cache, machine, text, (at, first), budget);
    let place = if row.is_some() { first } else { at };
    cache.agrees.judge(place - at, cache.read);
    (place, row)
}

/// Goes to the end of the way at once, where no pattern fires before it and the
/// last octets decide what state it is that the search is in there.
#[inline]
pub(crate) fn to_end(
    cache: &mut Cache,
    machine: &Machine,
    text: &[u8],
    way: &mut Way,
    budget: &mut Budget,
) -> Option<u32> {
    let far = way.to.saturating_sub(way.at);
    if !machine.fires_at_ends || far < FAR || !cache.agrees.is_on(cache.read) {
        return None;
    }
    let row = agree(cache, machine, text, (way.at, way.to), budget);
    cache.agrees.judge(if row.is_some() { far } else { 0 }, cache.read);
    let row = cache.again(machine, row?);
    budget.skip(far);
    cache.read += far as u64;
    // What was not looked at may hold needles: no matter if nothing has begun.
    let state = cache.state(machine, row & ROW);
    let is_idle = state.is_some_and(|it| it.skip.how == How::Needles);
    way.pass(is_idle);
    Some(row)
}

/// Where a needle is nearer than so many octets these are read.
const FAR: usize = 32;

/// The transition to the state in which no match has begun before `at`.
#[inline]
fn restart(
    cache: &mut Cache,
    machine: &Machine,
    text: &[u8],
    at: usize,
) -> u32 {
    let before = at.checked_sub(1).and_then(|at| text.get(at)).copied();
    let from = machine.automaton.nfa().start_unanchored();
    cache.begin(machine, from, before).0
}

/// Looks which octets lead away from a state, or ends a pause. The transition
/// to the state is another one afterwards.
pub(crate) fn look_into(cache: &mut Cache, machine: &Machine, row: Row) -> u32 {
    let Some(state) = cache.state(machine, row) else { return row };
    let mut skip = state.skip;
    if skip.trial.paused.take().is_none() {
        let mut key = std::mem::take(&mut cache.spare);
        cache.key(machine, row, &mut key);
        let how = escapes(cache, machine, row);
        // Where there is none the cache was emptied.
        let again = how.is_none().then(|| cache.row_of(machine, &key));
        cache.spare = key;
        if let Some(again) = again {
            return again;
        }
        skip.how = how.unwrap_or(How::Not);
        if skip.how == How::Not {
            if let Some(state) = cache.state_mut(machine, row) {
                state.skip = skip;
            }
            return cache.again(machine, row);
        }
    }
    cache.set_skip(machine, row, skip);
    cache.again(machine, row)
}

/// Looks at what so many states have in all classes are left alone.
const COSTLY: usize = 1 << 15;
/// So many states are met at most: where three octets lead, and where a fourth
/// one does.
const ROOM: usize = 5;

/// The octets that lead away from a state, if they are few; nothing at all if
/// the cache was emptied meanwhile, which happens only where keys are longer
/// than that of the state.
fn escapes(cache: &mut Cache, machine: &Machine, row: Row) -> Option<How> {
    let version = cache.version;
    let classes = &machine.classes;
    let len = cache.state(machine, row).map_or(0, |it| it.len as usize);
    let many = classes.examples.len();
    let mut octets = Octets::default();
    if len * many > COSTLY || !cache.has_room(machine, row, ROOM) {
        return Some(How::Not);
    }
    for &example in &classes.examples {
        let next = cache.next(machine, row, example);
        if cache.version != version || next == UNKNOWN {
            return None;
        }
        if next & (ROW | FIRES) == row {
            continue;
        }
        let class = classes.of(example);
        for octet in (0..=u8::MAX).filter(|it| classes.of(*it) == class) {
            let Some(more) = octets.with(octet) else {
                return Some(How::Not);
            };
            octets = more;
        }
    }
    Some(How::Escapes(octets))
}
