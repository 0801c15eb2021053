//! Escape sequences that were taken out of the text: dialogues need them.

use std::collections::VecDeque;

/// Most octets of memory for what is kept. What is older is dropped: a dialogue looks
/// at each once, soon after it came.
const MOST: usize = 256 << 10;

/// The escape sequences that were taken out of the text, and where they were.
#[derive(Default)]
pub(crate) struct Hidden {
    pieces: VecDeque<Piece>,
    /// Octets of memory for them: many short ones take more than their octets.
    size: usize,
    /// Octets there ever were.
    end: u64,
}

struct Piece {
    /// The stream offset of the text behind it.
    offset: u64,
    /// How many hidden octets there were before it.
    at: u64,
    octets: Vec<u8>,
}

/// A place in the text, and among what was taken out of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// The stream offset in the text.
    text: u64,
    /// How many octets were taken out before.
    hidden: u64,
}

impl Place {
    pub(super) const fn new(text: u64, hidden: u64) -> Self {
        Self { text, hidden }
    }

    /// The stream offset in the text.
    pub(crate) const fn text(self) -> u64 {
        self.text
    }

    /// It, with another stream offset.
    pub(crate) const fn at(self, text: u64) -> Self {
        Self { text, ..self }
    }

    /// The place at the stream offset of `self` behind all that was taken out
    /// before either.
    pub(crate) fn with_hidden_of(self, other: Self) -> Self {
        Self { hidden: self.hidden.max(other.hidden), ..self }
    }
}

impl Hidden {
    /// Keeps octets that were taken out behind the text up to `offset`.
    pub(crate) fn push(&mut self, offset: u64, octets: &[u8]) {
        match self.pieces.back_mut() {
            Some(last) if last.offset == offset => {
                last.octets.extend_from_slice(octets);
            }
            _ => {
                let (at, octets) = (self.end, octets.to_vec());
                self.pieces.push_back(Piece { offset, at, octets });
                self.size += size_of::<Piece>();
            }
        }
        self.end += octets.len() as u64;
        self.size += octets.len();
        while self.size > MOST {
            self.drop_first();
        }
    }

    /// How many octets there ever were.
    pub(crate) const fn end(&self) -> u64 {
        self.end
    }

    /// How many octets there ever were in the text up to an offset, as far as
    /// that is known.
    pub(crate) fn end_at(&self, offset: u64) -> u64 {
        let upto = self.pieces.iter().take_while(|it| it.offset <= offset);
        upto.last().map_or(0, |it| it.at + it.octets.len() as u64)
    }

    /// The text before an offset is gone.
    pub(crate) fn advance(&mut self, offset: u64) {
        while self.pieces.front().is_some_and(|it| it.offset < offset) {
            self.drop_first();
        }
    }

    fn drop_first(&mut self) {
        let first = self.pieces.pop_front();
        self.size -= first.map_or(0, |it| size_of::<Piece>() + it.octets.len());
    }

    /// The text and what was taken out of it, in order. The text is from
    /// `from.text` on.
    pub(crate) fn mix<'a>(
        &'a self,
        from: Place,
        text: &'a [u8],
    ) -> impl Iterator<Item = &'a [u8]> {
        let end = from.text + text.len() as u64;
        let mut rest = text;
        let mut offset = from.text;
        let hidden = self.pieces.iter().filter_map(move |it| {
            let seen = from.hidden.saturating_sub(it.at);
            let seen = usize::try_from(seen).unwrap_or(usize::MAX);
            let octets = it.octets.get(seen..).unwrap_or_default();
            let is_new = !octets.is_empty() && it.offset <= end;
            is_new.then_some((it.offset, octets))
        });
        hidden.chain([(end, &[][..])]).flat_map(move |(to, octets)| {
            let n = usize::try_from(to.saturating_sub(offset)).unwrap_or(0);
            let (before, after) = rest.split_at(n.min(rest.len()));
            rest = after;
            offset = offset.max(to);
            [before, octets].into_iter().filter(|it| !it.is_empty())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_out_is_found_in_its_place() {
        let mut hidden = Hidden::default();
        let mut seen = Place { text: 10, hidden: 0 };
        let all = |hidden: &Hidden, from, text: &[u8]| {
            hidden.mix(from, text).collect::<Vec<_>>().concat()
        };
        hidden.push(10, b"[");
        hidden.push(12, b"<");
        hidden.push(12, b">");
        assert_eq!(all(&hidden, seen, b"abc"), b"[ab<>c");
        let ends = [9, 10, 11, 12, 99].map(|offset| hidden.end_at(offset));
        assert_eq!(ends, [0, 1, 1, 3, 3]);
        assert_eq!(all(&hidden, seen, b"a"), b"[a");
        seen = Place { text: 13, hidden: hidden.end() };
        assert_eq!(all(&hidden, seen, b""), b"");
        hidden.push(13, b"{");
        assert_eq!(all(&hidden, seen, b"d"), b"{d");
        seen = Place { text: 13, hidden: hidden.end() };
        // More of the same.
        hidden.push(13, b"}");
        assert_eq!(all(&hidden, seen, b"d"), b"}d");
        hidden.advance(13);
        assert_eq!(all(&hidden, Place { text: 13, hidden: 0 }, b"d"), b"{}d");
        for _ in 0..5000 {
            hidden.push(14, &[b'x'; 100]);
            hidden.push(15, &[b'x'; 100]);
        }
        assert!(hidden.size <= MOST);
    }
}
