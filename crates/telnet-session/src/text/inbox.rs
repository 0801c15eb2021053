//! Text that was received and not read yet.

#[cfg(feature = "expect")]
use std::collections::VecDeque;

use bytes::{Buf as _, Bytes, BytesMut};

#[cfg(feature = "expect")]
use super::hidden::{Hidden, Place};

/// The least room that is lent, and the least text behind which: about what is
/// worth a buffer that no other connection can use.
const LOAN: usize = 64 << 10;

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
///
/// Text that is shown, and stays unread, is shared with who looks at it. It is
/// copied only where it is still held on to when more comes.
///
/// Where there is much text, the room behind it is lent to who receives: what is
/// received there stays where it is, as far as it is text.
#[derive(Default)]
pub(crate) struct Inbox {
    buffer: Buffer,
    offset: u64,
    /// Where in the stream the peer has marked an end: IAC GA, IAC EOR. In
    /// order, each once, none before the unread text.
    #[cfg(feature = "expect")]
    marks: VecDeque<u64>,
    /// What was taken out of the text, if something was.
    #[cfg(feature = "expect")]
    hidden: Option<Box<Hidden>>,
}

/// Where the unread text is.
enum Buffer {
    /// Here alone, with room for more.
    Own(BytesMut),
    /// Where others look at it, too.
    Shared(Bytes),
    /// Here alone, as so many octets; behind them is what was received there.
    Lent(Vec<u8>, usize),
}

impl Default for Buffer {
    fn default() -> Self {
        Self::Own(BytesMut::new())
    }
}

impl Buffer {
    fn as_slice(&self) -> &[u8] {
        match self {
            Self::Own(text) => text,
            Self::Shared(text) => text,
            Self::Lent(octets, len) => octets.get(..*len).unwrap_or(octets),
        }
    }

    /// The text, shared from now on.
    fn share(&mut self) -> Bytes {
        let text = match std::mem::take(self) {
            Self::Shared(text) => text,
            mut it @ (Self::Own(_) | Self::Lent(..)) => it.own().freeze(),
        };
        *self = Self::Shared(text.clone());
        text
    }

    /// The text, to be appended to and given back. Copied if others still look
    /// at it, with room for as much again.
    #[cold]
    fn own(&mut self) -> BytesMut {
        match std::mem::take(self) {
            Self::Own(text) => text,
            Self::Shared(text) => text.try_into_mut().unwrap_or_else(|held| {
                let mut text = BytesMut::with_capacity(2 * held.len());
                text.extend_from_slice(&held);
                text
            }),
            Self::Lent(mut octets, len) => {
                octets.truncate(len);
                Bytes::from(octets).into()
            }
        }
    }

    /// Changes the text, which is here alone from now on.
    fn change<T>(&mut self, how: impl FnOnce(&mut BytesMut) -> T) -> T {
        let mut text = self.own();
        let made = how(&mut text);
        *self = Self::Own(text);
        made
    }

    /// Appends text.
    #[inline]
    fn push(&mut self, more: &[u8]) {
        if let Self::Own(text) = self {
            append(text, more);
        } else {
            self.change(|text| append(text, more));
        }
    }

    fn take(&mut self, n: usize) -> Bytes {
        match self {
            Self::Own(text) => text.split_to(n).freeze(),
            Self::Shared(text) => text.split_to(n),
            Self::Lent(..) => self.change(|text| text.split_to(n).freeze()),
        }
    }

    fn consume(&mut self, n: usize) {
        match self {
            Self::Own(text) => text.advance(n),
            Self::Shared(text) => text.advance(n),
            Self::Lent(..) => self.change(|text| text.advance(n)),
        }
    }

    /// Room behind the text: at least [`LOAN`] octets, and at most `max`. It is made
    /// where it would be made anyway, for as much again as there is.
    fn lend(&mut self, max: usize) -> Option<&mut Vec<u8>> {
        if let Self::Own(text) = self {
            let is_made = text.capacity() - text.len() >= LOAN;
            if is_made || text.len().min(max) < LOAN {
                return None;
            }
            let (len, text) = (text.len(), std::mem::take(text));
            *self = Self::Lent(text.into(), len);
        }
        let Self::Lent(octets, len) = self else { return None };
        // Who received may have taken octets away.
        octets.truncate(*len);
        *len = octets.len();
        let more = octets.len().min(max);
        if more < LOAN {
            return None;
        }
        if octets.capacity() - octets.len() < LOAN {
            octets.reserve_exact(more);
        }
        (octets.capacity() - octets.len() <= max).then_some(octets)
    }

    /// What was received in the room that was lent.
    fn fresh(&self) -> &[u8] {
        match self {
            Self::Lent(octets, len) => octets.get(*len..).unwrap_or_default(),
            Self::Own(_) | Self::Shared(_) => &[],
        }
    }

