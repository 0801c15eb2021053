//! Data in which each octet 255 is doubled, copied with each of them once.

use crate::iac::{self, IAC};

/// Octets that are looked at together where octets 255 are near each other.
const BLOCK: usize = 64;
/// An escape is near if there are fewer octets before it.
const NEAR: usize = 16;
/// So many escapes in a block make it worth while to take the next one as a block,
/// too.
const MANY: usize = 3;

/// Copies data to `out`: how many octets of `input` were used up, and how many were
/// written. It ends before an IAC that is not doubled, or that comes last, or where
/// `out` is full. Behind what is written, `out` may be written to as well.
pub(crate) fn undouble(input: &[u8], out: &mut [u8]) -> (usize, usize) {
    let mut copy = Copying { rest: input, room: out };
    let (all, space) = (copy.rest.len(), copy.room.len());
    loop {
        let before = copy.run();
        if !copy.escape() {
            break;
        }
        if before < NEAR {
            while copy.block() >= MANY {}
        }
    }
    let (rest, room) = (copy.rest.len(), copy.room.len());
    (all.saturating_sub(rest), space.saturating_sub(room))
}

/// What is still to be copied, and where to.
struct Copying<'i, 'o> {
    rest: &'i [u8],
    room: &'o mut [u8],
}

impl Copying<'_, '_> {
    /// Copies what is before the next IAC, and says how many octets that is.
    #[inline(always)]
    fn run(&mut self) -> usize {
        let input = self.rest.get(..self.room.len()).unwrap_or(self.rest);
        let run = input.get(..iac::find(input)).unwrap_or(input);
        self.room.iter_mut().zip(run).for_each(|(to, it)| *to = *it);
        self.done(run.len(), run.len());
        run.len()
    }

    /// Copies one doubled IAC, if it is next.
    #[inline(always)]
    fn escape(&mut self) -> bool {
        let ([IAC, IAC, ..], [to, ..]) = (self.rest, &mut *self.room) else {
            return false;
        };
        *to = IAC;
        self.done(2, 1);
        true
    }

    /// Copies the data of a block, if there is a whole one, up to what is none. How
    /// many escapes that were.
    #[inline(always)]
    fn block(&mut self) -> usize {
        let block = self.rest.first_chunk::<BLOCK>();
        let to = self.room.first_chunk_mut::<BLOCK>();
        let (Some(block), Some(to)) = (block, to) else { return 0 };
        let (used, first) = pairs(iacs(block));
        // What is behind is left out as well.
        let mut out = first | u64::MAX.checked_shl(used).unwrap_or(0);
        let mut written = 0_usize;
        for word in words(block) {
            let moves = MOVES.get((out & 0xFF) as usize);
            let place =
                to.get_mut(written..).and_then(|it| it.first_chunk_mut());
            if let (Some(moves), Some(place)) = (moves, place) {
                *place = moves.apply(word).to_le_bytes();
                written = written.wrapping_add(moves.left);
            }
            out >>= 8;
        }
        let used = used as usize;
        self.done(used, written);
        used.saturating_sub(written)
    }

    #[inline(always)]
    fn done(&mut self, used: usize, written: usize) {
        self.rest = self.rest.get(used..).unwrap_or_default();
        let room = core::mem::take(&mut self.room);
        self.room = room.get_mut(written..).unwrap_or_default();
    }
}

#[inline(always)]
fn words(block: &[u8; BLOCK]) -> impl Iterator<Item = u64> {
    let words = block.chunks_exact(8).filter_map(|it| it.first_chunk());
    words.map(|it| u64::from_le_bytes(*it))
}

/// Which octets are 255: a bit each, the lowest for the first.
#[inline(always)]
fn iacs(block: &[u8; BLOCK]) -> u64 {
    const LOW: u64 = u64::from_le_bytes([0x7F; 8]);
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    /// Brings the highest bits of eight octets together in the highest octet.
    const GATHER: u64 = 0x0002_0408_1020_4081;
    words(block).fold(0, |bits, word| {
        // The highest bit of an octet is left where all eight are set.
        let full = (word & LOW).wrapping_add(ONES) & word & !LOW;
        bits >> 8 | full.wrapping_mul(GATHER) & 0xFF << 56
    })
}

