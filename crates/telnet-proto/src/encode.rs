//! From data and commands to octets to write.
//!
//! Everything is an iterator of slices, fit for vectored writes, so nothing
//! is copied or allocated. Single commands are arrays:
//! [`Negotiation::to_bytes`](crate::Negotiation::to_bytes) and
//! [`Command::to_bytes`](crate::Command::to_bytes).

use core::iter::FusedIterator;

use crate::iac;
use crate::{Command, TelnetOption};

const SUB_BEGIN: &[u8] = &Command::SB.to_bytes();
const SUB_END: &[u8] = &Command::SE.to_bytes();

/// Each octet at its own place, so that one octet can be borrowed for ever.
static OCTETS: [u8; 256] = {
    let mut octets = [0; 256];
    let mut code = 0u8;
    while let Some(next) = code.checked_add(1) {
        #[expect(
            clippy::indexing_slicing,
            reason = "evaluated at compile time"
        )]
        {
            octets[next as usize] = next;
        }
        code = next;
    }
    octets
};

/// One octet, borrowed for ever.
pub(crate) fn octet(code: u8) -> &'static [u8] {
    let at = usize::from(code);
    OCTETS.get(at..=at).unwrap_or_default()
}

/// `data` as slices to write, each octet 255 doubled (RFC 854, page 14).
///
/// A slice ends on each 255 and the next begins on the same octet, so that it
/// is written twice. No slice is empty.
///
/// ```
/// use telnet_proto::encode::escape;
/// let written: Vec<&[u8]> = escape(b"a\xFFb").collect();
/// assert_eq!(written, [&b"a\xFF"[..], b"\xFFb"]);
/// ```
#[must_use]
pub const fn escape(data: &[u8]) -> Escape<'_> {
    Escape { rest: data, from: 0 }
}

/// Slices of escaped data: see [`escape`].
#[derive(Clone, Debug)]
pub struct Escape<'a> {
    rest: &'a [u8],
    /// The search for the next 255 begins here: after one that was written
    /// once already.
    from: usize,
}

impl<'a> Iterator for Escape<'a> {
    type Item = &'a [u8];

    #[inline]
    fn next(&mut self) -> Option<&'a [u8]> {
        if self.rest.is_empty() {
            return None;
        }
        let tail = self.rest.get(self.from..).unwrap_or_default();
        let at = iac::find(tail).saturating_add(self.from);
        let Some(slice) = self.rest.get(..=at) else {
            return Some(core::mem::take(&mut self.rest));
        };
        self.rest = self.rest.get(at..).unwrap_or_default();
        self.from = 1;
        Some(slice)
    }
}

impl FusedIterator for Escape<'_> {}

/// A whole subnegotiation as slices to write: `IAC SB option`, the parts of
/// the payload one after the other with each 255 doubled, `IAC SE` (RFC 855).
///
/// Option 255 is doubled as well. The payload has no bound here; many peers
/// hold 256 octets at most.
///
/// ```
/// use telnet_proto::{TelnetOption, encode};
/// let parts = [&[0][..], b"xterm"];
/// let wire: Vec<u8> = encode::subnegotiation(TelnetOption::TTYPE, parts)
///     .flatten()
///     .copied()
///     .collect();
/// assert_eq!(wire, b"\xFF\xFA\x18\x00xterm\xFF\xF0");
/// ```
pub fn subnegotiation<'a, P>(
    option: TelnetOption,
    payload: P,
) -> Subnegotiation<'a, P::IntoIter>
where
    P: IntoIterator<Item = &'a [u8]>,
{
    Subnegotiation {
        begin: Some(SUB_BEGIN),
        part: escape(octet(option.code())),
        parts: payload.into_iter(),
        end: Some(SUB_END),
    }
}

/// Slices of a subnegotiation: see [`subnegotiation`].
#[derive(Clone, Debug)]
#[must_use = "it is to be written"]
pub struct Subnegotiation<'a, P> {
    begin: Option<&'static [u8]>,
    part: Escape<'a>,
    parts: P,
    end: Option<&'static [u8]>,
}

impl<'a, P: Iterator<Item = &'a [u8]>> Iterator for Subnegotiation<'a, P> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if let Some(begin) = self.begin.take() {
            return Some(begin);
        }
        // Without an end left the parts are through, too.
        self.end?;
        loop {
            if let Some(slice) = self.part.next() {
                return Some(slice);
            }
            match self.parts.next() {
                Some(part) => self.part = escape(part),
                None => return self.end.take(),
            }
        }
    }
}

impl<'a, P: Iterator<Item = &'a [u8]>> FusedIterator for Subnegotiation<'a, P> {}

/// Copies slices one after the other to the front of `out`.
///
/// Returns how many octets were written, or `None` if they do not all fit;
/// `out` then holds a part of them.
///
/// ```
/// use telnet_proto::encode::{copy_to, escape};
/// let mut out = [0; 4];
/// assert_eq!(copy_to(escape(b"a\xFFb"), &mut out), Some(4));
/// assert_eq!(&out, b"a\xFF\xFFb");
/// assert_eq!(copy_to(escape(b"hello"), &mut out), None);
/// ```
pub fn copy_to<'a>(
    slices: impl IntoIterator<Item = &'a [u8]>,
    out: &mut [u8],
) -> Option<usize> {
    let mut written = 0usize;
    for slice in slices {
        let end = written.checked_add(slice.len())?;
        let room = out.get_mut(written..end)?;
        // Equal lengths by construction; a loop, since `copy_from_slice`
        // has a panic for the other case.
        for (to, from) in room.iter_mut().zip(slice) {
            *to = *from;
        }
        written = end;
    }
    Some(written)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    fn wire<'a>(slices: impl Iterator<Item = &'a [u8]>) -> Vec<u8> {
        slices.flatten().copied().collect()
    }

    #[test]
    fn escape_doubles_and_never_yields_an_empty_slice() {
        for (data, expected) in [
            (&b""[..], &b""[..]),
            (b"abc", b"abc"),
            (b"\xFF", b"\xFF\xFF"),
            (b"\xFF\xFF", b"\xFF\xFF\xFF\xFF"),
            (b"\xFFa\xFF", b"\xFF\xFFa\xFF\xFF"),
        ] {
            assert_eq!(wire(escape(data)), expected);
            assert!(escape(data).all(|slice| !slice.is_empty()));
        }
    }

    #[test]
    fn subnegotiation_of_option_255_doubles_it() {
        let none: [&[u8]; 0] = [];
        assert_eq!(
            wire(subnegotiation(TelnetOption::EXOPL, none)),
            b"\xFF\xFA\xFF\xFF\xFF\xF0"
        );
        assert_eq!(
            wire(subnegotiation(
                TelnetOption::NAWS,
                [&b"\0\xFF"[..], b"", b"\0"]
            )),
            b"\xFF\xFA\x1F\0\xFF\xFF\0\xFF\xF0"
        );
    }
}
