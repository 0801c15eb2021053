//! A name or a value, with or without its ESC octets.

use core::{fmt, iter::FusedIterator};

use super::ESC;

/// A name or a value: octets of the peer, or ours to send.
///
/// What was parsed still holds its ESC octets and loses them as it is read.
/// Two texts are equal where their octets without ESC are.
///
/// ```
/// use telnet_proto::sub::new_environ::Text;
/// let text = Text::new(b"guest");
/// assert_eq!(text, b"guest"[..]);
/// let mut name = [0; 32];
/// assert_eq!(text.copy_to(&mut name), Some(5));
/// ```
#[derive(Clone, Copy)]
pub struct Text<'a> {
    octets: &'a [u8],
    escaped: bool,
}

impl<'a> Text<'a> {
    /// Octets without ESC, any at all.
    #[must_use]
    pub const fn new(octets: &'a [u8]) -> Self {
        Self { octets, escaped: false }
    }

    /// Octets with ESC. None is the last of them by itself.
    pub(super) const fn escaped(octets: &'a [u8]) -> Self {
        Self { octets, escaped: true }
    }

    /// The octets in slices, none empty. What stands after ESC begins one.
    #[must_use]
    pub const fn slices(self) -> Slices<'a> {
        Slices { rest: self.octets, escaped: self.escaped }
    }

    /// How many octets there are, ESC not among them.
    #[must_use]
    pub fn len(self) -> usize {
        self.slices().fold(0, |sum, slice| sum.saturating_add(slice.len()))
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.octets.is_empty()
    }

    /// Copies the octets to the front of `out`.
    ///
    /// Returns how many there are, or `None` if they do not all fit; `out`
    /// then holds a part of them.
    pub fn copy_to(self, out: &mut [u8]) -> Option<usize> {
        crate::encode::copy_to(self.slices(), out)
    }
}

impl PartialEq for Text<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.slices().flatten().eq(other.slices().flatten())
    }
}

impl Eq for Text<'_> {}

impl PartialEq<[u8]> for Text<'_> {
    fn eq(&self, other: &[u8]) -> bool {
        self.eq(&Text::new(other))
    }
}

impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("b\"")?;
        for slice in self.slices() {
            write!(f, "{}", slice.escape_ascii())?;
        }
        f.write_str("\"")
    }
}

/// Slices of a text: see [`Text::slices`].
#[derive(Clone, Debug)]
pub struct Slices<'a> {
    rest: &'a [u8],
    escaped: bool,
}

impl<'a> Iterator for Slices<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if !self.escaped {
            let all = core::mem::take(&mut self.rest);
            return (!all.is_empty()).then_some(all);
        }
        let ([ESC, text @ ..] | text) = self.rest;
        // The first octet is text, ESC or not.
        let (_, tail) = text.split_first()?;
        let end = tail
            .iter()
            .position(|&octet| octet == ESC)
            .map_or(text.len(), |at| at.saturating_add(1));
        let (slice, rest) = text.split_at_checked(end)?;
        self.rest = rest;
        Some(slice)
    }
}

impl FusedIterator for Slices<'_> {}
