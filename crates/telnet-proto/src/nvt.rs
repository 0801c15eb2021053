//! The end-of-line convention of the Network Virtual Terminal.
//!
//! On the wire `CR LF` ends a line, `CR NUL` is a bare carriage return, and
//! CR stands before nothing else (RFC 854, pages 11–12; RFC 1123, section
//! 3.3.1). None of this holds in a direction that is in BINARY (RFC 856).
//!
//! Receiving, [`NvtDecoder`] drops the NUL of `CR NUL` and leaves all else as
//! it is, so no octet is ever held back: a CR at the end of a slice is handed
//! on at once. Sending, [`encode`] writes text with line ends of the caller's
//! choice.

use core::iter::FusedIterator;

use memchr::{memchr, memchr2};

const CR: u8 = b'\r';
const LF: u8 = b'\n';
const NUL: u8 = 0;

/// Turns received NVT data into plain octets: `CR NUL` becomes CR.
///
/// It stands behind the [`Decoder`](crate::Decoder): commands between the CR
/// and the NUL do not part them. In BINARY do not call it, but call
/// [`reset`](Self::reset) when the direction enters BINARY.
///
/// ```
/// use telnet_proto::nvt::NvtDecoder;
/// let mut nvt = NvtDecoder::new();
/// let text: Vec<u8> =
///     nvt.decode(b"a\r\0b\r\n").flatten().copied().collect();
/// assert_eq!(text, b"a\rb\r\n");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NvtDecoder {
    after_cr: bool,
}

impl NvtDecoder {
    /// A decoder at the start of a stream.
    #[must_use]
    pub const fn new() -> Self {
        Self { after_cr: false }
    }

    /// The slices of `data` that are text. The iterator must be driven to
    /// its end. No slice is empty.
    #[inline]
    pub const fn decode<'d, 'i>(
        &'d mut self,
        data: &'i [u8],
    ) -> NvtData<'d, 'i> {
        NvtData { decoder: self, rest: data }
    }

    /// Forgets a CR that came last: the next NUL is data.
    #[inline]
    pub const fn reset(&mut self) {
        self.after_cr = false;
    }
}

/// Slices of text: see [`NvtDecoder::decode`].
#[derive(Debug)]
pub struct NvtData<'d, 'i> {
    decoder: &'d mut NvtDecoder,
    rest: &'i [u8],
}

impl<'i> Iterator for NvtData<'_, 'i> {
    type Item = &'i [u8];

    #[inline]
    fn next(&mut self) -> Option<&'i [u8]> {
        let last = *self.rest.last()?;
        if let Some(nul) = find_nul(self.rest) {
            return self.up_to_nul(nul, last);
        }
        self.decoder.after_cr = last == CR;
        Some(core::mem::take(&mut self.rest))
    }
}

impl<'i> NvtData<'_, 'i> {
    /// The text up to a NUL that is none, given the first NUL and the last octet
    /// of all.
    #[inline(never)]
    fn up_to_nul(&mut self, first: usize, last: u8) -> Option<&'i [u8]> {
        let mut next = Some(first);
        if core::mem::take(&mut self.decoder.after_cr) && first == 0 {
            self.rest = self.rest.get(1..).unwrap_or_default();
            if self.rest.is_empty() {
                return None;
            }
            next = find_nul(self.rest);
        }
        let input = self.rest;
        while let Some(nul) = next {
            let before = input.get(..nul).unwrap_or_default();
            let from = nul.saturating_add(1);
            let after = input.get(from..).unwrap_or_default();
            if before.last() == Some(&CR) {
                self.rest = after;
                return Some(before);
            }
            next = find_nul(after).map(|it| it.saturating_add(from));
        }
        self.decoder.after_cr = last == CR;
        self.rest = &[];
        Some(input)
    }
}

/// Where the first NUL is.
///
/// Between commands there is little text. Up to 16 octets are looked at as two
/// words, since to call for help costs more than that.
#[inline]
fn find_nul(text: &[u8]) -> Option<usize> {
    if text.len() > 16 {
        return memchr(NUL, text);
    }
    if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
        let [first, last] = [*first, *last].map(u64::from_le_bytes);
        if !has_nul(first) && !has_nul(last) {
            return None;
        }
    } else if let (Some(first), Some(last)) =
        (text.first_chunk(), text.last_chunk())
    {
        let [first, last] = [*first, *last].map(u32::from_le_bytes);
        if !has_nul(u64::from(first) << 32 | u64::from(last)) {
            return None;
        }
    }
    text.iter().position(|&octet| octet == NUL)
}

/// Whether one of eight octets is 0.
#[inline]
const fn has_nul(octets: u64) -> bool {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    octets.wrapping_sub(ONES) & !octets & (ONES << 7) != 0
}

/// What ends a line that we send.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Newline {
    /// `CR LF`: the end of a line (RFC 854, page 11).
    #[default]
    CrLf,
    /// `CR NUL`: a bare carriage return, as terminals in character mode send
    /// for Enter (RFC 1123, section 3.3.1).
    CrNul,
    /// CR alone, for peers that take the NUL of `CR NUL` as input.
    Cr,
    /// LF alone, as telnetlib's users send it.
    Lf,
}

