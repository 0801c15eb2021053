//! Octets that are received where their text is to stay.

use super::Session;

impl Session {
    /// Room for what is received next, behind the unread text: a transport that
    /// can append to a `Vec` needs no buffer, and text is not copied then. Whatever
    /// is appended counts once [`received`](Self::received) is called, and is
    /// forgotten if something else is called before.
    ///
    /// `None` where a buffer and [`receive`](Self::receive) do as well or better:
    /// below 64 KiB of unread text, without room for as much again or for 64 KiB,
    /// or where text is not sure to stay as it is. Else the capacity that the `Vec`
    /// has to spare is 64 KiB at least, and at most what
    /// [`Config::max_unread`](crate::Config::max_unread) leaves. What is in the
    /// `Vec` is the unread text: it must stay.
    ///
    /// ```
    /// use telnet_session::{Config, Session};
    /// let mut session = Session::new(Config::default());
    /// session.receive(&[b'x'; 100_000]);
    /// let room = session.input_room().ok_or("too little text")?;
    /// assert!(room.capacity() - room.len() >= 65_536);
    /// room.extend_from_slice(b"text\xFF\xF1more"); // NOP within
    /// session.received();
    /// assert!(session.unread().ends_with(b"xtextmore"));
    /// # Ok::<(), &str>(())
    /// ```
    pub fn input_room(&mut self) -> Option<&mut Vec<u8>> {
        if !self.leaves_text() {
            return None;
        }
        let max = self.unread_room();
        self.text.lend(max)
    }

    /// Takes the octets that were appended to [`input_room`](Self::input_room), as
    /// [`receive`](Self::receive) does.
    pub fn received(&mut self) {
        let is_binary = self.is_binary();
        let stands = self.text.stands(is_binary).min(self.unread_room());
        let n = if self.leaves_text() { stands } else { 0 };
        if let Some(pulse) = &mut self.pulse {
            pulse.hear(self.text.fresh().get(..n).unwrap_or_default());
        }
        let rest = self.text.keep(n, is_binary);
        if !rest.is_empty() {
            self.receive(&rest);
        }
    }

    /// Whether data that comes now is text, is nothing but text, and is for
    /// nobody to see before it is read.
    fn leaves_text(&self) -> bool {
        self.wants_read()
            && self.machine.is_none()
            && !self.incoming.is_packed()
            && self.incoming.is_at_data()
            && !self.incoming.is_discarding()
            && self.desk.is_none()
            && !self.watch.wants_text()
    }
}
