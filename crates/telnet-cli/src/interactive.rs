//! A user at a terminal: keys to the host, text to the screen, and a menu.

use std::fs::File;
use std::io::{self, Stdout, stdout};
use std::os::fd::AsFd as _;

use clap::Args;
use telnet_blocking::proto::sub::linemode::{
    Function, Mode as WireMode, Setting,
};
use telnet_blocking::user::{Mode, tell_window, to_wire};
use telnet_blocking::{Command, Interest, Side, Target, TelnetOption, user};

use crate::ask::{ask, say};
use crate::connect::Line;
use crate::exchange::{came, hand_on, interest};
use crate::exit::Exit;
use crate::key::{Key, key, shown};
use crate::linemode::{self, Deed, Editor, asks_for_secret};
use crate::manner::Manner;
use crate::menu::{self, ModeBy, Order, Sent, Slc};
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
    /// No key opens the menu
    #[arg(short = 'E', long)]
    no_escape: bool,
}

/// `^C`.
const INTERRUPT: u8 = 3;

/// What is said where LINEMODE would have to be in force.
const NO_LINEMODE: &str =
    "LINEMODE is not agreed with the host: `send will linemode` offers it";

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

/// Connects the user with the host, until one of them ends it.
pub(crate) fn run(
    line: &mut Line,
    target: &Target,
    keys: &Keys,
    manner: &Manner,
) -> Result<(), Exit> {
    let broken = |it: io::Error| Exit::broken(&it);
    if manner.begins() || target.address().port() == Some(23) {
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
    let ended = face.run();
    let finished = face.screen.finish();
    face.tty.set_back();
    ended.and(finished).map_err(broken)?;
    let why = if face.is_over { "closed" } else { "closed by the host" };
    say(format_args!("\nConnection {why}."));
    Ok(())
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
            self.screen.show(&came)?;
            self.note_line(&came);
            if self.screen.is_closed() {
                return Ok(());
            }
            self.follow()?;
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

    // ---- the menu ----

    /// Asks the user what to do, and does it; an empty line goes back. What was
    /// typed behind the key already begins the line; what is behind the line is
    /// given back.
    fn open_menu(&mut self, typed: Vec<u8>) -> io::Result<Vec<u8>> {
        self.tty.set_back();
        let Some((line, behind)) = ask(&mut self.input, typed)? else {
            self.is_over = true;
            return Ok(Vec::new());
        };
        let order = menu::order(&line);
        if let Err(why) = order.and_then(|it| self.obey(it)) {
            say(format_args!("{why}"));
        }
        self.editor.show_again();
        self.show_typed()?;
        Ok(behind)
    }

    fn obey(&mut self, order: Order) -> Result<(), String> {
        match order {
            Order::Nothing => {}
            Order::Close => self.is_over = true,
            Order::Logout => {
                let option = TelnetOption::LOGOUT;
                let session = self.line.session_mut();
                session.request(Side::Remote, option, true);
            }
            Order::Display => self.display(),
            Order::Status => self.status(),
            Order::Mode(mode) => self.mode = mode,
            Order::Linemode(bit, on) => self.request_mode(bit, on)?,
            Order::SetKey(function, key) => self.set_key(function, key)?,
            Order::Slc(what) => self.exchange_keys(what)?,
            Order::SetEscape(escape) => {
                self.escape = escape;
                self.display();
            }
            Order::ToggleCrlf => {
                self.sends_crlf = !self.sends_crlf;
                self.display();
            }
            Order::Suspend => self.tty.suspend(),
            Order::Say(what) => say(format_args!("{what}")),
            Order::Send(what) => self.send_order(what)?,
        }
        Ok(())
    }

    fn request_mode(&mut self, bit: WireMode, on: bool) -> Result<(), String> {
        let session = self.line.session_mut();
        let now = session.linemode().ok_or(NO_LINEMODE)?.mode();
        let mode = if on { now.with(bit) } else { now.without(bit) };
        session.request_mode(mode).map_err(|it| it.to_string())?;
        Ok(())
    }

    fn set_key(
        &mut self,
        function: Function,
        key: Option<u8>,
    ) -> Result<(), String> {
        let session = self.line.session_mut();
        let state = session.linemode().ok_or(NO_LINEMODE)?;
        let setting = key
            .map_or(Setting::NO_SUPPORT, |it| linemode::setting(function, it));
        let is_so = state.setting(function) == setting;
        let asked = session.request_character(function, setting);
        if !asked.map_err(|it| it.to_string())? && !is_so {
            return Err("this terminal began without a key for that".to_owned());
        }
        self.display();
        Ok(())
    }

    fn exchange_keys(&mut self, what: Slc) -> Result<(), String> {
        let session = self.line.session_mut();
        session.linemode().ok_or(NO_LINEMODE)?;
        let asked = match what {
            Slc::Export => session.export_characters(),
            Slc::Import => session.import_characters(),
        };
        asked.map(drop).map_err(|it| it.to_string())
    }

    fn send_order(&mut self, what: Sent) -> Result<(), String> {
        let session = self.line.session_mut();
        match what {
            Sent::Command(command) => {
                let sent = session.send_command(command);
                sent.map_err(|it| it.to_string())?;
            }
            Sent::Escape => self.unsent.extend(self.escape),
            Sent::Synch => session.send_synch(),
            Sent::Request(side, option, enable) => {
                session.request(side, option, enable);
            }
        }
        Ok(())
    }

    fn display(&self) {
        let enter = if self.sends_crlf { "CR LF" } else { "CR NUL" };
        say(format_args!("escape   {}", shown(self.escape)));
        say(format_args!("crlf     Enter is {enter}, key by key"));
        let state = self.line.session().linemode();
        for it in state.map(linemode::told).unwrap_or_default() {
            say(format_args!("{it}"));
        }
    }

    fn status(&self) {
        say(format_args!("Connected to {}.", self.target));
        let session = self.line.session();
        for (side, whose) in [(Side::Local, "here"), (Side::Remote, "host")] {
            let options = (0..=u8::MAX).map(TelnetOption::from);
            for it in options.filter(|it| session.is_enabled(side, *it)) {
                say(format_args!("{whose}     {it}"));
            }
        }
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
