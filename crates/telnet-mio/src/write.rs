//! What is sent, and the end.
//!
//! There is no `io::Write`: its `write_all` forgets at `WouldBlock` how much
//! was taken.

use std::io::{self, ErrorKind};
use std::time::{Duration, Instant};

use telnet_adapter::session::Session;
use telnet_adapter::session::proto::sub::Payload;
use telnet_adapter::{Closing, Eager, Progress};

use crate::telnet::BUDGET;
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
            let more = self.session_mut().send_part(rest);
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

    /// Sends a password and a line end, as [`send_line`](Self::send_line) does;
    /// neither a trace nor a transcript shows it, nor its echo.
    ///
    /// # Errors
    /// As [`send_line`](Self::send_line).
    pub fn send_secret_line(
        &mut self,
        line: impl AsRef<[u8]>,
    ) -> io::Result<()> {
        self.send_item(|session| session.send_secret_line(line.as_ref()))
    }

    /// Sends a prompt, and the mark of its end that is agreed with the peer, if
    /// any: EOR or GA. See [`Session::send_prompt`].
    ///
    /// # Errors
    /// As [`send_line`](Self::send_line).
    pub fn send_prompt(&mut self, prompt: impl AsRef<[u8]>) -> io::Result<()> {
        self.send_item(|session| session.send_prompt(prompt.as_ref()))
    }

    /// Sends a line of text in its encoding, [`Session::text_encoding`], and its
    /// end. Text that is no line is to be encoded, and then
    /// [written](Self::write), since not all of it may be taken at once.
    ///
    /// # Errors
    /// `InvalidInput` if the encoding has not all its characters: the error
    /// names the first, and nothing is sent. Else as
    /// [`send_line`](Self::send_line), all or nothing.
    #[cfg(feature = "encoding")]
    pub fn send_text_line(&mut self, line: impl AsRef<str>) -> io::Result<()> {
        let encoding = self.session().text_encoding();
        self.send_line(encoding.encode(line.as_ref())?)
    }

    /// Sends a text as a prompt: see [`send_text_line`](Self::send_text_line) and
    /// [`send_prompt`](Self::send_prompt).
    ///
    /// # Errors
    /// Those of both.
    #[cfg(feature = "encoding")]
    pub fn send_text_prompt(
        &mut self,
        prompt: impl AsRef<str>,
    ) -> io::Result<()> {
        let encoding = self.session().text_encoding();
        self.send_prompt(encoding.encode(prompt.as_ref())?)
    }

    /// Sends a command without operand, as [`Command::AYT`].
    ///
    /// # Errors
    /// As [`send_line`](Self::send_line).
    pub fn send_command(&mut self, command: Command) -> io::Result<()> {
        self.send_item(|session| session.send_command(command))
    }

    /// Sends a subnegotiation with a payload that knows its option, as
    /// `WindowSize` or `Gmcp`.
    ///
    /// # Errors
    /// As [`send_line`](Self::send_line).
    pub fn send_payload<'a, P: Payload<'a>>(
        &mut self,
        payload: P,
    ) -> io::Result<()> {
        self.send_item(|session| session.send_payload(payload))
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

    /// Sends a GMCP message of this name with a value as its data, which are JSON:
    /// see [`Session::send_gmcp`].
    ///
    /// # Errors
    /// `InvalidData` if the name or the value can be none of GMCP's; else as
    /// [`send_line`](Self::send_line).
    #[cfg(feature = "serde")]
    pub fn send_gmcp(
        &mut self,
        name: &str,
        value: &(impl crate::gmcp::Serialize + ?Sized),
    ) -> io::Result<()> {
        let payload = crate::gmcp::to_payload(name, value)?;
        self.send_subnegotiation(TelnetOption::GMCP, payload)
    }

    /// Sends an item that must not be cut, whole or not at all.
    fn send_item<E: Into<io::Error>>(
        &mut self,
        send: impl FnOnce(&mut Session) -> Result<(), E>,
    ) -> io::Result<()> {
        self.output()?;
        if let Err(error) = send(self.session_mut()) {
            let later = self.session().wants_write();
            return Err(if later { self.blocked()? } else { error.into() });
        }
        self.output()
    }

    /// The peer takes no more. It may be blocked in writing to us, so we read.
    fn blocked(&mut self) -> io::Result<io::Error> {
        self.look(Eager::new(|_session| false))?;
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

    /// Sends what is queued, says that it was all, and closes the connection.
    /// What was received can still be read. Once it is closed, another call
    /// does nothing.
    ///
    /// The peer has a second to close its side, or less as
    /// [`set_timeout`](telnet_adapter::Connection::set_timeout) says; what it
    /// sends meanwhile is kept, as far as there is room.
    ///
    /// # Errors
    /// `WouldBlock` while that goes on: call again after the next event, while
    /// there [is more](Self::has_more), and when
    /// [`close_timeout`](Self::close_timeout) has passed, or give it up and
    /// drop the connection. Those of the stream; `TimedOut` if not all
    /// could be sent, or if the peer was still sending at the end: then it may
    /// not have got all. The connection is closed all the same.
    pub fn close(&mut self) -> io::Result<()> {
        if self.flow().is_closed() {
            return Ok(());
        }
        let deadline = self.default_deadline();
        let closing = self.closing.take();
        let mut closing =
            closing.unwrap_or_else(|| Box::new(Closing::new(deadline)));
        let now = Instant::now();
        let (flow, session, mut link) = self.parts();
        // A peer that sends on and on has no more turns than any other.
        for _ in 0..BUDGET {
            match closing.step(flow, session, &mut link, now) {
                Progress::Ready(sent) => {
                    let closed = link.stream.shutdown();
                    return sent.and(closed);
                }
                Progress::Moved => {}
                Progress::Stuck => {
                    self.closing = Some(closing);
                    self.stopped = false;
                    return Err(ErrorKind::WouldBlock.into());
                }
            }
        }
        self.closing = Some(closing);
        self.stopped = true;
        Err(ErrorKind::WouldBlock.into())
    }

    /// What to give `mio::Poll::poll` while [`close`](Self::close) goes on: the
    /// time until it must be called though nothing happens.
    #[must_use]
    pub fn close_timeout(&self, now: Instant) -> Option<Duration> {
        let deadline = self.closing.as_ref()?.deadline()?;
        Some(deadline.saturating_duration_since(now))
    }
}