impl Newline {
    /// The octets on the wire.
    #[must_use]
    pub const fn as_bytes(self) -> &'static [u8] {
        match self {
            Self::CrLf => b"\r\n",
            Self::CrNul => b"\r\0",
            Self::Cr => b"\r",
            Self::Lf => b"\n",
        }
    }
}

/// `text` as slices of NVT data: `CR LF` and LF become `newline`, a CR that
/// stands alone becomes `CR NUL` (RFC 854, page 12). No slice is empty.
///
/// The text is taken as whole: a CR at its end stands alone. Octet 255 is
/// left to [`escape`](crate::encode::escape).
///
/// ```
/// use telnet_proto::nvt::{Newline, encode};
/// let wire: Vec<u8> =
///     encode(b"one\ntwo\rx", Newline::CrLf).flatten().copied().collect();
/// assert_eq!(wire, b"one\r\ntwo\r\0x");
/// ```
#[must_use]
pub const fn encode(text: &[u8], newline: Newline) -> NvtText<'_> {
    NvtText { rest: text, newline, pending: None }
}

/// Slices of NVT data: see [`encode`].
#[derive(Clone, Debug)]
pub struct NvtText<'a> {
    rest: &'a [u8],
    newline: Newline,
    /// A line end that goes out after the slice before it.
    pending: Option<&'static [u8]>,
}

impl<'a> Iterator for NvtText<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if let Some(end) = self.pending.take() {
            return Some(end);
        }
        if self.rest.is_empty() {
            return None;
        }
        let Some(at) = memchr2(CR, LF, self.rest) else {
            return Some(core::mem::take(&mut self.rest));
        };
        let line = self.rest.get(..at).unwrap_or_default();
        let after = self.rest.get(at..).unwrap_or_default();
        let (end, used) = match after {
            [CR, LF, ..] => (self.newline.as_bytes(), 2),
            [LF, ..] => (self.newline.as_bytes(), 1),
            _ => (Newline::CrNul.as_bytes(), 1),
        };
        self.rest = after.get(used..).unwrap_or_default();
        if line.is_empty() {
            return Some(end);
        }
        self.pending = Some(end);
        Some(line)
    }
}

impl FusedIterator for NvtText<'_> {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    fn decode(chunks: &[&[u8]]) -> Vec<u8> {
        let mut nvt = NvtDecoder::new();
        let mut text = Vec::new();
        for chunk in chunks {
            for slice in nvt.decode(chunk) {
                assert!(!slice.is_empty());
                text.extend_from_slice(slice);
            }
        }
        text
    }

    #[test]
    fn only_the_nul_after_cr_is_dropped() {
        for (input, text) in [
            (&b"\r\0"[..], &b"\r"[..]),
            (b"\r\n", b"\r\n"),
            (b"\rA", b"\rA"),
            (b"\r\r\n", b"\r\r\n"),
            (b"\0\0\x07\x80\xFE", b"\0\0\x07\x80\xFE"),
            (b"\r\0\0", b"\r\0"),
            (b"a\0\r\0\r\0b", b"a\0\r\rb"),
        ] {
            assert_eq!(decode(&[input]), text);
            for at in 0..=input.len() {
                let (a, b) = input.split_at(at);
                assert_eq!(decode(&[a, b]), text, "cut at {at}");
            }
        }
    }

    #[test]
    fn a_nul_after_cr_is_dropped_at_every_place_of_every_length() {
        for len in 2..80 {
            for at in 1..len {
                let mut text = std::vec![b'x'; len];
                text[at - 1] = CR;
                assert_eq!(decode(&[&text]), text);
                text[at] = NUL;
                let mut expected = text.clone();
                let _nul = expected.remove(at);
                assert_eq!(decode(&[&text]), expected, "{at} of {len}");
                // What looks like it to a search of eight octets at once.
                text[at] = 1;
                assert_eq!(decode(&[&text]), text);
                text[at] = 128;
                assert_eq!(decode(&[&text]), text);
            }
        }
    }

    #[test]
    fn reset_makes_the_next_nul_data() {
        let mut nvt = NvtDecoder::new();
        nvt.decode(b"\r").for_each(drop);
        nvt.reset();
        assert_eq!(nvt.decode(b"\0").next(), Some(&b"\0"[..]));
    }

    #[test]
    fn line_ends_are_as_chosen() {
        for (newline, wire) in [
            (Newline::CrLf, &b"a\r\n\r\nb\r\0\r\n"[..]),
            (Newline::CrNul, b"a\r\0\r\0b\r\0\r\0"),
            (Newline::Cr, b"a\r\rb\r\0\r"),
            (Newline::Lf, b"a\n\nb\r\0\n"),
        ] {
            let sent: Vec<u8> =
                encode(b"a\n\r\nb\r\r\n", newline).flatten().copied().collect();
            assert_eq!(sent, wire);
        }
    }
}