/// Given which octets are IAC: how many octets there are before the first that is
/// not one of two, and which octets are the first of two.
#[inline(always)]
fn pairs(iacs: u64) -> (u32, u64) {
    /// The places 0, 2, 4 and so on.
    const EVEN: u64 = u64::MAX / 3;
    // What is added at the begin of a run goes through it, and clears it.
    let begins = iacs & !(iacs << 1) & EVEN;
    let from_even = iacs & !iacs.wrapping_add(begins);
    let second = from_even & !EVEN | iacs & !from_even & EVEN;
    let first = iacs & !second;
    let alone = first & !(second >> 1);
    (alone.trailing_zeros(), first)
}

/// How the octets of a word come together if some are left out.
struct Moves {
    /// The octets that are to be what is one place, then two places behind them.
    ///
    /// At most four of eight octets are the first of two. The last is then one of
    /// them, or all are 255: it does not matter that none moves by four.
    by: [u64; 2],
    /// How many octets are left.
    left: usize,
}

/// By which octets are left out: a bit each, the lowest for the first.
static MOVES: [Moves; 256] = {
    let mut all = [const { Moves { by: [0; 2], left: 0 } }; 256];
    let mut rest: &mut [Moves] = &mut all;
    let mut out = 0;
    while let Some((moves, after)) = rest.split_first_mut() {
        *moves = Moves::without(out);
        rest = after;
        out += 1;
    }
    all
};

impl Moves {
    const fn without(out: usize) -> Self {
        let mut it = Self { by: [0; 2], left: 0 };
        let mut at = 0;
        while at < 8 {
            if out >> at & 1 == 0 {
                let far = at - it.left;
                if far & 1 != 0 {
                    it.by[0] |= 0xFF << (8 * (at - 1));
                }
                if far & 2 != 0 {
                    it.by[1] |= 0xFF << (8 * it.left);
                }
                it.left += 1;
            }
            at += 1;
        }
        it
    }

    #[inline(always)]
    const fn apply(&self, mut word: u64) -> u64 {
        let [by_one, by_two] = self.by;
        word ^= (word ^ word >> 8) & by_one;
        word ^ (word ^ word >> 16) & by_two
    }
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::*;

    /// Octet by octet: what is written, and how many are used up.
    fn plainly(input: &[u8], room: usize) -> (usize, Vec<u8>) {
        let (mut rest, mut out) = (input, Vec::new());
        while out.len() < room {
            rest = match rest {
                [IAC, IAC, after @ ..] => after,
                [IAC, ..] | [] => break,
                [_, after @ ..] => after,
            };
            out.push(input[input.len() - rest.len() - 1]);
        }
        (input.len() - rest.len(), out)
    }

    fn check(input: &[u8], room: usize) {
        let mut out = std::vec![7; room];
        let (used, written) = undouble(input, &mut out);
        let expected = plainly(input, room);
        assert_eq!(
            (used, &out[..written]),
            (expected.0, &*expected.1),
            "{input:?}"
        );
    }

    #[test]
    fn every_word_of_a_block_has_every_pattern() {
        // The escape before makes it a block.
        let mut input = std::vec![IAC; 2 + 2 * BLOCK];
        for at in [0, 1, 8, 9, 55, 56, 57, 63] {
            for pattern in 0..1_usize << 10 {
                for (place, octet) in input[2..].iter_mut().enumerate() {
                    *octet = place as u8;
                }
                for bit in (0..10).filter(|it| pattern >> it & 1 == 1) {
                    input[2 + at + bit] = IAC;
                }
                check(&input, 200);
            }
        }
    }

    #[test]
    fn every_length_and_every_room() {
        let dense = |at: usize| if at % 3 == 0 { at as u8 } else { IAC };
        let input: Vec<u8> = (0..200).map(dense).collect();
        let all_iac = [IAC; 200];
        for len in 0..input.len() {
            for room in 0..=len {
                check(&input[..len], room);
                check(&all_iac[..len], room);
            }
        }
    }

    #[test]
    fn nothing_is_written_beyond_the_room() {
        let input = [IAC; 400];
        let mut out = [7; 300];
        let (_, written) = undouble(&input, &mut out[..130]);
        assert_eq!(written, 130);
        assert!(out[130..].iter().all(|it| *it == 7));
    }
}
