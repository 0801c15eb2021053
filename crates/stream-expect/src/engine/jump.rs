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
            cache.start(machine, before)
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
fn to_escape(text: &[u8], octets: [u8; 3], count: usize) -> usize {
    let [a, b, c] = octets;
    match count {
        0 => None,
        1 => memchr(a, text),
        2 => memchr2(a, b, text),
        _ => memchr3(a, b, c, text),
    }
    .unwrap_or(text.len())
}

/// Looks which octets lead away from a state, or ends a pause. The state has
/// a new row afterwards.
pub(crate) fn look_into(cache: &mut Cache, machine: &Machine, row: Row) -> u32 {
    let Some(state) = cache.state(machine, row) else { return row };
    let (key, mut skip) = (state.key.clone(), state.skip);
    if skip.paused.take().is_none() {
        let Some(how) = escapes(cache, machine, row) else {
            // The cache was emptied.
            return cache.row_of(machine, &key);
        };
        skip.how = how;
    }
    cache.set_skip(machine, row, skip);
    cache.row_of(machine, &key)
}

fn escapes(cache: &mut Cache, machine: &Machine, row: Row) -> Option<How> {
    let version = cache.version;
    let mut leads_away = [false; 256];
    for &example in &machine.classes.examples {
        let next = cache.next(machine, row, example);
        if cache.version != version || next == UNKNOWN {
            return None;
        }
        if let Some(leads) = leads_away.get_mut(machine.classes.of(example)) {
            *leads = next & (ROW | FIRES) != row;
        }
    }
    let mut octets = [0; 3];
    let mut count = 0;
    for octet in 0..=u8::MAX {
        if leads_away.get(machine.classes.of(octet)) == Some(&true) {
            let Some(place) = octets.get_mut(count) else {
                return Some(How::Not);
            };
            *place = octet;
            count += 1;
        }
    }
    Some(How::Escapes(octets, count))
}
