//! A login and a shell with three commands, without its socket.

use telnet_session::Session;

use super::Host;
use super::terminal::{Input, Reading, Terminal};

/// The user that may log in.
pub const USER: &str = "guest";
/// The password of [`USER`].
pub const PASSWORD: &str = "open sesame";
/// The prompt of the shell.
pub const PROMPT: &str = "guest@demo:~$ ";

const FILES: &[&str] = &["README.txt", "motd", "routes.conf", "startup.cfg"];
const MAX_TRIES: u32 = 3;

/// One connection: the user's terminal, and what the user has done so far.
#[derive(Debug)]
pub struct Shell {
    terminal: Terminal,
    stage: Stage,
    tries: u32,
    user: String,
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
        let mut shell = Self {
            terminal: Terminal::new(),
            stage: Stage::Login,
            tries: 0,
            user: String::new(),
        };
        shell.print("Demo host. Nothing here is real.\r\n\r\nlogin: ");
        shell
    }

    const fn reading(&self) -> Reading {
        match self.stage {
            Stage::Password => Reading::Password,
            Stage::Login | Stage::Ready | Stage::Done => Reading::Line,
        }
    }

    fn on_interrupt(&mut self) {
        if self.stage == Stage::Ready {
            self.print("^C\r\n");
            self.print(PROMPT);
        }
    }

    fn on_line(&mut self, line: String) {
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
                let kinds = self.terminal.types().join(" ");
                let size = match self.terminal.window() {
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
        self.terminal.print(text);
    }
}

impl Host for Shell {
    fn session(&mut self) -> &mut Session {
        self.terminal.session()
    }

    fn advance(&mut self) {
        while !self.is_done() {
            match self.terminal.next(self.reading()) {
                Some(Input::Line(line)) => self.on_line(line),
                Some(Input::Interrupt) => self.on_interrupt(),
                Some(Input::Key(_)) => {}
                None if self.terminal.is_over() => self.stage = Stage::Done,
                None => break,
            }
        }
    }

    fn is_done(&self) -> bool {
        self.stage == Stage::Done
    }
}

impl Default for Shell {
    fn default() -> Self {
        Self::new()
    }
}
