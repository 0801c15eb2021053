//! What the demo hosts have in common: a user's terminal at the other end,
//! with line editing and echo.

use telnet_session::proto::Change;
use telnet_session::proto::sub::ttype::{TerminalType, ask_again};
use telnet_session::{
    Command, Config, Event, EventKind, Session, Side, TelnetOption, WindowSize,
};

const MAX_LINE: usize = 1024;
/// Most octets that were received and not looked at: lines are short, and one who does
/// not take the answers is not to fill the memory with questions.
const MAX_UNREAD: usize = 16 << 10;
/// Room that any answer to one input fits in.
const ANSWER_ROOM: usize = 8 * MAX_LINE;

/// A server session, the line that is being typed, and what the terminal has
/// told of itself.
#[derive(Debug)]
pub(super) struct Terminal {
    session: Session,
    /// An event with unread text before it.
    event: Option<Event>,
    line: Vec<u8>,
    after_cr: bool,
    /// It echoes whatever the user says of that.
    insists: bool,
    types: Vec<String>,
    window: Option<WindowSize>,
}

/// What is read from the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// A line, echoed.
    Line,
    /// A line of which no more than its end is echoed.
    Password,
    /// A key, not echoed.
    Key,
}

/// What the user did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Input {
    /// Ended a line.
    Line(String),
    /// Pressed a key; CR is Enter.
    Key(u8),
    /// Interrupted (RFC 854, IP). The line begun is gone.
    Interrupt,
}

impl Terminal {
    /// It echoes whatever the user says of that.
    pub(super) fn insist(&mut self) {
        self.insists = true;
    }

    /// A connection at its start, the offers queued.
    pub(super) fn new() -> Self {
        let config = Config::server().events(true).max_unread(MAX_UNREAD);
        Self {
            session: Session::new(config),
            event: None,
            line: Vec::new(),
            after_cr: false,
            insists: false,
            types: Vec::new(),
            window: None,
        }
    }

    /// The connection.
    pub(super) const fn session(&mut self) -> &mut Session {
        &mut self.session
    }

    /// The terminal types told, in their order.
    pub(super) fn types(&self) -> &[String] {
        &self.types
    }

    /// The window size told last.
    pub(super) const fn window(&self) -> Option<WindowSize> {
        self.window
    }

    /// Whether the user is gone and all input is read.
    pub(super) fn is_over(&self) -> bool {
        self.session.is_eof() && self.session.unread().is_empty()
    }

    /// Whether there is room for an answer. Input waits while the user does
    /// not take the output.
    pub(super) fn has_room(&self) -> bool {
        self.session.output_room() >= ANSWER_ROOM
    }

    /// The next input, from what was received.
    pub(super) fn next(&mut self, reading: Reading) -> Option<Input> {
        while self.has_room() {
            let input = if let Some(event) = self.next_event() {
                self.on_event(event)
            } else {
                let octet = *self.session.unread().first()?;
                self.session.consume(1);
                self.on_octet(octet, reading)
            };
            if input.is_some() {
                return input;
            }
        }
        None
    }

    /// The next event, once the text before it is read.
    fn next_event(&mut self) -> Option<Event> {
        let event = self.event.take().or_else(|| self.session.poll_event())?;
        if event.offset > self.session.offset() {
            self.event = Some(event);
            return None;
        }
        Some(event)
    }

    fn on_event(&mut self, event: Event) -> Option<Input> {
        match event.kind {
            EventKind::Option {
                side: Side::Remote,
                option: TelnetOption::TTYPE,
                change: Change::Enabled,
            } => self.ask_type(),
            EventKind::Subnegotiation { option, payload } => {
                self.on_subnegotiation(option, &payload);
            }
            EventKind::Command(command) => return self.on_command(command),
            EventKind::Option { .. }
            | EventKind::Unwanted(_)
            | EventKind::Oversize(_)
            | EventKind::Malformed(_)
            | _ => {}
        }
        None
    }

    /// The line editing and interruption that RFC 854 gives every NVT.
    fn on_command(&mut self, command: Command) -> Option<Input> {
        match command {
            Command::IP => {
                self.line.clear();
                return Some(Input::Interrupt);
            }
            Command::EC => {
                self.line.pop();
            }
            Command::EL => self.line.clear(),
            _ => {}
        }
        None
    }

    fn on_subnegotiation(&mut self, option: TelnetOption, payload: &[u8]) {
        if option == TelnetOption::NAWS {
            self.window = WindowSize::parse(payload).ok();
        }
        if option == TelnetOption::TTYPE {
            let Ok(TerminalType::Is(name)) = TerminalType::parse(payload)
            else {
                return;
            };
            let name = name.escape_ascii().to_string();
            let asked = self.types.len() + 1;
            let before = self.types.last().map(String::as_bytes);
            if before == Some(name.as_bytes()) {
                return;
            }
            let more = ask_again(asked, before, name.as_bytes());
            self.types.push(name);
            if more {
                self.ask_type();
            }
        }
    }

    fn ask_type(&mut self) {
        let parts = TerminalType::Send.to_parts();
        self.session
            .send_subnegotiation(TelnetOption::TTYPE, parts)
            .expect("the queue has room for six octets");
    }

    fn on_octet(&mut self, octet: u8, reading: Reading) -> Option<Input> {
        let after_cr = std::mem::take(&mut self.after_cr);
        match octet {
            b'\n' if after_cr => {}
            b'\r' | b'\n' => {
                self.after_cr = octet == b'\r';
                if reading == Reading::Key {
                    return Some(Input::Key(b'\r'));
                }
                self.echo(b"\r\n");
                let line = std::mem::take(&mut self.line);
                let line = String::from_utf8_lossy(&line).into_owned();
                return Some(Input::Line(line));
            }
            _ if reading == Reading::Key => return Some(Input::Key(octet)),
            8 | 127 => {
                if self.line.pop().is_some() && reading == Reading::Line {
                    self.echo(b"\x08 \x08");
                }
            }
            _ if self.line.len() >= MAX_LINE => self.echo(b"\x07"),
            _ => {
                self.line.push(octet);
                if reading == Reading::Line {
                    self.echo(&[octet]);
                }
            }
        }
        None
    }

    /// What the user types comes back from here once ECHO is agreed to.
    fn echo(&mut self, octets: &[u8]) {
        let agreed = self.session.is_enabled(Side::Local, TelnetOption::ECHO);
        if agreed || self.insists {
            self.send(octets);
        }
    }

    /// Shows a text.
    pub(super) fn print(&mut self, text: &str) {
        self.send(text.as_bytes());
    }

    fn send(&mut self, octets: &[u8]) {
        let accepted = self.session.send(octets);
        assert_eq!(accepted, octets.len(), "ANSWER_ROOM is too small");
    }
}
