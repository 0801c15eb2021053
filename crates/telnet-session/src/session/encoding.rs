//! Text as strings, in the encoding that is agreed.

use telnet_proto::Command;
use telnet_proto::sub::mtts::Mtts;

use super::Session;
use crate::encoding::{Encoding, Switching};
use crate::peer::Peer;
use crate::watch::EventKind;

impl Session {
    /// The encoding of text, both ways, from here on: the one agreed by CHARSET
    /// (RFC 2066), if there is one that is known; else UTF-8, if the peer's
    /// terminal is that by MTTS; else that of
    /// [`Config::encoding`](crate::Config::encoding). A peer is asked for its
    /// MTTS where [`Config::ask_peer`](crate::Config::ask_peer) is on.
    ///
    /// ```
    /// use telnet_session::encoding::Encoding;
    /// use telnet_session::{Config, Session};
    /// let config = Config::default().encoding(Encoding::CP437);
    /// let mut session = Session::new(config);
    /// session.receive(b"\xDA\xC4\xBF");
    /// assert_eq!(session.take_text(), "\u{250c}\u{2500}\u{2510}");
    /// let line = session.text_encoding().encode("\u{2592} welcome \u{2592}")?;
    /// session.send_line(&line)?;
    /// assert_eq!(session.transmit(), b"\xB1 welcome \xB1\r\n");
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub fn text_encoding(&self) -> Encoding {
        match self.agreed.decoding() {
            Some(decoding) => decoding.latest(),
            None => self.config.told().encoding(),
        }
    }

    /// Removes all unread text and hands it out decoded, each part in what was
    /// the [encoding](Self::text_encoding) where it came. The begin of a
    /// character waits in the session for its rest, and at the end of the stream
    /// becomes U+FFFD, or what else its encoding says.
    ///
    /// Where text is taken by another method in between, as
    /// [`take`](Self::take), a character that it cuts is none.
    ///
    /// The string may have three times the octets of the text, so at most three
    /// times [`Config::max_unread`](crate::Config::max_unread), and some.
    #[must_use]
    pub fn take_text(&mut self) -> String {
        let mut text = self.take_text_of(self.unread().len());
        if self.is_eof() && self.unread().is_empty() {
            text.push_str(&self.finish_text());
        }
        text
    }

    /// The same of the first `n` octets of unread text.
    pub(crate) fn take_text_of(&mut self, n: usize) -> String {
        let from = self.offset();
        let octets = self.take(n);
        let mut text = String::with_capacity(octets.len());
        self.decoding().decode(from, &octets, &mut text);
        text
    }

    /// What is left of a character that waits for its rest.
    pub(crate) fn finish_text(&mut self) -> String {
        let mut text = String::new();
        self.decoding().finish(&mut text);
        text
    }

    /// Whether the text ends before the next event, or there is neither: no
    /// character goes on behind the mark of a prompt, in another encoding, or
    /// behind the end of the stream.
    pub(crate) fn text_ends_here(&self) -> bool {
        let Some(next) = self.watch.peek_event() else { return self.is_eof() };
        matches!(
            next.kind,
            EventKind::Command(Command::GA | Command::EOR)
                | EventKind::Charset(_)
        )
    }

    fn decoding(&mut self) -> &mut Switching {
        let (encoding, at) = (self.config.told().encoding(), self.offset());
        self.agreed.decoding_or(|| Switching::new(encoding, at))
    }

    /// A character set is agreed on. One that is not known changes nothing.
    pub(super) fn switch_charset(&mut self, name: &str) {
        if let Some(encoding) = Encoding::from_name(name) {
            self.switch(encoding);
        }
    }

    /// The peer has told of its terminal. What CHARSET says is said by both.
    pub(super) fn hear_mtts(&mut self) {
        let is_utf_8 = |it: &Peer| {
            let mtts = it.mtts().unwrap_or_default();
            let charset = it.charset().and_then(Encoding::from_name);
            charset.is_none() && mtts.contains(Mtts::UTF_8)
        };
        if self.peer().is_some_and(is_utf_8) {
            self.switch(Encoding::UTF_8);
        }
    }

    fn switch(&mut self, encoding: Encoding) {
        if encoding != self.text_encoding() {
            let (end, read) = (self.text.end_offset(), self.offset());
            self.decoding().switch(end, encoding, read);
        }
    }
}
