//! What a connection knows of the lines that its user types.

use std::collections::VecDeque;

pub(crate) use super::edit::Echo;
use super::edit::Editor;
use super::entry::Entry;
use super::task::Task;

/// Octets of echo that are made before they are sent, and one key's more.
const ECHO: usize = 512;

/// Most changes of the echo that are remembered ahead of the text they are in.
const TURNS: usize = 64;

/// What a connection knows of the lines that its user types. It is there once a
/// line was asked for.
pub(crate) struct Desk {
    editor: Editor,
    /// Who shows what is typed from a stream offset on, in order.
    turns: VecDeque<(u64, Echo)>,
    /// The last of them, or who does now.
    last: Echo,
    /// Whether ECHO is this end's where nothing is said about it.
    base_echo: bool,
    /// Whether ECHO was wanted last.
    wanted: bool,
    is_secret: bool,
    /// A line stands on the screen, behind its prompt.
    stands: bool,
    /// The line was taken off the screen, and is to be drawn again.
    is_aside: bool,
    /// What was entered, while its echo waits for room.
    entry: Option<Entry>,
}

impl Desk {
    pub(crate) fn new(
        echo: Echo,
        wants_echo: bool,
        (max_line, history): (usize, usize),
    ) -> Self {
        Self {
            editor: Editor::new(echo, max_line, history),
            turns: VecDeque::new(),
            last: echo,
            base_echo: wants_echo,
            wanted: wants_echo,
            is_secret: false,
            stands: false,
            is_aside: false,
            entry: None,
        }
    }

    // ---- what the session tells ----

    /// From a stream offset on somebody else shows what is typed.
    pub(crate) fn turn(&mut self, offset: u64, echo: Echo) {
        if self.last != echo {
            self.last = echo;
            if self.turns.len() >= TURNS {
                self.turns.pop_front();
            }
            self.turns.push_back((offset, echo));
        }
    }

    /// Whether an octet that comes belongs to the line end before it.
    pub(crate) fn is_line_end(&mut self, octet: u8) -> bool {
        matches!(octet, b'\n' | 0) && self.editor.keys().swallows(octet)
    }

    /// Whether a secret is being typed.
    pub(crate) const fn is_secret(&self) -> bool {
        self.is_secret
    }

    /// Whether ECHO is to be asked for, or given up, if that is to change.
    pub(crate) fn wants_echo(&mut self, client_edits: bool) -> Option<bool> {
        let wanted = self.is_secret || self.base_echo && !client_edits;
        let before = std::mem::replace(&mut self.wanted, wanted);
        (before != wanted).then_some(wanted)
    }

    // ---- what a wait does ----

    /// Something is asked for: the prompt to send.
    pub(crate) fn begin(
        &mut self,
        task: Task,
        columns: Option<u16>,
    ) -> Vec<u8> {
        let before: &[u8] = if self.stands { b"\r\n" } else { b"" };
        self.is_secret = task.is_secret();
        self.editor.set_columns(columns);
        let prompt = self.editor.begin(task);
        [before, &prompt].concat()
    }

    /// The prompt is sent: the line is drawn behind it.
    pub(crate) fn show(&mut self) {
        self.stands = true;
        self.is_aside = false;
        self.editor.show();
    }

    /// A text for the line that is to be typed.
    pub(crate) fn fill(&mut self, text: &[u8]) {
        self.editor.fill(text);
    }

    /// The window is so wide.
    pub(crate) fn resize(&mut self, columns: Option<u16>) {
        if self.editor.set_columns(columns) && self.stands {
            self.editor.resize();
        }
    }

    /// Takes the line off the screen.
    pub(crate) fn wipe(&mut self) {
        if std::mem::take(&mut self.stands) {
            self.editor.wipe();
            self.is_aside = true;
        }
    }

    /// Whether the line was taken off the screen.
    pub(crate) const fn is_aside(&self) -> bool {
        self.is_aside
    }

    /// Takes text that begins at a stream offset, up to the end of what is
    /// entered; how much that was.
    pub(crate) fn take(&mut self, offset: u64, text: &[u8]) -> usize {
        let mut taken = 0;
        for (octet, at) in text.iter().zip(offset..) {
            if self.entry.is_some() || self.editor.out().len() > ECHO {
                break;
            }
            self.turn_at(at);
            self.entry = self.editor.take(*octet);
            taken += 1;
        }
        if taken == text.len() {
            self.turn_at(offset + taken as u64);
        }
        if self.entry.is_some() {
            self.stands = false;
        }
        // The LF of CR LF is gone with it, if it is there.
        let next = text.get(taken).filter(|_| self.entry.is_some());
        if next.is_some_and(|it| self.is_line_end(*it)) {
            taken += 1;
        }
        taken
    }

    fn turn_at(&mut self, offset: u64) {
        let due = self.turns.partition_point(|(at, _)| *at <= offset);
        if let Some((_, echo)) = self.turns.drain(..due).next_back() {
            self.editor.set_echo(echo);
        }
    }

    /// What is to be echoed and was not taken.
    pub(crate) const fn out(&mut self) -> &mut Vec<u8> {
        self.editor.out()
    }

    /// What was entered, once its echo is on its way.
    pub(crate) fn take_entry(&mut self) -> Option<Entry> {
        if !self.editor.out().is_empty() {
            return None;
        }
        let entry = self.entry.take()?;
        self.is_secret = false;
        Some(entry)
    }
}
