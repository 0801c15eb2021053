//! Which assertions hold between two octets.
//!
//! An assertion like `^` or `\b` looks at the octet before and the one after.
//! A state of the automaton has read the one before: [`Behind`] is what it
//! keeps of it. [`ahead`] adds what the next octet decides.

use regex_automata::util::look::{Look, LookSet};

/// What is known of a place in the text from the octet before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Behind {
    /// The assertions that hold whatever follows.
    pub(crate) have: LookSet,
    /// Whether the octet before is of a word.
    pub(crate) word: bool,
    /// Whether the octet before is the first half of a CR LF, as one reads.
    pub(crate) half: bool,
}

const WORD: u32 = 1 << 30;
const HALF: u32 = 1 << 31;

impl Behind {
    /// In one number, for the key of a state.
    pub(crate) const fn to_bits(self) -> u32 {
        let word = if self.word { WORD } else { 0 };
        let half = if self.half { HALF } else { 0 };
        self.have.bits | word | half
    }

    pub(crate) const fn from_bits(bits: u32) -> Self {
        let have = LookSet { bits: bits & !(WORD | HALF) };
        Self { have, word: bits & WORD != 0, half: bits & HALF != 0 }
    }

    /// Keeps what an automaton with the assertions `any` can ask for.
    pub(crate) fn only(self, any: LookSet) -> Self {
        Self {
            have: self.have.intersect(any),
            word: self.word && any.contains_word(),
            half: self.half && any.contains_anchor_crlf(),
        }
    }
}

const fn is_word(octet: u8) -> bool {
    octet == b'_' || octet.is_ascii_alphanumeric()
}

/// The octets of CR LF in the order in which they are read.
const fn pair(reverse: bool) -> (u8, u8) {
    if reverse { (b'\n', b'\r') } else { (b'\r', b'\n') }
}

/// What the octet before tells; `None` is the edge of the text.
pub(crate) fn behind(before: Option<u8>, reverse: bool) -> Behind {
    let (first, second) = pair(reverse);
    let mut have = LookSet::empty();
    let word = before.is_some_and(is_word);
    if before.is_none() {
        have = have.insert(Look::Start);
    }
    if before.is_none() || before == Some(b'\n') {
        have = have.insert(Look::StartLF);
    }
    if before.is_none() || before == Some(second) {
        have = have.insert(Look::StartCRLF);
    }
    if !word {
        have = have.insert(Look::WordStartHalfAscii);
    }
    Behind { have, word, half: before == Some(first) }
}

/// What holds besides once the octet after is known; `None` is the edge of
/// the text.
pub(crate) fn ahead(at: Behind, after: Option<u8>, reverse: bool) -> LookSet {
    let (first, second) = pair(reverse);
    let mut have = LookSet::empty();
    let word = after.is_some_and(is_word);
    if after.is_none() {
        have = have.insert(Look::End);
    }
    if after.is_none() || after == Some(b'\n') {
        have = have.insert(Look::EndLF);
    }
    // Between the halves of a CR LF no line ends or begins.
    if after.is_none()
        || after == Some(first)
        || (after == Some(second) && !at.half)
    {
        have = have.insert(Look::EndCRLF);
    }
    if at.half && after != Some(second) {
        have = have.insert(Look::StartCRLF);
    }
    have = have.insert(if at.word == word {
        Look::WordAsciiNegate
    } else {
        Look::WordAscii
    });
    if !word {
        have = have.insert(Look::WordEndHalfAscii);
    }
    match (at.word, word) {
        (true, false) => have.insert(Look::WordEndAscii),
        (false, true) => have.insert(Look::WordStartAscii),
        (true, true) | (false, false) => have,
    }
}
