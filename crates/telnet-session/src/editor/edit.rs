//! The line editor: what each key does to the line, and to the screen.

use bytes::Bytes;

use super::entry::Entry;
use super::history::History;
use super::keys::{Key, Keys};
use super::line::{Kind, Line, kind};
use super::pen::Pen;
use super::task::Task;
use crate::terminal::Cell;

const BELL: &[u8] = b"\x07";

/// Who shows what is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Echo {
    /// The client: it sends whole lines, or echoes by itself.
    Client,
    /// The client edits lines, and shows them or not; their ends are ours to
    /// show, for ECHO is in force.
    LineEnds,
    /// This end.
    Ours,
}

/// The line editor. Octets go in; what is to be echoed comes out, and what was
/// entered.
pub(super) struct Editor {
    keys: Keys,
    line: Line,
    pen: Pen,
    history: History,
    task: Task,
    echo: Echo,
    max_line: usize,
    /// Something was typed for which there was no room.
    is_cut: bool,
}

impl Editor {
    pub(super) fn new(echo: Echo, max_line: usize, history: usize) -> Self {
        Self {
            keys: Keys::default(),
            line: Line::default(),
            pen: Pen::default(),
            history: History::new(history),
            task: Task::default(),
            echo,
            max_line,
            is_cut: false,
        }
    }

    pub(super) const fn out(&mut self) -> &mut Vec<u8> {
        self.pen.out()
    }

    pub(super) const fn keys(&mut self) -> &mut Keys {
        &mut self.keys
    }

    pub(super) const fn set_echo(&mut self, echo: Echo) {
        self.echo = echo;
        self.pen.set_writes(matches!(echo, Echo::Ours));
    }

    pub(super) fn set_columns(&mut self, told: Option<u16>) -> bool {
        self.pen.set_columns(told)
    }

    /// Another text for the line, before it is drawn.
    pub(super) fn fill(&mut self, text: &[u8]) {
        self.line.set(text, self.max_line);
    }

    /// Something is asked for: what is to be sent for a prompt. What was typed
    /// of a line before stays, but no secret becomes an open line.
    pub(super) fn begin(&mut self, task: Task) -> Vec<u8> {
        if task.face() != self.task.face() {
            self.drop_line();
        }
        self.pen.set_face(task.face());
        self.task = task;
        self.set_echo(self.echo);
        let more = self.pen.begin(self.task.prompt());
        let more = if self.pen.writes() { more } else { b"" };
        [self.task.prompt(), more].concat()
    }

    /// Draws the line, behind its prompt.
    pub(super) fn show(&mut self) {
        self.pen.draw(self.line.cells(), 0, self.line.at());
    }

    /// Draws prompt and line where the cursor is.
    fn show_again(&mut self) {
        let prompt = self.task.prompt().clone();
        self.pen.put(&prompt);
        let more = self.pen.begin(&prompt);
        self.pen.put(more);
        self.show();
    }

    /// Takes the line off the screen.
    pub(super) fn wipe(&mut self) {
        self.pen.wipe();
    }

    /// The window has another width.
    pub(super) fn resize(&mut self) {
        self.pen.leave(self.line.cells());
        self.show_again();
    }

    pub(super) fn drop_line(&mut self) {
        self.line.erase(0, usize::MAX);
        self.history.leave();
        self.is_cut = false;
    }

    /// Takes an octet: what was entered, if it was the last one of that.
    pub(super) fn take(&mut self, octet: u8) -> Option<Entry> {
        let mut keys = std::mem::take(&mut self.keys);
        let mut entry = None;
        keys.take(octet, |key| entry = self.press(key));
        self.keys = keys;
        entry
    }

    fn press(&mut self, key: Key) -> Option<Entry> {
        if let Some(entry) = self.stop(key) {
            return Some(entry);
        }
        match key {
            Key::Char(it) => self.write(it),
            Key::Octet(it) => self.insert(Cell::Octet(it)),
            Key::Enter => return self.enter(),
            Key::Interrupt => {
                return Some(self.give_up("^C", Entry::Interrupt));
            }
            Key::Abort => return Some(self.give_up("^\\", Entry::Abort)),
            Key::Suspend => return Some(self.give_up("^Z", Entry::Suspend)),
            Key::EndOfFile if self.line.is_empty() => {
                return Some(self.give_up("", Entry::End));
            }
            Key::Erase => self.erase_before(1),
            Key::EraseWord => {
                self.erase_before(self.line.at() - self.line.word());
            }
            Key::EraseLine => {
                self.line.go(usize::MAX);
                self.erase(0);
            }
            // What follows is nothing that whole lines have in them.
            _ if self.echo != Echo::Ours => {}
            Key::Delete | Key::EndOfFile => self.erase_behind(1),
            Key::EraseRight => self.erase_behind(usize::MAX),
            Key::Home => self.go(Some(0)),
            Key::End => self.go(Some(usize::MAX)),
            Key::Left => self.go_left(),
            Key::Right => self.go(self.line.at().checked_add(1)),
            Key::Earlier => self.recall(true),
            Key::Later => self.recall(false),
            Key::Reprint => self.resize(),
            Key::Clear => {
                self.pen.put(b"\x1B[H\x1B[2J");
                self.show_again();
            }
            Key::Control(0) | Key::Unknown => {}
            Key::Control(_) => self.pen.put(BELL),
        }
        None
    }

