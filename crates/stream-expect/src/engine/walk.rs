//! The way through the text, octet by octet or faster.

use crate::engine::budget::Budget;
use crate::engine::cache::{Cache, FIRES, ROW, Row, SPECIAL, UNKNOWN};
use crate::engine::classes::Classes;
use crate::engine::jump::{Skipped, jump, leap, look_into};
use crate::engine::machine::Machine;
use crate::engine::way::Way;

/// Why a search stopped.
#[derive(Debug)]
pub(crate) enum Stop {
    /// All was read; this is the transition to the state it is in.
    End(u32),
    /// So many octets were read. The budget is spent, or no match ends in the rest,
    /// which may be read later: see [`Way::waits`].
    Paused {
        /// How many octets were read.
        read: usize,
        /// The transition to the state it is in.
        next: u32,
    },
    /// `pattern` fires with the last octet of so many.
    Fired {
        /// How many octets were read.
        read: usize,
        /// Its number in the set.
        pattern: usize,
    },
    /// So many octets were read, and to remember states does not pay. The key
    /// of the state is in the scratch of the cache.
    Thrash(usize),
}

/// Goes on along the way from the state that `next` leads to, up to the first
/// octet with which a pattern fires, or as far as the budget goes.
pub(crate) fn search(
    cache: &mut Cache,
    machine: &Machine,
    mut next: u32,
    text: &[u8],
    way: &mut Way,
    budget: &mut Budget,
) -> Stop {
    let from = way.at;
    if way.waits().is_some() {
        return Stop::Paused { read: from, next };
    }
    while way.at < way.to {
        // However little it is, something is done each time.
        if budget.is_spent() && way.at > from {
            return Stop::Paused { read: way.at, next };
        }
        let (mut passes, mut jumped) = (false, false);
        if next & SPECIAL != 0 {
            match go_on(cache, machine, next & ROW, text, way, budget) {
                Skipped::To(place, state) => {
                    cache.read += (place - way.at) as u64;
                    (way.at, next) = (place, state);
                    jumped = true;
                }
                Skipped::Nowhere => passes = true,
                Skipped::Later => {}
            }
            if way.waits().is_some() {
                return Stop::Paused { read: way.at, next };
            }
        } else {
            match leap(cache, machine, text, way, budget) {
                Skipped::To(place, state) => {
                    cache.read += (place - way.at) as u64;
                    (way.at, next) = (place, state);
                    continue;
                }
                Skipped::Nowhere => {}
                Skipped::Later => {
                    return Stop::Paused { read: way.at, next };
                }
            }
        }
        if !jumped {
            let end = way.block();
            let block = text.get(way.at..end).unwrap_or_default();
            let table = cache.table();
            let (n, row) = if passes {
                plain::<true>(table, &machine.classes, next & ROW, block)
            } else {
                plain::<false>(table, &machine.classes, next & ROW, block)
            };
            cache.read += n as u64;
            budget.read(n);
            way.at += n;
            next = row;
            if n == block.len() {
                next = met(cache, machine, row);
                continue;
            }
        }
        let Some(&octet) = text.get(way.at).filter(|_| way.at < way.to) else {
            break;
        };
        way.at += 1;
        let one = one(cache, machine, next & ROW, octet);
        budget.spend(cache.take_work() + 1);
        match one {
            One::Next(state) => next = state,
            One::Fired(pattern) => {
                return Stop::Fired { read: way.at, pattern };
            }
            One::Thrash => return Stop::Thrash(way.at),
        }
    }
    Stop::End(next)
}

enum One {
    Next(u32),
    Fired(usize),
    Thrash,
}

/// Steps over one octet, by any kind of transition.
fn one(cache: &mut Cache, machine: &Machine, row: Row, octet: u8) -> One {
    cache.read += 1;
    let version = cache.version;
    let place = row as usize + machine.classes.of(octet);
    let known = cache.table().get(place).copied().unwrap_or(UNKNOWN);
    if known != UNKNOWN && known & FIRES == 0 {
        return One::Next(known);
    }
    if known != UNKNOWN {
        let fired = cache.fired(machine, row, octet);
        return fired.map_or(One::Next(known & !FIRES), One::Fired);
    }
    let next = cache.next(machine, row, octet);
    if let Some(pattern) = cache.last.filter(|_| next & FIRES != 0) {
        return One::Fired(pattern);
    }
    if cache.version != version && cache.thrashes {
        return One::Thrash;
    }
    One::Next(next)
}

/// A dead state stays as it is; any other special one has a skip.
fn go_on(
    cache: &mut Cache,
    machine: &Machine,
    row: Row,
    text: &[u8],
    way: &mut Way,
    budget: &mut Budget,
) -> Skipped {
    match cache.state(machine, row) {
        Some(state) if state.skip.is_on() => {
            jump(cache, machine, row, text, way, budget)
        }
        Some(_) => {
            budget.skip(way.to - way.at);
            Skipped::To(way.to, row | SPECIAL)
        }
        None => Skipped::Nowhere,
    }
}

/// A block has ended in the state of `row`.
fn met(cache: &mut Cache, machine: &Machine, row: Row) -> u32 {
    let read = cache.read;
    let state = cache.state_mut(machine, row);
    if state.is_some_and(|state| state.skip.meet(read)) {
        return look_into(cache, machine, row);
    }
    row
}

/// Steps over octets as long as it is known where they lead: how many, and to
/// which row. Special states end it, too, unless this is the tail.
fn plain<const TAIL: bool>(
    table: &[u32],
    classes: &Classes,
    mut row: Row,
    octets: &[u8],
) -> (usize, Row) {
    let least = if TAIL { FIRES } else { SPECIAL };
    for (n, &octet) in octets.iter().enumerate() {
        let place = row as usize + classes.of(octet);
        let next = table.get(place).copied().unwrap_or(UNKNOWN);
        if next >= least {
            return (n, row);
        }
        row = if TAIL { next & ROW } else { next };
    }
    (octets.len(), row)
}
