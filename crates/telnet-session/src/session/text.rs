//! The text that was received, and the reads of telnetlib that do not wait.

use bytes::Bytes;

use super::Session;
#[cfg(feature = "expect")]
use crate::console::Console;
use crate::error::ClosedError;
#[cfg(feature = "expect")]
use crate::text::Inbox;
use crate::text::Sought;

impl Session {
    /// The text that was received and not read.
    #[must_use]
    pub fn unread(&self) -> &[u8] {
        self.text.unread()
    }

    /// The unread text from a stream offset on.
    #[cfg(feature = "expect")]
    pub(crate) fn unread_from(&self, offset: u64) -> &[u8] {
        let from = offset.saturating_sub(self.offset());
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        self.unread().get(from..).unwrap_or_default()
    }

    /// The same, uncopied.
    #[cfg(feature = "expect")]
    pub(crate) fn share_from(&mut self, offset: u64) -> Bytes {
        let from = offset.saturating_sub(self.offset());
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        let text = self.text.share();
        text.slice(from.min(text.len())..)
    }

    /// The place of the first unread octet in the whole text, from 0.
    #[must_use]
    pub const fn offset(&self) -> u64 {
        self.text.offset()
    }

    /// Removes the first `n` unread octets, or all if there are fewer.
    pub fn consume(&mut self, n: usize) {
        #[cfg(feature = "expect")]
        self.pass(n);
        self.text.consume(n);
        self.resume();
    }

    /// Removes the first `n` unread octets, or all if there are fewer, and hands
    /// them out, without a copy.
    #[must_use]
    pub fn take(&mut self, n: usize) -> Bytes {
        #[cfg(feature = "expect")]
        self.pass(n);
        let text = self.text.take(n);
        self.resume();
        text
    }

    /// Removes and hands out all unread text.
    #[must_use]
    pub fn take_all(&mut self) -> Bytes {
        self.take(self.unread().len())
    }

    /// The text that is there, maybe none: telnetlib's `read_very_lazy`.
    ///
    /// # Errors
    /// [`ClosedError`] if there is none and the peer has closed the connection.
    pub fn read_very_lazy(&mut self) -> Result<Bytes, ClosedError> {
        if self.unread().is_empty() && self.is_eof() {
            return Err(ClosedError);
        }
        Ok(self.take_all())
    }

    /// The same: telnetlib's `read_lazy` first decoded what it had received;
    /// here that is done at once.
    ///
    /// # Errors
    /// [`ClosedError`] as [`read_very_lazy`](Self::read_very_lazy).
    pub fn read_lazy(&mut self) -> Result<Bytes, ClosedError> {
        self.read_very_lazy()
    }

    /// The last whole subnegotiation of an enabled option, its code first,
    /// then the payload, unescaped: telnetlib's `read_sb_data`. Empty if the
    /// last one was not such, or was read already. Never blocks.
    pub fn read_sb_data(&mut self) -> Bytes {
        self.gathered.take_last()
    }

    /// What a read without a match shows: the text, which in the telnetlib
    /// profile is read then.
    pub(crate) fn text_of_miss(&mut self) -> Bytes {
        if self.config.profile().consumes_misses() {
            self.take_all()
        } else {
            self.text.share()
        }
    }

    /// Where in the unread text a text lies that is searched for: the two ends.
    pub(crate) fn find_text(
        &mut self,
        sought: &Sought,
    ) -> Option<(usize, usize)> {
        self.text.find(sought)
    }
}

/// What dialogues look at.
#[cfg(feature = "expect")]
impl Session {
    /// All that is unread, and what was taken out of it.
    pub(crate) const fn inbox(&self) -> &Inbox {
        self.text.inbox()
    }

    /// What is known of the host's command line.
    pub(crate) fn console(&mut self) -> &mut Console {
        self.console.get_or_insert_with(Box::default)
    }

    /// So many octets are read: a dialogue has to know what stands on the
    /// screen then.
    fn pass(&mut self, n: usize) {
        if let Some(console) = &mut self.console {
            console.pass(self.text.inbox(), self.text.offset() + n as u64);
        }
    }

    /// A dialogue has seen the first `before` octets and `n` more, which are
    /// handed out: all are read.
    pub(crate) fn take_seen(&mut self, before: usize, n: usize) -> Bytes {
        self.text.consume(before);
        let text = self.text.take(n);
        self.resume();
        text
    }
}
