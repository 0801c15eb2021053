//! What the user asks for in the menu.

use std::io;

use telnet_blocking::proto::sub::linemode::{
    Function, Level, Mode as WireMode, Setting,
};
use telnet_blocking::{Side, TelnetOption};

use super::Face;
use crate::ask::{ask, say};
use crate::key::shown;
use crate::linemode;
use crate::menu::{self, Order, Sent, Slc};
use crate::rc;

/// What is said where LINEMODE would have to be in force.
const NO_LINEMODE: &str =
    "LINEMODE is not agreed with the host: `send will linemode` offers it";

impl Face<'_> {
    /// Does what the file says for this host, as if it were typed.
    pub(super) fn obey_file(&mut self, lines: &[rc::Line]) {
        for rc::Line { number, order } in lines {
            let done = menu::order(order).and_then(|it| self.obey(it));
            if let Err(why) = done {
                say(format_args!("~/.telnetrc:{number}: {order}: {why}"));
            }
        }
    }

    /// Asks the user what to do, and does it; an empty line goes back. What was
    /// typed behind the key already begins the line; what is behind the line is
    /// given back.
    pub(super) fn open_menu(&mut self, typed: Vec<u8>) -> io::Result<Vec<u8>> {
        self.tty.set_back();
        let Some((line, behind)) = ask(&mut self.input, typed)? else {
            self.is_over = true;
            self.quits = true;
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
            Order::Quit => {
                self.is_over = true;
                self.quits = true;
            }
            Order::Open(..) => {
                let target = self.target;
                return Err(format!(
                    "connected to {target} already: `close` it before"
                ));
            }
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
        let is_fixed = linemode::KEYS.iter().any(|(_, it, key)| {
            *it == function && matches!(key, linemode::Key::Fixed(_))
        });
        if is_fixed {
            return Err("that key is the terminal's own: see stty".to_owned());
        }
        let setting = key.map_or(Setting::NO_SUPPORT, |it| {
            linemode::setting(function, Level::Value, it)
        });
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
            Slc::Check => session.check_characters(),
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
}
