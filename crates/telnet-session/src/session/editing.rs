//! The lines that a user of a server types: see
//! [`ReadLine`](crate::server::ReadLine).

use telnet_proto::sub::linemode::Mode;
use telnet_proto::{Command, Side, State, TelnetOption, encode};

use super::Session;
use crate::editor::{Desk, Echo, Entry, Task, octet_of};
use crate::error::OutputFullError;
use crate::linemode::LinemodeState;
use crate::watch::Typed;

impl Session {
    /// Takes the line that is being typed off the user's screen, with the last
    /// row of its prompt, so that something else can be sent. The
    /// [`ReadLine`](crate::server::ReadLine) draws it again, as soon as it is
    /// polled, or the next one. Nothing is done where none stands there.
    ///
    /// # Errors
    /// [`OutputFullError`] if there is no room.
    pub fn put_line_aside(&mut self) -> Result<(), OutputFullError> {
        if let Some(desk) = &mut self.desk {
            desk.wipe();
        }
        self.send_echo()
    }

    // ---- what a wait does ----

    /// A line is asked for: the prompt is sent, and what was typed of it before.
    ///
    /// Where that cannot be, nothing is.
    pub(crate) fn begin_line(
        &mut self,
        task: &Task,
        filled: Option<&[u8]>,
    ) -> Result<(), OutputFullError> {
        self.send_echo()?;
        let columns = self.window_columns();
        let is_secret = task.is_secret();
        let prompt = self.desk_mut().begin(task.clone(), columns);
        self.set_echo();
        self.send_prompt(&prompt)?;
        if is_secret {
            self.watch.tracer().hide_echo();
        }
        if let Some(filled) = filled {
            self.desk_mut().fill(filled);
        }
        self.desk_mut().show();
        Ok(())
    }

    /// Whether ECHO of this end was given up, and the client has not said yet that
    /// it knows.
    pub(crate) fn gives_up_echo(&self) -> bool {
        let echo = self.option_state(Side::Local, TelnetOption::ECHO);
        matches!(echo, State::WantNo | State::WantNoOpposite)
    }

    /// Whether the line was taken off the screen, and is to be asked for again.
    pub(crate) fn is_line_aside(&self) -> bool {
        self.desk.as_ref().is_some_and(|it| it.is_aside())
    }

    /// Takes what has come, up to the end of what is entered; that.
    pub(crate) fn edit_line(
        &mut self,
    ) -> Result<Option<Entry>, OutputFullError> {
        let columns = self.window_columns();
        self.desk_mut().resize(columns);
        self.set_echo();
        loop {
            self.send_echo()?;
            let was_secret = self.desk_mut().is_secret();
            if let Some(entry) = self.desk_mut().take_entry() {
                if was_secret {
                    self.watch.tracer().pass(b"\n");
                }
                self.set_echo();
                return Ok(Some(entry));
            }
            let Some(desk) = &mut self.desk else { return Ok(None) };
            let taken = desk.take(self.text.offset(), self.text.unread());
            if taken == 0 {
                self.send_echo()?;
                return Ok(None);
            }
            self.consume(taken);
        }
    }

    fn desk_mut(&mut self) -> &mut Desk {
        let echo = self.echo();
        let option = TelnetOption::ECHO;
        let wants_echo = matches!(
            self.option_state(Side::Local, option),
            State::Yes | State::WantYes | State::WantNoOpposite
        );
        let caps = (self.config.max_line, self.config.max_history);
        let caps = (usize::from(caps.0), usize::from(caps.1));
        let new = || Box::new(Desk::new(echo, wants_echo, caps));
        self.desk.get_or_insert_with(new)
    }

    fn window_columns(&self) -> Option<u16> {
        Some(self.peer()?.window_size()?.columns)
    }

    /// Sends what is to be echoed, all or nothing.
    fn send_echo(&mut self) -> Result<(), OutputFullError> {
        let Some(desk) = &mut self.desk else { return Ok(()) };
        if desk.out().is_empty() {
            return Ok(());
        }
        let echo = std::mem::take(desk.out());
        let whole = self.as_text(&echo, b"");
        if let Err(error) = self.check_output(encode::escape(&whole)) {
            *self.desk_mut().out() = echo;
            return Err(error);
        }
        let max = self.config.max_output;
        let _all = self.send_below(max, &whole, Typed::Echoed);
        Ok(())
    }

    // ---- who echoes ----

    /// Who shows what is typed, as the options are.
    fn echo(&self) -> Echo {
        if !self.is_enabled(Side::Local, TelnetOption::ECHO) {
            Echo::Client
        } else if self.client_edits() {
            Echo::LineEnds
        } else {
            Echo::Ours
        }
    }

    fn client_edits(&self) -> bool {
        let mode = self.linemode().map(LinemodeState::mode);
        mode.is_some_and(|it| it.contains(Mode::EDIT))
    }

    /// Asks for ECHO, or gives it up, as it is wanted now: it is this end's while
    /// a secret is typed, and not while the client edits lines.
    fn set_echo(&mut self) {
        let client_edits = self.client_edits();
        if let Some(on) = self.desk_mut().wants_echo(client_edits) {
            self.request(Side::Local, TelnetOption::ECHO, on);
        }
    }

    /// Who shows what is typed may be somebody else from here on.
    pub(super) fn note_echo(&mut self) {
        let (offset, echo) = (self.text.end_offset(), self.echo());
        if let Some(desk) = &mut self.desk {
            desk.turn(offset, echo);
        }
    }

    // ---- what comes ----

    /// A command has come: it is as good as its key, where lines are typed.
    pub(super) fn press_key_of(&mut self, command: Command) {
        if self.desk.is_none() {
            return;
        }
        if let Some(octet) = octet_of(command) {
            self.on_data(&[octet]);
        }
    }

    /// What has come, without the LF or NUL of a line that was entered before.
    #[inline]
    pub(super) fn without_line_end<'d>(&mut self, data: &'d [u8]) -> &'d [u8] {
        // Most connections have no user who types lines.
        if self.desk.is_some() { self.behind_line_end(data) } else { data }
    }

    #[inline(never)]
    fn behind_line_end<'d>(&mut self, data: &'d [u8]) -> &'d [u8] {
        let is_next = self.text.unread().is_empty();
        let desk = self.desk.as_mut().filter(|_| is_next);
        let (Some(desk), Some((first, rest))) = (desk, data.split_first())
        else {
            return data;
        };
        // The NUL of CR NUL is no text, but in BINARY: a LF behind it belongs to
        // the same line end, however they are cut.
        let binary = TelnetOption::BINARY;
        let is_text =
            *first != 0 || self.options.is_enabled(Side::Remote, binary);
        if is_text && desk.is_line_end(*first) { rest } else { data }
    }

    /// Whether what is typed is for a transcript.
    pub(super) fn shows_typed(&self) -> bool {
        self.desk.as_ref().is_none_or(|it| !it.is_secret())
    }
}
