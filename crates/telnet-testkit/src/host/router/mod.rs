//! A router's command line, without its socket: login, enable, a pager.

mod commands;
mod pager;
mod texts;

use telnet_session::Session;

use super::Host;
use super::terminal::{Input, Reading, Terminal};
use commands::{Command, Fault, Level};
use pager::{ERASE, MORE, Pager};
use texts::Settings;

/// The user that may log in.
pub const USER: &str = "admin";
/// The password of [`USER`].
pub const PASSWORD: &str = "let me in";
/// The password of `enable`.
pub const ENABLE_PASSWORD: &str = "let me change it";
/// What the prompts begin with; `#` or `>` follows, in the configuration mode
/// `(config)#` or `(config-if)#`.
pub const HOSTNAME: &str = "router1";

const MAX_TRIES: u32 = 3;
/// Rows of a terminal that does not tell its size.
const ROWS: u16 = 24;

/// One connection: the user's terminal, and where in the dialogue it is.
///
/// The prompts are `Username: `, `Password: ` (as well for `enable`),
/// `router1>` and `router1#`. Commands may be abbreviated. What is longer than
/// a page stops at ` --More-- `: space shows the next page, Enter the next
/// line, any other key ends it. A page is what NAWS told, or `terminal length`;
/// length 0 does not stop. A key takes ` --More-- ` away by backspaces, spaces
/// and backspaces.
#[derive(Debug)]
pub struct Router {
    terminal: Terminal,
    stage: Stage,
    tries: u32,
    user: String,
    /// The level to return to where a password is refused.
    level: Level,
    length: Option<u16>,
    pager: Option<Pager>,
    settings: Settings,
    interface: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Username,
    Password,
    EnablePassword,
    Ready,
    Done,
}

impl Router {
    /// A connection at its start: the offers and the first prompt are queued.
    #[must_use]
    pub fn new() -> Self {
        let mut router = Self {
            terminal: Terminal::new(),
            stage: Stage::Username,
            tries: 0,
            user: String::new(),
            level: Level::User,
            length: None,
            pager: None,
            settings: Settings::new(HOSTNAME),
            interface: String::new(),
        };
        router.print("\r\nDemo router. Nothing here is real.\r\n\r\n");
        router.print("Username: ");
        router
    }

    /// The same for a router that echoes even if the user refuses that, as
    /// many do, and as netmiko needs it, which refuses all options.
    #[must_use]
    pub fn echoing() -> Self {
        let mut router = Self::new();
        router.terminal.insist();
        router
    }

    const fn reading(&self) -> Reading {
        match self.stage {
            _ if self.pager.is_some() => Reading::Key,
            Stage::Password | Stage::EnablePassword => Reading::Password,
            Stage::Username | Stage::Ready | Stage::Done => Reading::Line,
        }
    }

    fn on_line(&mut self, line: String) {
        match self.stage {
            Stage::Username => {
                self.user = line;
                self.stage = Stage::Password;
                self.print("Password: ");
            }
            Stage::Password => self.on_password(&line),
            Stage::EnablePassword => self.on_enable_password(&line),
            Stage::Ready => self.on_command(&line),
            Stage::Done => {}
        }
    }

    fn on_password(&mut self, password: &str) {
        if self.user == USER && password == PASSWORD {
            self.print("\r\n");
            return self.ready();
        }
        self.print("% Login invalid\r\n");
        self.tries += 1;
        if self.tries == MAX_TRIES {
            self.stage = Stage::Done;
        } else {
            self.stage = Stage::Username;
            self.print("\r\nUsername: ");
        }
    }

    fn on_enable_password(&mut self, password: &str) {
        if password == ENABLE_PASSWORD {
            self.level = Level::Privileged;
            return self.ready();
        }
        self.tries += 1;
        if self.tries == MAX_TRIES {
            self.print("% Bad secrets\r\n\r\n");
            self.ready();
        } else {
            self.print("Password: ");
        }
    }

    fn on_command(&mut self, line: &str) {
        if line.trim().is_empty() {
            return self.ready();
        }
        match commands::parse(self.level, line) {
            Ok(command) => self.obey(command),
            Err(fault) => self.refuse(line, fault),
        }
    }

