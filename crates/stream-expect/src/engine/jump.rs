//! Octets that need not be looked at one by one.

use memchr::{memchr, memchr2, memchr3};

use crate::engine::cache::{Cache, FIRES, ROW, Row, UNKNOWN};
use crate::engine::machine::Machine;
use crate::engine::skip::How;

/// Where a skip went.
pub(crate) enum Skipped {
    /// To this place, in this state; the octet there is to be stepped over.
    To(usize, u32),
    /// Nowhere: the octets up to the end may be the begin of a needle.
    Tail,
}

/// Goes on from `row`, which has a skip that is on, through `text[at..to]`.
pub(crate) fn jump(
    cache: &mut Cache,
    machine: &Machine,
    row: Row,
    text: &[u8],
    at: usize,
    to: usize,
) -> Skipped {
    let rest = text.get(at..to).unwrap_or_default();
    let Some(state) = cache.state(machine, row) else { return Skipped::Tail };
    let mut skip = state.skip;
    let found = match skip.how {
        How::Needles => {
            let Some(n) = to_needle(machine, rest) else {
                return Skipped::Tail;
            };
            n
        }
        How::Escapes(octets, count) => to_escape(rest, octets, count),
        How::Unknown | How::Not => return Skipped::Tail,
    };
    let next = match skip.how {
        How::Needles if found > 0 => {
            let before = text.get(at + found - 1).copied();
            let from = machine.automaton.nfa().start_unanchored();
            cache.begin(machine, from, before).0
        }
        How::Needles | How::Escapes(..) | How::Unknown | How::Not => row,
    };
    if skip.judge(found, cache.read) {
        if let Some(state) = cache.state_mut(machine, row) {
            state.skip = skip;
        }
        return Skipped::To(at + found, next);
    }
    cache.set_skip(machine, row, skip);
    Skipped::To(at + found, next)
}

/// How far it is to the next needle, or to where one may have begun that is
/// not there in whole; `None` if that is here.
///
/// The last octets count as such even where a needle is found in them: a
/// longer one may have begun before it.
fn to_needle(machine: &Machine, text: &[u8]) -> Option<usize> {
    let needles = machine.needles.as_ref()?;
    let most = (text.len() + 1).saturating_sub(needles.max_needle_len());
    if most == 0 {
        return None;
    }
    let found = needles.find(text, (0..text.len()).into());
    Some(found.map_or(most, |found| found.start.min(most)))
}

/// How far it is to the next of the octets.
fn to_escape(text: &[u8], octets: [u8; 3], count: u8) -> usize {
    let [a, b, c] = octets;
    match count {
        0 => None,
        1 => memchr(a, text),
        2 => memchr2(a, b, text),
        _ => memchr3(a, b, c, text),
    }
    .unwrap_or(text.len())
}

/// Looks which octets lead away from a state, or ends a pause. The transition
/// to the state is another one afterwards.
pub(crate) fn look_into(cache: &mut Cache, machine: &Machine, row: Row) -> u32 {
    let Some(state) = cache.state(machine, row) else { return row };
    let mut skip = state.skip;
    if skip.paused.take().is_none() {
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

/// The octets that lead away from a state, if they are few; nothing at all if
/// the cache was emptied meanwhile, which happens only where keys are longer
/// than that of the state.
fn escapes(cache: &mut Cache, machine: &Machine, row: Row) -> Option<How> {
    let version = cache.version;
    let classes = &machine.classes;
    let len = cache.state(machine, row).map_or(0, |it| it.len as usize);
    let many = classes.examples.len();
    let mut octets = [0; 3];
    let mut count = 0;
    if len * many > COSTLY || !cache.has_room(machine, row, octets.len() + 2) {
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
            let Some(place) = octets.get_mut(usize::from(count)) else {
                return Some(How::Not);
            };
            *place = octet;
            count += 1;
        }
    }
    Some(How::Escapes(octets, count))
}
