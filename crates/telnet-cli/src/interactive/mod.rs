//! A user at a terminal: keys to the host, text to the screen, and a menu.

mod orders;

use std::fs::File;
use std::io::{self, Stdout, stdout};
use std::os::fd::AsFd as _;

use clap::Args;
use telnet_blocking::proto::sub::linemode::Mode as WireMode;
use telnet_blocking::user::{Mode, tell_window, to_wire};
use telnet_blocking::{Command, Interest, Side, Target, TelnetOption, user};

use crate::ask::say;
use crate::connect::Line;
use crate::exchange::{came, hand_on, interest};
use crate::exit::Exit;
use crate::key::{Key, key, shown};
use crate::linemode::{Deed, Editor, asks_for_secret};
use crate::manner::Manner;
use crate::menu::ModeBy;
use crate::rc;
use crate::screen::Screen;
use crate::tty::Tty;
use crate::typed::ToCharset;

/// What is particular to a user at a terminal.
#[derive(Args, Clone, Debug)]
pub(crate) struct Keys {
    /// The key that opens the menu, as ^] or a character; `none` for none
    #[arg(
        short = 'e', long = "escape", value_name = "CHAR",
        default_value = "^]", value_parser = key
    )]
    escape: Key,
    /// Do not read ~/.telnetrc
    #[arg(short = 'c', long)]
    skip_rc: bool,
    /// No key opens the menu
    #[arg(short = 'E', long)]
    no_escape: bool,
}

/// `^C`.
const INTERRUPT: u8 = 3;

/// The connection and the user.
struct Face<'l> {
    line: &'l mut Line,
    target: &'l Target,
    tty: Tty,
    escape: Option<u8>,
    mode: ModeBy,
    /// Whether Enter is CR LF where keys are sent one by one; else CR NUL.
    sends_crlf: bool,
    /// Whether the user has ended it.
    is_over: bool,
    /// Whether the user wants no other connection.
    quits: bool,
    input: File,
    has_input: bool,
    screen: Screen<Stdout>,
    charset: ToCharset,
    /// The line that is edited here in LINEMODE.
    editor: Editor,
    /// The host's last line, as far as it has come.
    last_line: Vec<u8>,
    unsent: Vec<u8>,
}

/// What the user has enough of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Left {
    /// The host, or that of the user.
    Host,
    /// The program.
    Program,
}

/// Connects the user with the host, until one of them ends it. The lines of the
/// file come first.
pub(crate) fn run(
    line: &mut Line,
    target: &Target,
    keys: &Keys,
    begins: bool,
    lines: &[rc::Line],
    manner: &Manner,
) -> Result<Left, Exit> {
    let broken = |it: io::Error| Exit::broken(&it);
    if begins || manner.begins() || target.address().port() == Some(23) {
        begin(line);
    }
    let mut face = Face {
        line,
        target,
        tty: Tty::open().map_err(broken)?,
        escape: keys.escape(),
        mode: ModeBy::Host,
        sends_crlf: false,
        is_over: false,
        quits: false,
        input: user::stdin().map_err(broken)?,
        has_input: true,
        screen: Screen::new(stdout())
            .decode(manner.encoding())
            .filter(!manner.is_raw()),
        charset: ToCharset::new(manner.encoding()),
        editor: Editor::default(),
        last_line: Vec::new(),
        unsent: Vec::new(),
    };
    face.greet();
    face.obey_file(lines);
    let ended = face.run();
    let finished = face.screen.finish();
    face.tty.set_back();
    ended.and(finished).map_err(broken)?;
    let why = if face.is_over { "closed" } else { "closed by the host" };
    say(format_args!("\nConnection {why}."));
    Ok(if face.quits { Left::Program } else { Left::Host })
}

/// Asks for what hosts ask for, as a host that waits for the client wants it.
fn begin(line: &mut Line) {
    let session = line.session_mut();
    session.request(Side::Remote, TelnetOption::SGA, true);
    if session.config().window_size.is_some() {
        session.request(Side::Local, TelnetOption::NAWS, true);
    }
    let ttype = TelnetOption::TTYPE;
    session.request(Side::Local, ttype, true);
}

impl Keys {
    /// The lines of `~/.telnetrc` for a host, if they are wanted.
    pub(crate) fn lines(&self, target: &Target) -> Vec<rc::Line> {
        if self.skip_rc {
            return Vec::new();
        }
        let lines = rc::read(&target.address().host());
        lines.unwrap_or_else(|why| {
            say(format_args!("{why}"));
            Vec::new()
        })
    }

    /// The key that opens the menu, if there is one.
    pub(crate) fn escape(&self) -> Option<u8> {
        self.escape.octet().filter(|_| !self.no_escape)
    }
}