    fn refuse(&mut self, line: &str, fault: Fault) {
        match fault {
            Fault::Invalid(at) => {
                let column = self.prompt().len() + at;
                self.print(&format!("{:column$}^\r\n", ""));
                self.print("% Invalid input detected at '^' marker.\r\n\r\n");
            }
            Fault::Incomplete => self.print("% Incomplete command.\r\n\r\n"),
            Fault::Ambiguous => {
                let line = line.trim();
                self.print(&format!("% Ambiguous command:  \"{line}\"\r\n"));
            }
        }
        self.ready();
    }

    fn obey(&mut self, command: Command) {
        match command {
            Command::Enable => {
                self.tries = 0;
                self.stage = Stage::EnablePassword;
                return self.print("Password: ");
            }
            Command::Disable => self.level = Level::User,
            Command::Exit => match self.level {
                Level::User | Level::Privileged => {
                    return self.stage = Stage::Done;
                }
                Level::Config => self.level = Level::Privileged,
                Level::Interface => self.level = Level::Config,
            },
            Command::End => self.level = Level::Privileged,
            Command::ShowVersion => return self.show(texts::version()),
            Command::ShowInterfaces => {
                let text = self.settings.interfaces();
                return self.show(text);
            }
            Command::ShowRunningConfig => {
                let text = self.settings.running_config();
                return self.show(text);
            }
            Command::TerminalLength(rows) => self.length = Some(rows),
            Command::Configure => {
                self.print("One command a line; leave with \"end\".\r\n");
                self.level = Level::Config;
            }
            Command::Hostname(name) => self.settings.hostname = name,
            Command::Interface(name) => {
                self.interface = name;
                self.level = Level::Interface;
            }
            Command::Description(text) => {
                self.settings.describe(&self.interface, text);
            }
        }
        self.ready();
    }

    fn show(&mut self, lines: Vec<String>) {
        let told = self.terminal.window().map_or(0, |window| window.rows);
        let told = if told == 0 { ROWS } else { told };
        self.pager = Some(Pager::new(lines, self.length.unwrap_or(told)));
    }

    /// Prints what a pager has, as far as there is room; `false` where it
    /// stops there.
    fn pump(&mut self) -> bool {
        let Some(pager) = &mut self.pager else { return true };
        while self.terminal.has_room() {
            if let Some(line) = pager.next_line() {
                self.terminal.print(&line);
                self.terminal.print("\r\n");
                if pager.stops() {
                    self.terminal.print(MORE);
                }
            } else {
                if pager.is_empty() {
                    self.pager = None;
                    self.ready();
                }
                return true;
            }
        }
        false
    }

    fn on_key(&mut self, key: u8) {
        let Some(pager) = &mut self.pager else { return };
        self.terminal.print(ERASE);
        match key {
            b' ' => pager.next_page(),
            b'\r' => pager.one_more(),
            _ => {
                self.pager = None;
                self.ready();
            }
        }
    }

    fn on_interrupt(&mut self) {
        if self.pager.is_some() {
            self.on_key(3);
        } else if self.stage == Stage::Ready {
            self.print("^C\r\n");
            self.ready();
        }
    }

    fn ready(&mut self) {
        self.stage = Stage::Ready;
        let prompt = self.prompt();
        self.print(&prompt);
    }

    fn prompt(&self) -> String {
        self.settings.hostname.clone() + self.level.mark()
    }

    fn print(&mut self, text: &str) {
        self.terminal.print(text);
    }
}

impl Host for Router {
    fn session(&mut self) -> &mut Session {
        self.terminal.session()
    }

    fn advance(&mut self) {
        while !self.is_done() && self.pump() {
            match self.terminal.next(self.reading()) {
                Some(Input::Line(line)) => self.on_line(line),
                Some(Input::Key(key)) => self.on_key(key),
                Some(Input::Interrupt) => self.on_interrupt(),
                None if self.terminal.is_over() => self.stage = Stage::Done,
                None => break,
            }
        }
    }

    fn is_done(&self) -> bool {
        self.stage == Stage::Done
    }
}

impl Default for Router {
    fn default() -> Self {
        Self::new()
    }
}
