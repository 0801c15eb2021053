//! What the application sends.

use telnet_proto::sub::Payload;
use telnet_proto::{Command, Negotiation, Side, TelnetOption, encode, nvt};

use crate::error::{CommandError, OutputFull};
use crate::session::Session;
use crate::watch::{Direction, Trace};

/// What is known of data that is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Typed {
    /// A terminal would show it.
    Open,
    /// The peer echoes, or it does not: it may be a secret.
    Echoed,
    /// It is a secret.
    Secret,
}

impl Session {
    fn typed(&self) -> Typed {
        match self.options.is_enabled(Side::Remote, TelnetOption::ECHO) {
            true => Typed::Echoed,
            false => Typed::Open,
        }
    }

    /// Queues data, each octet 255 doubled, and returns how many octets were
    /// accepted: fewer than given where
    /// [`Config::max_output`](crate::Config::max_output) is reached. Line ends
    /// are left alone.
    #[must_use]
    pub fn send(&mut self, data: &[u8]) -> usize {
        self.send_traced(data, self.typed())
    }

    /// The same for a password: no trace shows it, nor its echo.
    #[must_use]
    pub fn send_secret(&mut self, data: &[u8]) -> usize {
        self.tracer.hide_echo();
        self.send_traced(data, Typed::Secret)
    }

    /// Queues a line of text and its end,
    /// [`Config::newline`](crate::Config::newline): LF and CR LF within become
    /// that too, a bare CR becomes CR NUL. In BINARY the line is sent as it is,
    /// and CR NUL as its end is CR (RFC 856). All or nothing.
    ///
    /// # Errors
    /// [`OutputFull`] if there is no room for all of it.
    pub fn send_line(&mut self, line: &[u8]) -> Result<(), OutputFull> {
        self.send_line_traced(line, self.typed())
    }

    /// The same for a password: no trace shows it, nor its echo.
    ///
    /// # Errors
    /// As [`send_line`](Self::send_line).
    pub fn send_secret_line(&mut self, line: &[u8]) -> Result<(), OutputFull> {
        self.send_line_traced(line, Typed::Secret)?;
        self.tracer.hide_echo();
        Ok(())
    }

    fn send_line_traced(
        &mut self,
        line: &[u8],
        typed: Typed,
    ) -> Result<(), OutputFull> {
        let newline = self.config.newline;
        let mut whole = Vec::with_capacity(line.len() + 2);
        if self.is_enabled(Side::Local, TelnetOption::BINARY) {
            whole.extend_from_slice(line);
            let end = newline.as_bytes();
            let end = end.strip_suffix(b"\0").unwrap_or(end);
            whole.extend_from_slice(end);
        } else {
            for slice in nvt::encode(line, newline) {
                whole.extend_from_slice(slice);
            }
            whole.extend_from_slice(newline.as_bytes());
        }
        self.check_output(encode::escape(&whole).map(<[u8]>::len).sum())?;
        let _all = self.send_traced(&whole, typed);
        Ok(())
    }

    /// Queues a command without operand, as IP or AYT.
    ///
    /// # Errors
    /// [`CommandError`] if it is not such a command, or if there is no room.
    pub fn send_command(
        &mut self,
        command: Command,
    ) -> Result<(), CommandError> {
        if !command.is_simple() {
            return Err(CommandError::NotWhole(command));
        }
        let octets = command.to_bytes();
        self.check_output(octets.len())?;
        self.tracer.line(&Trace::Command(Direction::Sent, command));
        self.push_command(std::iter::once(&octets[..]));
        Ok(())
    }

    /// Queues a Synch: `IAC DM` whose DM is urgent. The peer drops the data
    /// that is under way before it, and obeys the commands (RFC 854, page 9).
    /// It is of use behind IP or AO, or behind
    /// [`discard_output`](Self::discard_output).
    pub fn send_synch(&mut self) {
        if !self.output_closed {
            let mark = Trace::Command(Direction::Sent, Command::DM);
            self.tracer.line(&mark);
            self.outbox.push_synch();
        }
    }

