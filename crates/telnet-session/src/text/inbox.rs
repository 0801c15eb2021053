//! Text that was received and not read yet.

#[cfg(feature = "expect")]
use std::collections::VecDeque;

use bytes::{Bytes, BytesMut};

#[cfg(feature = "expect")]
use super::hidden::{Hidden, Place};

/// So many marks there may be, whatever the cap.
#[cfg(feature = "expect")]
const FEW: usize = 16;

/// The unread text of a connection, with its place in the stream.
///
/// ```text
///   offset                 end_offset        stream offsets
///     │                       │
///     ▼                       ▼
///   ┌───────────────────────┬─────────┐
///   │ unread                │ spare   │      one BytesMut
///   └───────────────────────┴─────────┘
///     └─ take(n) ─┘ leaves as Bytes, uncopied
/// ```
#[derive(Default)]
pub(crate) struct Inbox {
    buffer: BytesMut,
    offset: u64,
    /// Where in the stream the peer has marked an end: IAC GA, IAC EOR. In
    /// order, each once, none before the unread text.
    #[cfg(feature = "expect")]
    marks: VecDeque<u64>,
    /// What was taken out of the text, if something was.
    #[cfg(feature = "expect")]
    hidden: Option<Box<Hidden>>,
}

impl Inbox {
    /// Appends received text. The caller keeps to the cap.
    ///
    /// Where it must grow, it makes room for as much again as there is, so
    /// that text which was taken and is held on to, and with it the memory,
    /// does not make each push copy all that is unread.
    pub(crate) fn push(&mut self, text: &[u8]) {
        let spare = self.buffer.capacity() - self.buffer.len();
        if spare < text.len() {
            self.buffer.reserve(text.len().max(self.buffer.len()));
        }
        self.buffer.extend_from_slice(text);
    }

    pub(crate) fn unread(&self) -> &[u8] {
        &self.buffer
    }

    pub(crate) fn len(&self) -> usize {
        self.buffer.len()
    }

    /// Whether it is full, given the cap for text. The marks may take as much
    /// memory as the text, and a few are always allowed.
    pub(crate) fn is_full(&self, max_unread: usize) -> bool {
        #[cfg(feature = "expect")]
        if self.marks.len() >= (max_unread / size_of::<u64>()).max(FEW) {
            return true;
        }
        self.buffer.len() >= max_unread
    }

    /// Where in the stream the unread text begins.
    pub(crate) const fn offset(&self) -> u64 {
        self.offset
    }

    /// Where in the stream it ends: the number of octets ever pushed.
    pub(crate) fn end_offset(&self) -> u64 {
        self.offset.saturating_add(self.buffer.len() as u64)
    }

    /// Removes the first `n` octets, or all if there are fewer.
    pub(crate) fn take(&mut self, n: usize) -> Bytes {
        let n = n.min(self.buffer.len());
        self.advance(n);
        self.buffer.split_to(n).freeze()
    }

    /// The same without handing them out.
    pub(crate) fn consume(&mut self, n: usize) {
        let n = n.min(self.buffer.len());
        self.advance(n);
        bytes::Buf::advance(&mut self.buffer, n);
    }

    fn advance(&mut self, n: usize) {
        self.offset = self.offset.saturating_add(n as u64);
        #[cfg(feature = "expect")]
        self.forget();
    }
}

/// What patterns and dialogues look at besides the text.
#[cfg(feature = "expect")]
impl Inbox {
    /// Octets came that are kept from the text.
    pub(crate) fn hide(&mut self, octets: &[u8]) {
        let offset = self.end_offset();
        self.hidden.get_or_insert_default().push(offset, octets);
    }

    /// The place behind all that came.
    pub(crate) fn end(&self) -> Place {
        let hidden = self.hidden.as_ref().map_or(0, |it| it.end());
        Place::new(self.end_offset(), hidden)
    }

    /// The place behind the text up to a stream offset.
    pub(crate) fn place(&self, offset: u64) -> Place {
        let hidden = self.hidden.as_ref();
        let hidden = hidden.map_or(0, |it| it.end_at(offset));
        Place::new(offset, hidden)
    }

    /// All that came from a place on, up to a stream offset: the text, and
    /// what was kept from it.
    pub(crate) fn all_from(
        &self,
        from: Place,
        to: u64,
    ) -> impl Iterator<Item = &[u8]> {
        let from = from.at(from.text().max(self.offset));
        let place = |offset: u64| {
            let n = offset.saturating_sub(self.offset);
            usize::try_from(n).unwrap_or(usize::MAX).min(self.buffer.len())
        };
        let (start, end) = (place(from.text()), place(to));
        let text = self.buffer.get(start..end).unwrap_or_default();
        let hidden = self.hidden.as_deref();
        let plain = hidden.is_none().then_some(text);
        let mixed = hidden.map(|it| it.mix(from, text));
        plain.into_iter().chain(mixed.into_iter().flatten())
    }

    /// The peer marks an end here.
    pub(crate) fn mark(&mut self) {
        let here = self.end_offset();
        if self.marks.back() != Some(&here) {
            self.marks.push_back(here);
        }
    }

    pub(crate) const fn marks(&self) -> &VecDeque<u64> {
        &self.marks
    }

    /// What is before the unread text is of no use any more.
    fn forget(&mut self) {
        let gone = self.marks.partition_point(|mark| *mark < self.offset);
        self.marks.drain(..gone);
        if let Some(hidden) = &mut self.hidden {
            hidden.advance(self.offset);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_just_fits_needs_no_more_memory() {
        let mut inbox = Inbox::default();
        inbox.push(&[b'x'; 100]);
        let capacity = inbox.buffer.capacity();
        inbox.push(&vec![b'y'; capacity - 100]);
        assert_eq!(inbox.buffer.capacity(), capacity);
        inbox.push(b"z");
        assert!(inbox.buffer.capacity() >= 2 * capacity);
    }
}