    /// The first `n` octets of it are text. The others are handed out.
    fn keep(&mut self, n: usize) -> Vec<u8> {
        let Self::Lent(octets, len) = self else { return Vec::new() };
        *len = octets.len().min(*len + n);
        octets.split_off(*len)
    }
}

#[inline]
fn append(text: &mut BytesMut, more: &[u8]) {
    let spare = text.capacity() - text.len();
    if spare < more.len() {
        text.reserve(more.len().max(text.len()));
    }
    text.extend_from_slice(more);
}

impl Inbox {
    /// Appends received text. The caller keeps to the cap.
    ///
    /// Where it must grow, it makes room for as much again as there is, so
    /// that text which was taken and is held on to, and with it the memory,
    /// does not make each push copy all that is unread.
    #[inline]
    pub(crate) fn push(&mut self, text: &[u8]) {
        self.buffer.push(text);
    }

    /// Room behind the text for who receives, at most `max` octets, if there is
    /// so much text that it is worth while.
    pub(crate) fn lend(&mut self, max: usize) -> Option<&mut Vec<u8>> {
        self.buffer.lend(max)
    }

    /// What was received there.
    pub(crate) fn fresh(&self) -> &[u8] {
        self.buffer.fresh()
    }

    /// The first `n` octets of that are text, and stay. The others are handed out.
    pub(crate) fn keep(&mut self, n: usize) -> Vec<u8> {
        self.buffer.keep(n)
    }

    pub(crate) fn unread(&self) -> &[u8] {
        self.buffer.as_slice()
    }

    pub(crate) fn len(&self) -> usize {
        self.unread().len()
    }

    /// The unread text, which stays unread: not copied.
    pub(crate) fn share(&mut self) -> Bytes {
        self.buffer.share()
    }

    /// Whether it is full, given the cap for text. The marks may take as much
    /// memory as the text, and a few are always allowed.
    pub(crate) fn is_full(&self, max_unread: usize) -> bool {
        #[cfg(feature = "expect")]
        if self.marks.len() >= (max_unread / size_of::<u64>()).max(FEW) {
            return true;
        }
        self.len() >= max_unread
    }

    /// Where in the stream the unread text begins.
    pub(crate) const fn offset(&self) -> u64 {
        self.offset
    }

    /// Where in the stream it ends: the number of octets ever pushed.
    pub(crate) fn end_offset(&self) -> u64 {
        self.offset.saturating_add(self.len() as u64)
    }

    /// Removes the first `n` octets, or all if there are fewer.
    pub(crate) fn take(&mut self, n: usize) -> Bytes {
        let n = n.min(self.len());
        self.advance(n);
        self.buffer.take(n)
    }

    /// The same without handing them out.
    pub(crate) fn consume(&mut self, n: usize) {
        let n = n.min(self.len());
        self.advance(n);
        self.buffer.consume(n);
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
            usize::try_from(n).unwrap_or(usize::MAX).min(self.len())
        };
        let (start, end) = (place(from.text()), place(to));
        let text = self.unread().get(start..end).unwrap_or_default();
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
        while self.marks.front().is_some_and(|mark| *mark < self.offset) {
            self.marks.pop_front();
        }
        if let Some(hidden) = &mut self.hidden {
            hidden.advance(self.offset);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(inbox: &Inbox) -> usize {
        match &inbox.buffer {
            Buffer::Own(text) => text.capacity(),
            Buffer::Shared(_) | Buffer::Lent(..) => panic!("it is not"),
        }
    }

    #[test]
    fn text_that_just_fits_needs_no_more_memory() {
        let mut inbox = Inbox::default();
        inbox.push(&[b'x'; 100]);
        let capacity = room(&inbox);
        inbox.push(&vec![b'y'; capacity - 100]);
        assert_eq!(room(&inbox), capacity);
        inbox.push(b"z");
        assert!(room(&inbox) >= 2 * capacity);
    }

    #[test]
    fn text_that_is_shown_is_not_copied_unless_it_is_held() {
        let mut inbox = Inbox::default();
        inbox.push(&[b'x'; 1000]);
        let place = inbox.unread().as_ptr();
        let shown = inbox.share();
        assert_eq!((shown.as_ptr(), inbox.unread().as_ptr()), (place, place));
        drop((shown, inbox.share(), inbox.share()));
        inbox.push(b"");
        let spare = room(&inbox) - 1000;
        inbox.push(&vec![b'y'; spare]);
        assert_eq!(inbox.unread().as_ptr(), place);

        let held = inbox.share();
        assert_eq!(inbox.take(10), &[b'x'; 10][..]);
        inbox.consume(10);
        assert_eq!((inbox.offset(), inbox.len()), (20, 980 + spare));
        inbox.push(b"z");
        assert_eq!(inbox.unread().last(), Some(&b'z'));
        assert_eq!(held.len(), 1000 + spare);
        assert_eq!(inbox.unread()[..980 + spare], held[20..]);
    }
}