    /// Queues a subnegotiation with a payload that knows its option. The option
    /// should be enabled (RFC 855, page 2).
    ///
    /// ```
    /// # fn main() -> Result<(), telnet_session::OutputFull> {
    /// use telnet_session::proto::sub::gmcp::Gmcp;
    /// use telnet_session::{Config, Session};
    /// let mut session = Session::new(Config::default());
    /// let ping = Gmcp::new(b"Core.Ping", None).unwrap_or_else(|_| panic!());
    /// session.send_payload(ping)?;
    /// assert_eq!(session.transmit(), b"\xFF\xFA\xC9Core.Ping\xFF\xF0");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`OutputFull`] if there is no room.
    pub fn send_payload<'a, P: Payload<'a>>(
        &mut self,
        payload: P,
    ) -> Result<(), OutputFull> {
        self.send_subnegotiation(P::OPTION, payload.parts())
    }

    /// Queues a subnegotiation: the parts of the payload one after the other,
    /// escaped. The option should be enabled (RFC 855, page 2).
    ///
    /// # Errors
    /// [`OutputFull`] if there is no room.
    pub fn send_subnegotiation<'a, P>(
        &mut self,
        option: TelnetOption,
        payload: P,
    ) -> Result<(), OutputFull>
    where
        P: IntoIterator<Item = &'a [u8], IntoIter: Clone>,
    {
        let payload = payload.into_iter();
        let slices = encode::subnegotiation(option, payload.clone());
        self.check_output(slices.map(<[u8]>::len).sum())?;
        self.push_subnegotiation(option, payload);
        Ok(())
    }

    /// Drops the data that was queued and not transmitted, and no command;
    /// none is cut. Returns how many octets were dropped.
    pub fn discard_output(&mut self) -> usize {
        let dropped = self.drop_output();
        self.resume();
        dropped
    }

    /// The same amid decoding, which goes on by itself.
    pub(crate) fn drop_output(&mut self) -> usize {
        let dropped = self.outbox.drop_data();
        self.ayt_answer_ahead = 0;
        self.push_window_size_if_due();
        dropped
    }

    fn send_traced(&mut self, data: &[u8], typed: Typed) -> usize {
        if self.output_closed {
            return data.len();
        }
        // An empty queue takes an octet at least, however low the cap.
        let least = if self.wants_write() { 0 } else { 2 };
        let room = self.output_room().max(least);
        let accepted = self.outbox.push_data(data, room);
        let sent = data.get(..accepted).unwrap_or_default();
        if let Some(transcript) = &mut self.transcript {
            transcript.typed(sent, typed);
        }
        let secret = typed != Typed::Open;
        if self.tracer.is_on() && (accepted > 0 || data.is_empty()) {
            if self.config.telnetlib && !secret {
                super::telnetlib::trace_send(sent, &mut self.tracer);
            } else {
                let shown = (!secret).then_some(sent);
                let line = Trace::Text(Direction::Sent, shown, accepted);
                self.tracer.line(&line);
            }
        }
        accepted
    }

    /// Octets of room for output of the application.
    #[must_use]
    pub fn output_room(&self) -> usize {
        self.config.max_output.saturating_sub(self.outbox.load())
    }

    pub(crate) fn check_output(&self, wanted: usize) -> Result<(), OutputFull> {
        let room = self.output_room();
        if wanted > room {
            return Err(OutputFull { wanted, room });
        }
        Ok(())
    }

    pub(crate) fn push_command<'a>(
        &mut self,
        slices: impl Iterator<Item = &'a [u8]>,
    ) {
        if !self.output_closed {
            self.outbox.push_command(slices);
        }
    }

    pub(crate) fn push_subnegotiation<'a>(
        &mut self,
        option: TelnetOption,
        payload: impl Iterator<Item = &'a [u8]> + Clone,
    ) {
        if self.tracer.is_on() {
            let whole = payload.clone().collect::<Vec<_>>().concat();
            self.tracer.line(&Trace::Subnegotiation(
                Direction::Sent,
                option,
                &whole,
            ));
        }
        self.push_command(encode::subnegotiation(option, payload));
    }

    pub(crate) fn push_negotiation(&mut self, it: Negotiation) {
        self.tracer.line(&Trace::Negotiation(Direction::Sent, it));
        self.push_command(std::iter::once(&it.to_bytes()[..]));
    }
}