    // ---- ends ----

    /// What a key enters that the task ends at.
    fn stop(&mut self, key: Key) -> Option<Entry> {
        let octet = if let Key::Char(it) = key {
            u8::try_from(it).ok().filter(u8::is_ascii)?
        } else if let Key::Control(octet) = key {
            octet
        } else {
            return None;
        };
        if !self.task.stops(octet) {
            return None;
        }
        let before = self.line.text_to(self.line.at());
        self.leave();
        Some(Entry::Key { key: octet, before })
    }

    fn enter(&mut self) -> Option<Entry> {
        if self.is_cut && self.echo != Echo::Ours {
            return self.refuse();
        }
        self.leave();
        let line = self.line.text();
        if self.task.has_history() {
            self.history.push(&line);
        }
        self.drop_line();
        Some(Entry::Line(line))
    }

    /// A line that the client has edited has lost its end: nobody has seen
    /// that, so it is none.
    fn refuse(&mut self) -> Option<Entry> {
        self.drop_line();
        self.pen.set_writes(true);
        self.pen.put(BELL);
        let prompt = self.task.prompt().clone();
        self.pen.put(&prompt);
        self.set_echo(self.echo);
        None
    }

    fn give_up(&mut self, shown: &str, entry: Entry) -> Entry {
        self.pen.jump(self.line.cells(), self.line.cells().len());
        self.pen.put(shown.as_bytes());
        self.drop_line();
        self.pen.end_line();
        self.end_line();
        entry
    }

    fn leave(&mut self) {
        self.pen.leave(self.line.cells());
        self.end_line();
    }

    /// The end of a line that the client does not show.
    fn end_line(&mut self) {
        if self.echo == Echo::LineEnds {
            self.out().extend_from_slice(b"\r\n");
        }
    }

    // ---- edits ----

    fn write(&mut self, it: char) {
        match kind(it) {
            Kind::Wide => self.insert(Cell::of(it)),
            Kind::Mark if self.line.mark(it, self.max_line) => {
                let (cells, at) = (self.line.cells(), self.line.at());
                self.pen.draw(cells, at - 1, at);
            }
            Kind::Mark | Kind::None => self.pen.put(BELL),
        }
    }

    fn insert(&mut self, cell: Cell) {
        let was_at_end = self.line.is_at_end();
        if !self.line.insert(cell, self.max_line) {
            self.is_cut = true;
            return self.pen.put(BELL);
        }
        let (cells, at) = (self.line.cells(), self.line.at());
        if was_at_end {
            self.pen.append(cell);
        } else {
            self.pen.draw(cells, at - 1, at);
        }
    }

    /// Erases so many characters before the cursor.
    fn erase_before(&mut self, n: usize) {
        let at = self.line.at();
        let last = self.line.cells().last().copied();
        let last = last.filter(|_| self.line.is_at_end() && n == 1);
        if last.is_some_and(|it| self.pen.take_back(it)) {
            self.line.erase(at - n, at);
        } else {
            self.erase(at.saturating_sub(n));
        }
    }

    /// Erases all from a character up to the one before the cursor, wherever
    /// that is on the screen.
    fn erase(&mut self, from: usize) {
        let at = self.line.at();
        if from == at {
            return self.pen.put(BELL);
        }
        self.line.erase(from, at);
        self.pen.draw(self.line.cells(), from, from);
    }

    /// Erases so many characters behind it.
    fn erase_behind(&mut self, n: usize) {
        let at = self.line.at();
        if self.line.is_at_end() {
            return self.pen.put(BELL);
        }
        self.line.erase(at, at.saturating_add(n));
        self.pen.draw(self.line.cells(), at, at);
    }

    fn go_left(&mut self) {
        let Some(at) = self.line.at().checked_sub(1) else {
            return self.pen.put(BELL);
        };
        self.line.go(at);
        self.pen.go_left(self.line.cells(), at);
    }

    fn go(&mut self, at: Option<usize>) {
        self.line.go(at.unwrap_or(usize::MAX));
        self.pen.jump(self.line.cells(), self.line.at());
    }

    fn recall(&mut self, earlier: bool) {
        let line = match earlier {
            _ if !self.task.has_history() => None,
            true => self.history.earlier(self.line.text()),
            false => self.history.later(),
        };
        self.recall_line(line);
    }

    fn recall_line(&mut self, line: Option<Bytes>) {
        let Some(line) = line else { return self.pen.put(BELL) };
        self.line.set(&line, self.max_line);
        self.pen.draw(self.line.cells(), 0, self.line.at());
    }
}
