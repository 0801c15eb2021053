//! The text that was received and not read yet.

#[cfg(feature = "expect")]
mod hidden;
mod inbox;
#[cfg(feature = "expect")]
mod scan;
mod sought;

use bytes::Bytes;
#[cfg(feature = "expect")]
pub(crate) use hidden::Place;
pub(crate) use inbox::Inbox;
use memchr::{memchr, memchr2};
#[cfg(feature = "expect")]
pub(crate) use scan::Scan;
use sought::Finding;
pub(crate) use sought::Sought;
use telnet_proto::Command;
use telnet_proto::nvt::NvtDecoder;

use crate::terminal::AnsiFilter;
use crate::watch::Transcript;

/// The text, from the wire to who reads it.
pub(crate) struct Text {
    nvt: NvtDecoder,
    ansi: Option<Box<AnsiFilter>>,
    inbox: Inbox,
    /// The search for one text, if there was one.
    finding: Option<Box<Finding>>,
}

impl Text {
    /// Escape sequences are taken out of it, if so wished.
    pub(crate) fn new(strip_ansi: bool) -> Self {
        Self {
            nvt: NvtDecoder::new(),
            ansi: strip_ansi.then(Box::default),
            inbox: Inbox::default(),
            finding: None,
        }
    }

    // ---- what comes ----

    /// Data has come.
    #[inline]
    pub(crate) fn push(
        &mut self,
        data: &[u8],
        is_binary: bool,
        mut transcript: Option<&mut Transcript>,
    ) {
        if is_binary {
            // No CR NUL in BINARY (RFC 856).
            self.nvt.reset();
            self.push_text(data, transcript);
        } else {
            let mut nvt = std::mem::take(&mut self.nvt);
            for piece in nvt.decode(data) {
                self.push_text(piece, transcript.as_deref_mut());
            }
            self.nvt = nvt;
        }
    }

    /// The same outside of BINARY, for data without a NUL: it is text as it is.
    #[inline]
    pub(crate) fn push_without_nul(&mut self, data: &[u8]) {
        self.note_last(data.last().copied());
        self.push_text(data, None);
    }

    /// This is the last octet of data that is text as it is. A NUL may come next.
    #[inline]
    fn note_last(&mut self, octet: Option<u8>) {
        self.nvt.decode(octet.as_slice()).for_each(drop);
    }

    #[inline]
    fn push_text(&mut self, text: &[u8], transcript: Option<&mut Transcript>) {
        if self.ansi.is_none() && transcript.is_none() {
            self.inbox.push(text);
        } else {
            self.push_watched(text, transcript);
        }
    }

    /// Text that is written down, or loses its escape sequences.
    #[inline(never)]
    fn push_watched(
        &mut self,
        text: &[u8],
        transcript: Option<&mut Transcript>,
    ) {
        if let Some(transcript) = transcript {
            transcript.came(text);
        }
        let Some(filter) = &mut self.ansi else {
            self.inbox.push(text);
            return;
        };
        let mut pieces = filter.filter(text);
        while let Some(both) = pieces.next_both() {
            #[cfg(feature = "expect")]
            if !both.0.is_empty() {
                self.inbox.hide(both.0);
            }
            self.inbox.push(both.1);
        }
    }

    /// Text has come that is one already: telnetlib's.
    pub(crate) fn push_as_it_is(&mut self, text: &[u8]) {
        self.inbox.push(text);
    }

    /// Data is discarded. What it began or ended is gone as well: a CR before
    /// it has no NUL to come, an escape sequence no rest.
    pub(crate) fn discard(&mut self) {
        self.nvt.reset();
        if let Some(filter) = &mut self.ansi {
            filter.reset();
        }
    }

    // ---- what is received in its place ----

    /// Room behind the text for who receives, at most `max` octets, if that is
    /// worth while, and if text stays as it is.
    pub(crate) fn lend(&mut self, max: usize) -> Option<&mut Vec<u8>> {
        if self.ansi.is_some() { None } else { self.inbox.lend(max) }
    }

    /// What was received there.
    pub(crate) fn fresh(&self) -> &[u8] {
        self.inbox.fresh()
    }

    /// How many octets of that, from its begin, are data and text
    /// as they stand. No octet 255 is among them, and outside of BINARY no NUL.
    pub(crate) fn stands(&self, is_binary: bool) -> usize {
        let fresh = self.fresh();
        let iac = Command::IAC.code();
        let at =
            if is_binary { memchr(iac, fresh) } else { memchr2(iac, 0, fresh) };
        at.unwrap_or(fresh.len())
    }

    /// So many of these octets are text, and stay. The others are handed out.
    pub(crate) fn keep(&mut self, n: usize, is_binary: bool) -> Vec<u8> {
        if is_binary {
            self.nvt.reset();
        } else {
            let kept = self.inbox.fresh().get(..n).unwrap_or_default();
            self.note_last(kept.last().copied());
        }
        self.inbox.keep(n)
    }

    /// The peer marks an end here.
    #[cfg(feature = "expect")]
    pub(crate) fn mark(&mut self) {
        self.inbox.mark();
    }

    // ---- what is read ----

    /// All that is unread, and what dialogues look at besides.
    #[cfg(feature = "expect")]
    pub(crate) const fn inbox(&self) -> &Inbox {
        &self.inbox
    }

    pub(crate) fn unread(&self) -> &[u8] {
        self.inbox.unread()
    }

    /// Where in the stream the unread text begins.
    pub(crate) const fn offset(&self) -> u64 {
        self.inbox.offset()
    }

    /// Where in the stream it ends.
    pub(crate) fn end_offset(&self) -> u64 {
        self.inbox.end_offset()
    }

    /// Whether it is full, given the cap for it.
    pub(crate) fn is_full(&self, max: usize) -> bool {
        self.inbox.is_full(max)
    }

    /// Removes the first `n` octets, or all if there are fewer.
    pub(crate) fn take(&mut self, n: usize) -> Bytes {
        self.inbox.take(n)
    }

    /// Removes them without handing them out.
    pub(crate) fn consume(&mut self, n: usize) {
        self.inbox.consume(n);
    }

    /// The unread text, which stays unread: not copied, unless it is held on to
    /// when more comes.
    pub(crate) fn share(&mut self) -> Bytes {
        self.inbox.share()
    }

    /// Where in the unread text a text lies that is searched for: the two ends.
    /// Each octet is searched once, over all waits for the same text.
    pub(crate) fn find(&mut self, sought: &Sought) -> Option<(usize, usize)> {
        Finding::find(&mut self.finding, sought, &self.inbox)
    }
}
