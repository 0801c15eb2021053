//! The demo host's side of one connection, without its socket.

use telnet_session::proto::sub::ttype::{TerminalType, ask_again};
use telnet_session::{
    Change, Command, Config, Event, EventKind, Session, Side, TelnetOption,
    WindowSize,
};

/// The user that may log in.
pub const USER: &str = "guest";
/// The password of [`USER`].
pub const PASSWORD: &str = "open sesame";
/// The prompt of the shell.
pub const PROMPT: &str = "guest@demo:~$ ";

const FILES: &[&str] = &["README.txt", "motd", "routes.conf", "startup.cfg"];
const MAX_LINE: usize = 1024;
const MAX_TRIES: u32 = 3;
/// Room that any answer to one line fits in.
const ANSWER_ROOM: usize = 8 * MAX_LINE;

/// One connection: a server session, and what the user has done so far.
#[derive(Debug)]
pub struct Shell {
    session: Session,
    stage: Stage,
    line: Vec<u8>,
    after_cr: bool,
    tries: u32,
    user: String,
    terminal_types: Vec<String>,
    window: Option<WindowSize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Login,
    Password,
    Ready,
    Done,
}

impl Shell {
    /// A connection at its start: the offers and the login prompt are queued.
    #[must_use]
    pub fn new() -> Self {
        let mut config = Config::server();
        config.events = true;
        let mut shell = Self {
            session: Session::new(config),
            stage: Stage::Login,
            line: Vec::new(),
            after_cr: false,
            tries: 0,
            user: String::new(),
            terminal_types: Vec::new(),
            window: None,
        };
        shell.print("Demo host. Nothing here is real.\r\n\r\nlogin: ");
        shell
    }

    /// The connection: feed it, and transmit what it has.
    pub const fn session(&mut self) -> &mut Session {
        &mut self.session
    }

    /// Whether the user has left, or is gone: transmit the rest and close.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.stage == Stage::Done
    }

    /// Does all that can be done with what was received.
    pub fn advance(&mut self) {
        loop {
            while let Some(event) = self.session.poll_event() {
                self.on_event(event);
            }
            // Input waits while the user does not take the output.
            if self.is_done() || self.session.output_room() < ANSWER_ROOM {
                return;
            }
            let Some(&octet) = self.session.unread().first() else { break };
            self.session.consume(1);
            self.on_octet(octet);
        }
        if self.session.is_eof() {
            self.stage = Stage::Done;
        }
    }

    fn on_event(&mut self, event: Event) {
        match event.kind {
            EventKind::Option { side, option, change } => {
                if side == Side::Remote
                    && option == TelnetOption::TTYPE
                    && change == Change::Enabled
                {
                    self.ask_terminal_type();
                }
            }
            EventKind::Subnegotiation { option, payload } => {
                self.on_subnegotiation(option, &payload);
            }
            EventKind::Command(command) => self.on_telnet_command(command),
            EventKind::Unwanted(_)
            | EventKind::Oversize(_)
            | EventKind::Malformed(_)
            | _ => {}
        }
    }

    /// The line editing and interruption that RFC 854 gives every NVT.
    fn on_telnet_command(&mut self, command: Command) {
        match command {
            Command::IP => {
                self.line.clear();
                if self.stage == Stage::Ready {
                    self.print("^C\r\n");
                    self.print(PROMPT);
                }
            }
            Command::EC => {
                self.line.pop();
            }
            Command::EL => self.line.clear(),
            _ => {}
        }
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
            let asked = self.terminal_types.len() + 1;
            let before = self.terminal_types.last().map(String::as_bytes);
            if before == Some(name.as_bytes()) {
                return;
            }
            let more = ask_again(asked, before, name.as_bytes());
            self.terminal_types.push(name);
            if more {
                self.ask_terminal_type();
            }
        }
    }

    fn ask_terminal_type(&mut self) {
        let parts = TerminalType::Send.to_parts();
        self.session
            .send_subnegotiation(TelnetOption::TTYPE, parts)
            .expect("the queue has room for six octets");
    }

    fn on_octet(&mut self, octet: u8) {
        let after_cr = std::mem::take(&mut self.after_cr);
        match octet {
            b'\n' if after_cr => {}
            b'\r' | b'\n' => {
                self.after_cr = octet == b'\r';
                self.echo(b"\r\n", true);
                let line = std::mem::take(&mut self.line);
                self.on_line(&line);
            }
            8 | 127 => {
                if self.line.pop().is_some() {
                    self.echo(b"\x08 \x08", false);
                }
            }
            _ if self.line.len() < MAX_LINE => {
                self.line.push(octet);
                self.echo(&[octet], false);
            }
            _ => self.echo(b"\x07", true),
        }
    }

    /// What the user types comes back from here once ECHO is agreed to; a
    /// password does not, but for the end of its line.
    fn echo(&mut self, octets: &[u8], always: bool) {
        let echoing = self.session.is_enabled(Side::Local, TelnetOption::ECHO);
        if echoing && (always || self.stage != Stage::Password) {
            self.send(octets);
        }
    }

    fn on_line(&mut self, line: &[u8]) {
        let line = String::from_utf8_lossy(line).into_owned();
        match self.stage {
            Stage::Login => {
                self.user = line;
                self.stage = Stage::Password;
                self.print("Password: ");
            }
            Stage::Password => self.on_password(&line),
            Stage::Ready => self.on_command(line.trim()),
            Stage::Done => {}
        }
    }

    fn on_password(&mut self, password: &str) {
        if self.user == USER && password == PASSWORD {
            self.stage = Stage::Ready;
            self.print("Welcome. Try: ls, echo TEXT, tty, exit\r\n");
            return self.print(PROMPT);
        }
        self.tries += 1;
        self.print("\r\nLogin incorrect\r\n");
        if self.tries == MAX_TRIES {
            self.stage = Stage::Done;
        } else {
            self.stage = Stage::Login;
            self.print("login: ");
        }
    }

    fn on_command(&mut self, line: &str) {
        let (name, rest) = line.split_once(' ').unwrap_or((line, ""));
        match name {
            "" => {}
            "ls" => self.print(&(FILES.join("  ") + "\r\n")),
            "echo" => self.print(&format!("{rest}\r\n")),
            "tty" => {
                let kinds = self.terminal_types.join(" ");
                let size = match self.window {
                    Some(w) => format!("{}x{}", w.columns, w.rows),
                    None => "unknown".to_owned(),
                };
                self.print(&format!("terminal [{kinds}] size {size}\r\n"));
            }
            "exit" | "logout" => {
                self.print("logout\r\n");
                self.stage = Stage::Done;
                return;
            }
            _ => self.print(&format!("{name}: command not found\r\n")),
        }
        self.print(PROMPT);
    }

    fn print(&mut self, text: &str) {
        self.send(text.as_bytes());
    }

    fn send(&mut self, octets: &[u8]) {
        let accepted = self.session.send(octets);
        assert_eq!(accepted, octets.len(), "ANSWER_ROOM is too small");
    }
}

impl Default for Shell {
    fn default() -> Self {
        Self::new()
    }
}
