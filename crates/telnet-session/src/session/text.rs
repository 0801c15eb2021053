//! The text that was received, and the reads of telnetlib that do not wait.

use bytes::Bytes;

use crate::error::Closed;
use crate::session::Session;

impl Session {
    /// The text that was received and not read.
    #[must_use]
    pub fn unread(&self) -> &[u8] {
        self.inbox.unread()
    }

    /// The unread text from a stream offset on.
    #[cfg(feature = "expect")]
    pub(crate) fn unread_from(&self, offset: u64) -> &[u8] {
        let from = offset.saturating_sub(self.offset());
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        self.unread().get(from..).unwrap_or_default()
    }

    /// The place of the first unread octet in the whole text, from 0.
    #[must_use]
    pub const fn offset(&self) -> u64 {
        self.inbox.offset()
    }

    /// Removes the first `n` unread octets, or all if there are fewer.
    pub fn consume(&mut self, n: usize) {
        #[cfg(feature = "expect")]
        self.pass(n);
        self.inbox.consume(n);
        self.resume();
    }

    /// Removes them and hands them out, without a copy.
    #[must_use]
    pub fn take(&mut self, n: usize) -> Bytes {
        #[cfg(feature = "expect")]
        self.pass(n);
        let text = self.inbox.take(n);
        self.resume();
        text
    }

    /// So many octets are read: a dialogue has to know what stands on the
    /// screen then.
    #[cfg(feature = "expect")]
    fn pass(&mut self, n: usize) {
        if let Some(console) = &mut self.console {
            console.pass(&self.inbox, self.inbox.offset() + n as u64);
        }
    }

    /// Removes and hands out all unread text.
    #[must_use]
    pub fn take_all(&mut self) -> Bytes {
        self.take(self.inbox.len())
    }

    /// The text that is there, maybe none: telnetlib's `read_very_lazy`.
    ///
    /// # Errors
    /// [`Closed`] if there is none and the peer has closed the connection.
    pub fn read_very_lazy(&mut self) -> Result<Bytes, Closed> {
        if self.inbox.len() == 0 && self.is_eof() {
            return Err(Closed);
        }
        Ok(self.take_all())
    }

    /// The same: telnetlib's `read_lazy` first decoded what it had received;
    /// here that is done at once.
    ///
    /// # Errors
    /// [`Closed`] as [`read_very_lazy`](Self::read_very_lazy).
    pub fn read_lazy(&mut self) -> Result<Bytes, Closed> {
        self.read_very_lazy()
    }

    /// The last whole subnegotiation of an enabled option, its code first,
    /// then the payload, unescaped: telnetlib's `read_sb_data`. Empty if the
    /// last one was not such, or was read already. Never blocks.
    pub fn read_sb_data(&mut self) -> Bytes {
        std::mem::take(&mut self.sb_data).freeze()
    }

    /// What a read without a match shows: a copy, or in the telnetlib
    /// profile the text itself.
    pub(crate) fn text_of_miss(&mut self) -> Bytes {
        if self.config.telnetlib {
            self.take_all()
        } else {
            Bytes::copy_from_slice(self.unread())
        }
    }
}
