//! Text without the escape sequences of terminals.

use std::iter::FusedIterator;

use memchr::memchr;

use super::escape::{self, ESC, Parser, Step};

/// Takes the escape sequences of terminals (ECMA-48) out of a text.
///
/// It follows the parser of the VT500: what goes are control sequences
/// (`ESC [ … m`), control strings (OSC, DCS, SOS, PM and APC, and `ESC k`,
/// the window title of GNU screen) and all other sequences that begin with
/// ESC. What stays, octet by octet as it was, is the rest:
///
/// * Control characters stay: CR, LF, BS, TAB, and BEL where it rings. Within
///   a sequence that is no string a terminal obeys them at once, so they stay
///   there, too, and the sequence goes on behind them.
/// * Octets from 128 up stay. The 8-bit forms of CSI and its like (C1, 128 to
///   159) are not looked for: in UTF-8 and in the code pages of DOS these
///   octets are text. One within a sequence that is no string ends it.
///
/// A string ends with ST (`ESC \`), OSC with BEL as well. CAN and SUB abort
/// any sequence and go with it; ESC aborts it and begins another one.
///
/// State outlives a call, so how the text is cut never matters. Nothing is
/// held back, copied or allocated: a sequence is dropped as it arrives, though
/// its end may never come.
///
/// A sequence that has no end swallows [`MAX`](Self::MAX) octets, and what
/// follows is text.
///
/// ```
/// use telnet_session::terminal::AnsiFilter;
/// let mut ansi = AnsiFilter::new();
/// let mut text = Vec::new();
/// for chunk in ["\x1b]0;sw1\x07\x1b[1;32mrouter1#\x1b[", "0m exit\r\n"] {
///     for slice in ansi.filter(chunk.as_bytes()) {
///         text.extend_from_slice(slice);
///     }
/// }
/// assert_eq!(text, b"router1# exit\r\n");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnsiFilter {
    parser: Parser,
}

impl AnsiFilter {
    /// Most octets of one sequence, its ESC included.
    pub const MAX: u16 = escape::MAX;

    /// A filter at the start of a text.
    #[must_use]
    pub const fn new() -> Self {
        Self { parser: Parser::new() }
    }

    /// The slices of `input` that stay. The iterator must be driven to its
    /// end. No slice is empty.
    pub const fn filter<'f, 'i>(
        &'f mut self,
        input: &'i [u8],
    ) -> AnsiText<'f, 'i> {
        AnsiText { filter: self, rest: input }
    }

    /// Forgets the sequence that has begun, as where a part of the text was
    /// discarded: what follows is text.
    pub const fn reset(&mut self) {
        *self = Self::new();
    }
}

/// Slices of text: see [`AnsiFilter::filter`].
#[derive(Debug)]
#[must_use = "nothing is filtered until it is driven to its end"]
pub struct AnsiText<'f, 'i> {
    filter: &'f mut AnsiFilter,
    rest: &'i [u8],
}

impl<'i> AnsiText<'_, 'i> {
    /// The next slice that goes, and the one behind it that stays. Either may
    /// be empty.
    pub(crate) fn next_both(&mut self) -> Option<(&'i [u8], &'i [u8])> {
        let all = self.rest;
        let stays = self.next().unwrap_or_default();
        let taken = all.len() - self.rest.len();
        let gone = all.get(..taken - stays.len()).unwrap_or_default();
        (taken > 0).then_some((gone, stays))
    }

    /// The text up to the next ESC; it may be empty.
    fn ground(&mut self) -> &'i [u8] {
        let end = memchr(ESC, self.rest).unwrap_or(self.rest.len());
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        text
    }

    /// Takes an ESC, or goes on in a sequence, up to an octet in it that
    /// stays, or its end.
    fn sequence(&mut self) -> &'i [u8] {
        while let Some((octet, rest)) = self.rest.split_first() {
            if !self.filter.parser.is_ground() {
                self.rest = rest;
                match self.filter.parser.step(*octet) {
                    Step::Control(_) | Step::Text(_) => {
                        return std::slice::from_ref(octet);
                    }
                    Step::More | Step::Escape(_) | Step::Csi(_) | Step::End => {
                    }
                }
            } else if *octet == ESC {
                self.rest = rest;
                self.filter.parser.escape();
            } else {
                break;
            }
        }
        &[]
    }
}

impl<'i> Iterator for AnsiText<'_, 'i> {
    type Item = &'i [u8];

    fn next(&mut self) -> Option<&'i [u8]> {
        while !self.rest.is_empty() {
            let octet = self.sequence();
            let text = if octet.is_empty() { self.ground() } else { octet };
            if !text.is_empty() {
                return Some(text);
            }
        }
        None
    }
}

impl FusedIterator for AnsiText<'_, '_> {}
