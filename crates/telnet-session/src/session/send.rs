//! What the application sends.

use telnet_proto::sub::Payload;
use telnet_proto::{Command, Negotiation, Side, TelnetOption, encode, nvt};

use super::Session;
use crate::error::{CommandError, OutputFullError};
use crate::outgoing::Outgoing;
use crate::watch::{Direction, Trace, Typed, Watch};

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
        self.send_below(self.config.max_output, data, self.typed())
    }

    /// Queues data as [`send`](Self::send) does, but leaves a quarter of
    /// [`Config::max_output`](crate::Config::max_output) to the answers that
    /// input asks for. A queue that is full to the brim stops input: two ends
    /// that write before they read would wait for each other for ever.
    #[must_use]
    pub fn send_part(&mut self, data: &[u8]) -> usize {
        let max = self.config.max_output;
        self.send_below(max - max / 4, data, self.typed())
    }

    /// Queues a password, or any data that no trace is to show, as
    /// [`send`](Self::send) does; its echo is not shown either.
    #[must_use]
    pub fn send_secret(&mut self, data: &[u8]) -> usize {
        self.watch.tracer().hide_echo();
        self.send_below(self.config.max_output, data, Typed::Secret)
    }

    /// Queues a line of text and its end,
    /// [`Config::newline`](crate::Config::newline): LF and CR LF within become
    /// that too, a bare CR becomes CR NUL. In BINARY the line is sent as it is,
    /// and CR NUL as its end is CR (RFC 856). All or nothing.
    ///
    /// # Errors
    /// [`OutputFullError`] if there is no room for all of it.
    pub fn send_line(&mut self, line: &[u8]) -> Result<(), OutputFullError> {
        self.send_line_traced(line, self.typed())
    }

    /// Queues a password and a line end as [`send_line`](Self::send_line) does;
    /// no trace shows it, nor its echo.
    ///
    /// # Errors
    /// As [`send_line`](Self::send_line).
    pub fn send_secret_line(
        &mut self,
        line: &[u8],
    ) -> Result<(), OutputFullError> {
        self.send_line_traced(line, Typed::Secret)?;
        self.watch.tracer().hide_echo();
        Ok(())
    }

    fn send_line_traced(
        &mut self,
        line: &[u8],
        typed: Typed,
    ) -> Result<(), OutputFullError> {
        let whole = self.as_text(line, self.config.newline.as_bytes());
        self.check_output(encode::escape(&whole))?;
        let _all = self.send_below(self.config.max_output, &whole, typed);
        Ok(())
    }

    /// Text as it is sent, not escaped, with `end` behind it.
    pub(super) fn as_text(&self, text: &[u8], end: &[u8]) -> Vec<u8> {
        let mut whole = Vec::with_capacity(text.len() + end.len());
        if self.is_enabled(Side::Local, TelnetOption::BINARY) {
            whole.extend_from_slice(text);
            // No CR NUL in BINARY (RFC 856).
            let end = end.strip_suffix(b"\0").unwrap_or(end);
            whole.extend_from_slice(end);
        } else {
            for slice in nvt::encode(text, self.config.newline) {
                whole.extend_from_slice(slice);
            }
            whole.extend_from_slice(end);
        }
        whole
    }

    /// Queues a prompt, and behind it what tells the peer that nothing follows:
    /// `IAC EOR` where END-OF-RECORD is in force on our side (RFC 885), else
    /// `IAC GA`, unless SUPPRESS-GO-AHEAD is in force there (RFC 858). An empty
    /// prompt is its mark alone. Of line ends in it each becomes that of
    /// [`Config::newline`](crate::Config::newline), as by
    /// [`send_line`](Self::send_line). All or nothing.
    ///
    /// ```
    /// use telnet_session::{Config, Policy, Session, Side, TelnetOption};
    /// let config = Config::default()
    ///     .policy(Side::Local, TelnetOption::EOR, Policy::Accept);
    /// let mut session = Session::new(config);
    /// session.send_prompt(b"> ")?;
    /// assert_eq!(session.transmit(), b"> \xFF\xF9"); // GA
    /// session.transmitted(4);
    /// session.receive(b"\xFF\xFD\x19"); // DO END-OF-RECORD
    /// session.transmitted(3);
    /// session.send_prompt(b"> ")?;
    /// assert_eq!(session.transmit(), b"> \xFF\xEF"); // EOR
    /// # Ok::<(), telnet_session::error::OutputFullError>(())
    /// ```
    ///
    /// # Errors
    /// [`OutputFullError`] if there is no room for all of it.
    pub fn send_prompt(
        &mut self,
        prompt: &[u8],
    ) -> Result<(), OutputFullError> {
        let whole = self.as_text(prompt, b"");
        let mark = self.prompt_mark();
        let octets = mark.map(Command::to_bytes);
        let mark_octets = octets.iter().map(|it| &it[..]);
        self.check_output(encode::escape(&whole).chain(mark_octets.clone()))?;
        if !whole.is_empty() {
            let max = self.config.max_output;
            let _all = self.send_below(max, &whole, self.typed());
        }
        if let Some(mark) = mark {
            self.watch.tracer().line(&Trace::Command(Direction::Sent, mark));
            self.outgoing.push_command(mark_octets);
        }
        Ok(())
    }

    /// What ends a prompt, as the options are.
    fn prompt_mark(&self) -> Option<Command> {
        let side = Side::Local;
        if self.options.is_enabled(side, TelnetOption::EOR) {
            Some(Command::EOR)
        } else if self.options.is_enabled(side, TelnetOption::SGA) {
            None
        } else {
            Some(Command::GA)
        }
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
        self.check_output(std::iter::once(&octets[..]))?;
        self.watch.tracer().line(&Trace::Command(Direction::Sent, command));
        self.outgoing.push_command(std::iter::once(&octets[..]));
        Ok(())
    }

    /// Queues a Synch: `IAC DM` whose DM is urgent. The peer drops the data
    /// that is under way before it, and obeys the commands (RFC 854, page 9).
    /// It is of use behind IP or AO, or behind
    /// [`discard_output`](Self::discard_output).
    pub fn send_synch(&mut self) {
        if !self.outgoing.is_closed() {
            let mark = Trace::Command(Direction::Sent, Command::DM);
            self.watch.tracer().line(&mark);
            self.outgoing.push_synch();
        }
    }

    /// Queues a subnegotiation with a payload that knows its option. The option
    /// should be enabled (RFC 855, page 2).
    ///
    /// ```
    /// # fn main() -> Result<(), telnet_session::error::OutputFullError> {
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
    /// [`OutputFullError`] if there is no room.
    pub fn send_payload<'a, P: Payload<'a>>(
        &mut self,
        payload: P,
    ) -> Result<(), OutputFullError> {
        self.send_subnegotiation(P::OPTION, payload.parts())
    }

    /// Queues a GMCP message with a value as its data: see the module
    /// [`gmcp`](crate::gmcp).
    ///
    /// # Errors
    /// [`JsonError`](crate::gmcp::JsonError) if the value or the name can be none of
    /// GMCP's; [`OutputFullError`] if there is no room.
    #[cfg(feature = "serde")]
    pub fn send_gmcp<T: serde::Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
    ) -> std::io::Result<()> {
        let payload = crate::gmcp::to_payload(name, value)?;
        self.send_subnegotiation(TelnetOption::GMCP, [&payload[..]])?;
        Ok(())
    }

    /// Queues a subnegotiation: the parts of the payload one after the other,
    /// escaped. The option should be enabled (RFC 855, page 2).
    ///
    /// # Errors
    /// [`OutputFullError`] if there is no room.
    pub fn send_subnegotiation<'a, P>(
        &mut self,
        option: TelnetOption,
        payload: P,
    ) -> Result<(), OutputFullError>
    where
        P: IntoIterator<Item = &'a [u8], IntoIter: Clone>,
    {
        let payload = payload.into_iter();
        let slices = encode::subnegotiation(option, payload.clone());
        self.check_output(slices)?;
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
    pub(super) fn drop_output(&mut self) -> usize {
        let dropped = self.outgoing.drop_data();
        self.push_window_size_if_due();
        dropped
    }

    /// Queues data as far as it fits below a cap; how many octets that are.
    pub(super) fn send_below(
        &mut self,
        max: usize,
        data: &[u8],
        typed: Typed,
    ) -> usize {
        let accepted = self.outgoing.push_data(data, max);
        if self.outgoing.is_closed() {
            return accepted;
        }
        let sent = data.get(..accepted).unwrap_or_default();
        if accepted > 0 || data.is_empty() {
            self.show_sent(sent, typed);
        }
        accepted
    }

    /// Whether data without an octet 255 may be written as it is, since there is
    /// nothing before it.
    pub(crate) fn passes_data(&self) -> bool {
        self.outgoing.passes_data()
    }

    /// Data was written as it is.
    pub(crate) fn pass_data(&mut self, data: &[u8]) {
        self.show_sent(data, self.typed());
    }

    fn show_sent(&mut self, sent: &[u8], typed: Typed) {
        if let Some(transcript) = self.watch.transcript() {
            transcript.typed(sent, typed);
        }
        if self.watch.traces() {
            self.trace_sent(sent, typed);
        }
    }

    fn trace_sent(&mut self, sent: &[u8], typed: Typed) {
        let tracer = self.watch.tracer();
        let is_open = typed == Typed::Open;
        if is_open && self.config.profile().shows_sent_data_as_python() {
            super::telnetlib::trace_send(sent, tracer);
        } else {
            let shown = is_open.then_some(sent);
            tracer.line(&Trace::Text(Direction::Sent, shown, sent.len()));
        }
    }

    /// Octets of room for output of the application.
    #[must_use]
    pub fn output_room(&self) -> usize {
        self.outgoing.room(self.config.max_output)
    }

    /// Whether something fits whole.
    pub(crate) fn check_output<'a>(
        &self,
        slices: impl Iterator<Item = &'a [u8]>,
    ) -> Result<(), OutputFullError> {
        self.outgoing.check(slices, self.config.max_output)
    }

    pub(super) fn push_subnegotiation<'a>(
        &mut self,
        option: TelnetOption,
        payload: impl Iterator<Item = &'a [u8]> + Clone,
    ) {
        let parts = (&mut self.outgoing, &mut self.watch);
        queue_subnegotiation(parts, option, payload);
    }

    pub(super) fn push_negotiation(&mut self, it: Negotiation) {
        self.watch.tracer().line(&Trace::Negotiation(Direction::Sent, it));
        self.outgoing.push_command(std::iter::once(&it.to_bytes()[..]));
    }
}

/// Queues a subnegotiation whatever the room, and shows it in the trace. For
/// payloads that are lent by other parts of the session.
pub(super) fn queue_subnegotiation<'a>(
    (outgoing, watch): (&mut Outgoing, &mut Watch),
    option: TelnetOption,
    payload: impl Iterator<Item = &'a [u8]> + Clone,
) {
    if watch.traces() {
        let whole = payload.clone().collect::<Vec<_>>().concat();
        let way = Direction::Sent;
        let line = Trace::Subnegotiation(way, option, &whole);
        watch.tracer().line(&line);
    }
    outgoing.push_command(encode::subnegotiation(option, payload));
}
