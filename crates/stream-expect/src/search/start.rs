//! Where a match begins, given where it ends.

use crate::engine::cache::{Cache, FIRES, ROW, SPECIAL};
use crate::engine::machine::Machine;
use crate::search::text::Text;

/// The stream offsets between which a match of a pattern lies.
pub(crate) struct Bounds {
    /// The number of the pattern.
    pub(crate) index: usize,
    /// Where the text begins.
    pub(crate) cursor: u64,
    /// Where the match may begin.
    pub(crate) least: u64,
    /// Where it ends.
    pub(crate) end: u64,
    /// The octet there, if it has to do with it.
    pub(crate) after: Option<u8>,
}

/// The first place at which a match can begin that ends at the end of the
/// bounds. One pass backwards, which stops where nothing can match any more.
pub(crate) fn find_start(
    cache: &mut Cache,
    machine: &Machine,
    text: &Text<'_>,
    bounds: &Bounds,
) -> Option<u64> {
    let start = machine.start_of(bounds.index);
    machine.automaton.start(&mut cache.scratch, start, bounds.after);
    let key = std::mem::take(&mut cache.scratch.key);
    let mut row = cache.row_of(machine, &key);
    let mut best = None;
    let mut at = bounds.end;
    loop {
        // The octet before decides whether one begins here.
        let before = text.before(at).filter(|_| at > bounds.cursor);
        let Some(octet) = before else {
            let fires = cache.end(machine, row & ROW).is_some();
            return if fires { Some(at) } else { best };
        };
        let next = cache.next(machine, row & ROW, octet);
        if next & FIRES != 0 {
            best = Some(at);
        }
        if at <= bounds.least || next & SPECIAL != 0 {
            return best;
        }
        row = next;
        at -= 1;
    }
}
