//! The line that is typed.

use bytes::Bytes;

use crate::terminal::{Cell, width};

/// The line that is typed: characters, and the one that the cursor is before.
#[derive(Default)]
pub(super) struct Line {
    cells: Vec<Cell>,
    at: usize,
    /// How many octets it has.
    len: usize,
}

impl Line {
    pub(super) fn cells(&self) -> &[Cell] {
        &self.cells
    }

    pub(super) const fn at(&self) -> usize {
        self.at
    }

    pub(super) fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.cells.len()
    }

    /// Its text up to a character.
    pub(super) fn text_to(&self, end: usize) -> Bytes {
        let mut text = Vec::with_capacity(self.len);
        self.cells.iter().take(end).for_each(|it| it.show(&mut text));
        text.into()
    }

    pub(super) fn text(&self) -> Bytes {
        self.text_to(self.cells.len())
    }

    /// Puts a character at the cursor, and the cursor behind it; whether there
    /// was room.
    pub(super) fn insert(&mut self, cell: Cell, max: usize) -> bool {
        if self.len + cell.len() > max {
            return false;
        }
        self.len += cell.len();
        self.cells.insert(self.at, cell);
        self.at += 1;
        true
    }

    /// Puts a mark on the character before the cursor; whether there was one,
    /// with room for it.
    pub(super) fn mark(&mut self, mark: char, max: usize) -> bool {
        let before = self.at.checked_sub(1);
        let Some(cell) = before.and_then(|it| self.cells.get_mut(it)) else {
            return false;
        };
        let len = cell.len();
        if self.len + mark.len_utf8() > max {
            return false;
        }
        cell.mark(mark);
        self.len += cell.len() - len;
        cell.len() > len
    }

    /// Takes away the characters from one to before another one; the cursor is
    /// there then.
    pub(super) fn erase(&mut self, from: usize, to: usize) {
        let to = to.min(self.cells.len());
        let gone = self.cells.drain(from.min(to)..to);
        self.len -= gone.map(Cell::len).sum::<usize>();
        self.at = from;
    }

    /// Where the word before the cursor begins.
    pub(super) fn word(&self) -> usize {
        let mut cells = self.cells.iter().take(self.at).copied().enumerate();
        let mut word = None;
        let mut was_blank = true;
        for (at, cell) in &mut cells {
            if was_blank && !cell.is_blank() {
                word = Some(at);
            }
            was_blank = cell.is_blank();
        }
        word.unwrap_or_default()
    }

    pub(super) fn go(&mut self, at: usize) {
        self.at = at.min(self.cells.len());
    }

    /// Another text in its place, as far as there is room, the cursor at its
    /// end. Control characters are left out.
    pub(super) fn set(&mut self, text: &[u8], max: usize) {
        self.erase(0, self.cells.len());
        for chunk in text.utf8_chunks() {
            for it in chunk.valid().chars() {
                let fits = match kind(it) {
                    Kind::Wide => self.insert(Cell::of(it), max),
                    Kind::Mark => self.mark(it, max),
                    Kind::None => true,
                };
                if !fits {
                    return;
                }
            }
            for octet in chunk.invalid() {
                if !self.insert(Cell::Octet(*octet), max) {
                    return;
                }
            }
        }
    }
}

/// What a character is to a line.
pub(super) enum Kind {
    /// It takes columns.
    Wide,
    /// It stands on the one before it.
    Mark,
    /// It is not for lines: a control character, or one that turns the
    /// direction of what others write.
    None,
}

pub(super) fn kind(it: char) -> Kind {
    let turns = matches!(it, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let breaks = matches!(it, '\u{2028}' | '\u{2029}');
    if it.is_control() || turns || breaks {
        Kind::None
    } else if width(it) == 0 {
        Kind::Mark
    } else {
        Kind::Wide
    }
}
