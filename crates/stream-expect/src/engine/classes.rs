//! Octets that no pattern tells apart.

use regex_automata::nfa::thompson::NFA;

/// The classes of octets of an automaton: a row of the table of its DFA has a
/// place for each.
#[derive(Debug)]
pub(crate) struct Classes {
    of: [u8; 256],
    /// An octet of each class.
    pub(crate) examples: Box<[u8]>,
    /// Rows are as long as the power of two with this exponent.
    pub(crate) shift: u32,
}

/// One octet of each kind that may lie before the start of a search.
pub(crate) const BEFORE: [Option<u8>; 5] =
    [None, Some(b'\n'), Some(b'\r'), Some(b'a'), Some(b' ')];

impl Classes {
    pub(crate) fn new(nfa: &NFA) -> Self {
        let classes = nfa.byte_classes();
        let mut of = [0; 256];
        let mut examples = Vec::new();
        for (octet, class) in (0..=u8::MAX).zip(&mut of) {
            *class = classes.get(octet);
            if usize::from(*class) == examples.len() {
                examples.push(octet);
            }
        }
        let shift = examples.len().next_power_of_two().trailing_zeros();
        Self { of, examples: examples.into(), shift }
    }

    /// The class of an octet.
    pub(crate) fn of(&self, octet: u8) -> usize {
        self.of.get(usize::from(octet)).copied().unwrap_or(0).into()
    }

    /// Which of [`BEFORE`] an octet is like.
    pub(crate) const fn kind(before: Option<u8>) -> usize {
        match before {
            None => 0,
            Some(b'\n') => 1,
            Some(b'\r') => 2,
            Some(b'_' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z') => 3,
            Some(_) => 4,
        }
    }
}