impl Face<'_> {
    fn greet(&self) {
        say(format_args!("Connected to {}.", self.target));
        if self.escape.is_some() {
            let key = shown(self.escape);
            say(format_args!("{key} opens the menu: ? there for help."));
        }
    }

    fn run(&mut self) -> io::Result<()> {
        let mut buffer = vec![0; 4096];
        tell_window(self.line.session_mut());
        while !self.is_over {
            let Some(came) = came(self.line)? else { return Ok(()) };
            // Before it is shown: a question may be answered at once, and what is
            // typed then is echoed as the host has said with it.
            self.follow()?;
            self.screen.show(&came)?;
            self.note_line(&came);
            if self.screen.is_closed() {
                return Ok(());
            }
            let moved = hand_on(self.line, &mut self.unsent);
            if !came.is_empty() || moved || self.line.session().is_eof() {
                continue;
            }
            self.wait(&mut buffer)?;
        }
        Ok(())
    }

    /// Waits for the host, the user, or another window size.
    fn wait(&mut self, buffer: &mut [u8]) -> io::Result<()> {
        let until = self.line.session().tick_at();
        let host = (self.line.as_fd(), interest(self.line));
        let tty = (self.tty.as_fd(), Interest::Read);
        let (poked, typed) = if self.has_input && self.unsent.is_empty() {
            let input = (self.input.as_fd(), Interest::Read);
            let [_, poked, typed] = user::ready([host, tty, input], until)?;
            (poked, typed)
        } else {
            let [_, poked] = user::ready([host, tty], until)?;
            (poked, false)
        };
        if poked {
            self.tty.take_poke();
            tell_window(self.line.session_mut());
        }
        if typed {
            // The signal may come later than keys that were typed behind it.
            tell_window(self.line.session_mut());
            match user::read_once(&mut self.input, buffer)? {
                [] => self.end_input()?,
                typed => self.take(typed)?,
            }
        }
        Ok(())
    }

    /// Sets the terminal as the host wants it, or the user.
    fn follow(&mut self) -> io::Result<()> {
        let session = self.line.session();
        let mut mode = Mode::of(session, self.escape);
        // In LINEMODE it is all in the editor.
        mode.by_character = match self.mode {
            ModeBy::Host => mode.by_character || session.linemode().is_some(),
            ModeBy::User(by_character) => by_character,
        };
        let edits = self.edits();
        if !edits {
            let rest = self.editor.take_rest();
            self.say_typed(&rest, false);
        }
        mode.echoes &= !edits;
        self.tty.set(mode)
    }

    /// Whether lines are edited here, as LINEMODE has it.
    fn edits(&self) -> bool {
        let state = self.line.session().linemode();
        self.mode == ModeBy::Host
            && state.is_some_and(|it| it.mode().contains(WireMode::EDIT))
    }

    /// `^D` at the begin of a line, or a terminal that is gone.
    fn end_input(&mut self) -> io::Result<()> {
        self.has_input = false;
        match self.line.finish() {
            Err(error) if user::is_gone(&error) => Ok(()),
            done => done,
        }
    }

    /// Takes what was typed: keys, or lines.
    fn take(&mut self, typed: &[u8]) -> io::Result<()> {
        let by_line = self.tty.mode().is_some_and(|it| !it.by_character);
        let mut rest = typed.to_vec();
        while let Some(at) = rest.iter().position(|it| self.stops(*it, by_line))
        {
            let behind = rest.split_off(at + 1);
            let key = rest.pop();
            if key == self.escape {
                self.take_keys(&rest, by_line)?;
                rest = self.open_menu(behind)?;
                if self.is_over {
                    return Ok(());
                }
            } else {
                // The line is dropped, as a terminal does it.
                let _full = self.line.session_mut().send_command(Command::IP);
                rest = behind;
            }
        }
        self.take_keys(&rest, by_line)
    }

    /// Takes keys that do not open the menu.
    fn take_keys(&mut self, typed: &[u8], by_line: bool) -> io::Result<()> {
        if self.mode != ModeBy::Host || self.line.session().linemode().is_none()
        {
            self.say_typed(typed, by_line);
            return Ok(());
        }
        let mut rest = typed;
        while !rest.is_empty() {
            let (taken, deed) = self.editor.take(rest, self.line.session());
            rest = rest.get(taken..).unwrap_or_default();
            self.show_typed()?;
            match deed {
                None => {}
                Some(Deed::Text(text)) => self.say_typed(&text, false),
                Some(Deed::Line(line)) => self.say_typed(&line, true),
                Some(Deed::Function(function)) => {
                    // Behind the text that was typed before it.
                    hand_on(self.line, &mut self.unsent);
                    let _full = self.line.session_mut().send_function(function);
                }
            }
        }
        Ok(())
    }

    /// Shows what was typed in LINEMODE, where the host does not.
    fn show_typed(&mut self) -> io::Result<()> {
        let mut echo = self.editor.take_echo();
        let session = self.line.session();
        if !self.edits() || session.is_enabled(Side::Remote, TelnetOption::ECHO)
        {
            return Ok(());
        }
        if asks_for_secret(&self.last_line) {
            echo.retain(|it| matches!(it, b'\r' | b'\n'));
        }
        if echo.ends_with(b"\n") {
            self.last_line.clear();
        }
        self.screen.write(&echo)
    }

    /// Keeps what the host has written of its last line: so much as a question
    /// may have.
    fn note_line(&mut self, came: &[u8]) {
        let end = came.iter().rposition(|it| *it == b'\n');
        let behind = end.map(|it| it + 1);
        if behind.is_some() {
            self.last_line.clear();
        }
        let line = came.get(behind.unwrap_or_default()..).unwrap_or_default();
        self.last_line.extend_from_slice(line);
        let beyond = self.last_line.len().saturating_sub(256);
        self.last_line.drain(..beyond);
    }

    fn stops(&self, octet: u8, by_line: bool) -> bool {
        Some(octet) == self.escape || by_line && octet == INTERRUPT
    }

    fn say_typed(&mut self, typed: &[u8], by_line: bool) {
        let text = self.charset.encode(typed, false);
        to_wire(
            self.line.session(),
            &text,
            !by_line,
            self.sends_crlf,
            &mut self.unsent,
        );
    }
}
