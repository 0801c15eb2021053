//! Octets that need not be looked at one by one.

use memchr::{memchr, memchr2, memchr3};

use crate::engine::cache::{Cache, FIRES, ROW, Row, UNKNOWN};
use crate::engine::machine::Machine;

/// How a search may go on from a state faster than octet by octet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Skip {
    how: How,
    /// Calls since it was judged last, and octets skipped by them.
    calls: u32,
    skipped: u32,
    /// How often a block of octets has ended here.
    met: u8,
    /// Off until the cache has read so many octets.
    paused: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    /// Not looked into yet.
    Unknown,
    /// Octet by octet.
    Not,
    /// No match has begun: to the next needle of the machine.
    Needles,
    /// All octets but so many of these lead back to the state.
    Escapes([u8; 3], usize),
}

/// Where a skip went.
pub(crate) enum Skipped {
    /// To this place, in this state; the octet there is to be stepped over.
    To(usize, u32),
    /// Nowhere: the octets up to the end may be the begin of a needle.
    Tail,
}

/// A state where so many blocks have ended is looked into.
const OFTEN: u8 = 3;
/// After so many calls it is judged whether a skip pays.
const TRIAL: u32 = 256;
/// It does if it skips so many octets each time.
const WORTH: u32 = 16;
/// If not, it is tried again after so many octets.
const PAUSE: u64 = 1 << 20;

impl Skip {
    /// How to skip from a state that was just made.
    pub(crate) fn of(machine: &Machine, key: &[u32]) -> Self {
        let idle = machine.idle.iter().any(|idle| **idle == *key);
        let how = if idle { How::Needles } else { How::Unknown };
        Self { how, calls: 0, skipped: 0, met: 0, paused: None }
    }

    pub(crate) fn is_on(&self) -> bool {
        self.paused.is_none()
            && matches!(self.how, How::Needles | How::Escapes(..))
    }

    /// A block has ended in this state; whether to look into it.
    pub(crate) fn meet(&mut self, read: u64) -> bool {
        if self.paused.is_some_and(|until| read >= until) {
            return true;
        }
        self.met = self.met.saturating_add(1);
        self.how == How::Unknown && self.met >= OFTEN
    }

    fn judge(&mut self, octets: usize, read: u64) -> bool {
        self.calls += 1;
        self.skipped = self.skipped.saturating_add(octets as u32);
        if self.calls < TRIAL {
            return true;
        }
        let pays = self.skipped >= TRIAL * WORTH;
        (self.calls, self.skipped) = (0, 0);
        if !pays {
            self.paused = Some(read + PAUSE);
        }
        pays
    }
}

/// Goes on from `row`, which has a skip that is on, through `text[at..to]`.
pub(crate) fn skip(
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
