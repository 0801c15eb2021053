//! What is sent, and the end.
//!
//! There is no `io::Write`: its `write_all` forgets at `WouldBlock` how much
//! was taken.

use std::io::{self, ErrorKind};

use telnet_adapter::session::Session;

use crate::{Command, Stream, Telnet, TelnetOption};

impl<S: Stream> Telnet<S> {
    /// Sends data, each octet 255 doubled; line ends are left alone. Returns
    /// how many octets were taken: they go out now, or as the peer takes them,
    /// with the next calls. The others, where the peer takes no more and
    /// [`Config::max_output`](crate::Config::max_output) is reached, are to be
    /// written again after the next event. [`flush`](Self::flush) tells whether
    /// all is out.
    ///
    /// # Errors
    /// `WouldBlock` if not one octet was taken; those of the stream.
    pub fn write(&mut self, data: impl AsRef<[u8]>) -> io::Result<usize> {
        let data = data.as_ref();
        let mut taken = 0;
        loop {
            self.output()?;
            let rest = data.get(taken..).unwrap_or_default();
            let more = self.session.send_part(rest);
            taken += more;
            if taken == data.len() {
                return self.output().map(|()| taken);
            }
            if more == 0 {
                let error = self.blocked()?;
                return if taken > 0 { Ok(taken) } else { Err(error) };
            }
        }
    }

    /// Sends a line of text and its end,
    /// [`Config::newline`](crate::Config::newline), now or with the next
    /// calls.
    ///
    /// # Errors
    /// `WouldBlock` if there is no room for it before some output is out,
    /// `QuotaExceeded` if there never is; those of the stream.
    pub fn send_line(&mut self, line: impl AsRef<[u8]>) -> io::Result<()> {
        self.send_item(|session| session.send_line(line.as_ref()))
    }

    /// Sends a command without operand, as [`Command::AYT`].
    ///
    /// # Errors
    /// As [`send_line`](Self::send_line).
    pub fn send_command(&mut self, command: Command) -> io::Result<()> {
        self.send_item(|session| session.send_command(command))
    }

    /// Sends a subnegotiation; the payload is escaped.
    ///
    /// # Errors
    /// As [`send_line`](Self::send_line).
    pub fn send_subnegotiation(
        &mut self,
        option: TelnetOption,
        payload: impl AsRef<[u8]>,
    ) -> io::Result<()> {
        let parts = [payload.as_ref()];
        self.send_item(|session| session.send_subnegotiation(option, parts))
    }

    /// Sends an item that must not be cut, whole or not at all.
    fn send_item<E: Into<io::Error>>(
        &mut self,
        send: impl FnOnce(&mut Session) -> Result<(), E>,
    ) -> io::Result<()> {
        self.output()?;
        if let Err(error) = send(&mut self.session) {
            let later = self.session.wants_write();
            return Err(if later { self.blocked()? } else { error.into() });
        }
        self.output()
    }

    /// The peer takes no more. It may be blocked in writing to us, so we read.
    fn blocked(&mut self) -> io::Result<io::Error> {
        self.fill(|_| false)?;
        Ok(ErrorKind::WouldBlock.into())
    }

    /// Says whether all that was sent is out.
    ///
    /// # Errors
    /// `WouldBlock` while output is left: call again after the next event.
    /// Those of the stream.
    pub fn flush(&mut self) -> io::Result<()> {
        self.output()?;
        if self.has_unsent() { Err(self.blocked()?) } else { Ok(()) }
    }

    /// Sends what is queued and closes the connection. What was received can
    /// still be read. Once it is closed, another call does nothing.
    ///
    /// # Errors
    /// `WouldBlock` while output is left: call again after the next event, or
    /// give it up and drop the connection. Those of the stream; it is closed
    /// all the same.
    pub fn close(&mut self) -> io::Result<()> {
        if self.flow.is_closed() {
            return Ok(());
        }
        let sent = self.flush();
        if sent.as_ref().is_err_and(|e| e.kind() == ErrorKind::WouldBlock) {
            return sent;
        }
        self.flow.close(&mut self.session);
        let closed = self.stream.shutdown();
        sent.and(closed)
    }
}
