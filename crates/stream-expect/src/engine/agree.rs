//! Where what came before makes no difference any more.
//!
//! ```text
//!                      from            place
//!   . . 4 7 1 1 0 8 1 5 4 7 1 1 0 8 1 5 ␣
//!                       ──────────────▶   the state in which nothing has begun
//!                       ──────────────▶   the one of all that may have begun
//! ```
//!
//! What has begun between `from` and `place` is in both, and what had begun
//! before is in the second. Once they are the same, the search is in this
//! state, whatever it has read before.

use crate::engine::automaton::MANY;
use crate::engine::budget::Budget;
use crate::engine::cache::{Cache, ROW, Row};
use crate::engine::machine::Machine;

/// So many octets before the place it is tried to come to an agreement.
const TRIES: [usize; 3] = [4, 16, 64];

/// The state at `place`, if the octets before it, of those from `at` on,
/// decide it alone. No match may end between these places.
pub(crate) fn agree(
    cache: &mut Cache,
    machine: &Machine,
    text: &[u8],
    (at, place): (usize, usize),
    budget: &mut Budget,
) -> Option<Row> {
    if machine.automaton.nfa().states().len() > MANY {
        return None;
    }
    let mut tries = TRIES.iter().filter_map(|back| {
        let from = place.checked_sub(*back).filter(|from| *from >= at)?;
        let row = walk(cache, machine, text, from, place);
        budget.spend(cache.take_work());
        budget.read(2 * back);
        row
    });
    tries.next()
}

fn walk(
    cache: &mut Cache,
    machine: &Machine,
    text: &[u8],
    from: usize,
    place: usize,
) -> Option<Row> {
    if !cache.has_room_for_two(machine) {
        return None;
    }
    let before = from.checked_sub(1).and_then(|at| text.get(at)).copied();
    let start = machine.automaton.nfa().start_unanchored();
    let mut none = cache.begin(machine, start, before).0 & ROW;
    let mut all = cache.begin_anywhere(machine, before) & ROW;
    for octet in text.get(from..place)? {
        if none == all {
            // They stay together from here on.
            all = step(cache, machine, none, *octet)?;
            none = all;
            continue;
        }
        none = step(cache, machine, none, *octet)?;
        all = step(cache, machine, all, *octet)?;
    }
    cache.are_alike(machine, none, all).then_some(none)
}

/// Steps over an octet, if that empties no memory. What fires does so with
/// what has begun before, as far as that is known here, or not at all.
fn step(
    cache: &mut Cache,
    machine: &Machine,
    row: Row,
    octet: u8,
) -> Option<Row> {
    cache.has_room_for_two(machine).then_some(())?;
    Some(cache.next(machine, row, octet) & ROW)
}
