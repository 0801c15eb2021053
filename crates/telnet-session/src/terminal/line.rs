//! The line that the cursor is on.

use std::collections::VecDeque;

use super::cell::{Cell, width};

/// How far right a jump of the cursor goes, in columns; text goes further.
pub(super) const FAR: usize = 512;

/// How many columns behind the cursor move when some are inserted or deleted.
/// What is further right is dropped, as at the margin of a terminal.
const MARGIN: usize = 1024;

/// A line of a terminal without a right margin.
///
/// As long as each character is put behind the last one, which is nearly
/// always, it is the octets as they came. It is made into cells when the
/// cursor goes back:
///
/// ```text
///   column   0                 head          column
///            ┌─────────────────┬──────────────┬────────┐
///            │ blank           │ cells        ▲        │
///            └─────────────────┴──────────────┴────────┘
/// ```
///
/// Each operation takes constant time, however long the line is: the cursor
/// jumps to the first [`FAR`] columns alone, and the blank columns before
/// `head` are no cells.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    plain: Vec<u8>,
    /// In `plain`, the cursor has gone back to column 0.
    returned: bool,
    /// Whether it is made of cells.
    edited: bool,
    /// Something was taken out of it, and blanks are to be written there.
    taken: bool,
    cells: VecDeque<Cell>,
    head: usize,
    column: usize,
    /// The column where it begins: the cursor was put there.
    origin: usize,
}

impl Line {
    /// Empty, the cursor in a column, where its text begins.
    pub(super) fn start(&mut self, column: usize) {
        self.plain.clear();
        self.cells.clear();
        self.returned = false;
        self.edited = column > 0;
        self.taken = false;
        self.head = 0;
        self.column = column;
        self.origin = column;
    }

    /// Whether nothing was put there, or all of it was erased.
    pub(super) fn is_empty(&self) -> bool {
        self.plain.is_empty() && self.cells.is_empty()
    }

    /// Whether it is empty, and the cursor in column 0.
    pub(super) fn is_fresh(&self) -> bool {
        self.is_empty() && !self.taken && (!self.edited || self.column == 0)
    }

    /// Whether it shows nothing.
    pub(super) fn is_blank(&self) -> bool {
        let blank = |it: &u8| matches!(it, b' ' | b'\t');
        self.plain.iter().all(blank)
            && self.cells.iter().all(|it| it.is_blank())
    }

    /// How much there is of it, in octets or in cells.
    pub(super) fn len(&self) -> usize {
        self.plain.len() + self.cells.len()
    }

    // ---- text ----

    /// Puts ASCII without controls, but for tabs.
    pub(super) fn put_ascii(&mut self, text: &[u8]) {
        self.renew();
        if !self.edited && !self.returned {
            self.plain.extend_from_slice(text);
            return;
        }
        self.edit();
        for it in text {
            match it {
                b'\t' => self.tab(),
                _ => self.put_cell(Cell::of(char::from(*it)), 1),
            }
        }
    }

    /// Puts text: whole characters of UTF-8, no controls but tabs.
    pub(super) fn put(&mut self, text: &str) {
        self.renew();
        if !self.edited && !self.returned {
            let text = if self.plain.is_empty() { bare(text) } else { text };
            self.plain.extend_from_slice(text.as_bytes());
            return;
        }
        self.edit();
        self.put_cells(text);
    }

    fn put_cells(&mut self, text: &str) {
        for it in text.chars() {
            match (it, width(it)) {
                ('\t', _) => self.tab(),
                _ if is_mark(it) => self.mark(it),
                // A control of eight bits in UTF-8, which is text here, too.
                (_, columns) => self.put_cell(Cell::of(it), columns.max(1)),
            }
        }
    }

    /// Puts an octet that is no UTF-8.
    pub(super) fn put_octet(&mut self, octet: u8) {
        self.renew();
        if !self.edited && !self.returned {
            self.plain.push(octet);
            return;
        }
        self.edit();
        self.put_cell(Cell::Octet(octet), 1);
    }

    /// Where all was erased it begins anew.
    fn renew(&mut self) {
        if self.edited && self.is_fresh() {
            self.start(0);
        }
    }

    fn put_cell(&mut self, cell: Cell, columns: usize) {
        let at = self.column.wrapping_sub(self.head);
        let stands_alone =
            |it: Option<&Cell>| it.is_none_or(|it| !it.is_part());
        if columns == 1 && stands_alone(self.cells.get(at.wrapping_add(1))) {
            if let Some(it) = self.cells.get_mut(at).filter(|it| !it.is_part())
            {
                *it = cell;
                self.column += 1;
                return;
            }
        }
        for n in 0..columns {
            let cell = if n == 0 { cell } else { Cell::Half };
            let at = self.reach(self.column);
            self.part(at);
            match self.cells.get_mut(at) {
                Some(it) => *it = cell,
                None => self.cells.push_back(cell),
            }
            self.column += 1;
        }
    }

    fn mark(&mut self, mark: char) {
        let Some(at) = self.column.checked_sub(self.head + 1) else { return };
        if let Some(cell) = self.cells.get_mut(at) {
            cell.mark(mark);
        }
    }

    /// Behind the end of the line it is kept as a tab; elsewhere it moves the
    /// cursor.
    fn tab(&mut self) {
        let to = (self.column / 8 + 1) * 8;
        let at = self.column.saturating_sub(self.head);
        if self.column < self.head || at < self.cells.len() {
            self.column = to;
            return;
        }
        let _at = self.reach(self.column);
        self.cells.push_back(Cell::Tab);
        let more = to - self.column - 1;
        self.cells.extend(std::iter::repeat_n(Cell::Tabbed, more));
        self.column = to;
    }

    /// The place of a column among the cells, which now begin before it, and
    /// reach up to it.
    fn reach(&mut self, column: usize) -> usize {
        if self.cells.is_empty() {
            self.head = column;
        }
        self.origin = self.origin.min(column);
        while self.head > column {
            self.cells.push_front(Cell::BLANK);
            self.head -= 1;
        }
        let at = column - self.head;
        if self.cells.len() < at {
            self.cells.resize(at, Cell::BLANK);
        }
        at
    }

    /// The cells before a place and from there on are about to part.
    fn split(&mut self, at: usize) {
        if self.cells.get(at).is_some_and(|it| it.is_part()) {
            self.part(at);
        }
    }

    /// The cell at a place is about to change: what shares it is blank then.
    fn part(&mut self, at: usize) {
        let Some(cell) = self.cells.get(at) else { return };
        let is_part = |it: Option<&Cell>| it.is_some_and(|it| it.is_part());
        let (mut from, mut to) = (at, at + 1);
        if cell.is_part() {
            from -= 1;
            while is_part(self.cells.get(from)) {
                from -= 1;
            }
        }
        while is_part(self.cells.get(to)) {
            to += 1;
        }
        if to - from > 1 {
            self.cells.range_mut(from..to).for_each(|it| *it = Cell::BLANK);
        }
    }

    // ---- the cursor ----

    /// Where the cursor is.
    pub(super) fn column(&mut self) -> usize {
        self.edit();
        self.column
    }

    /// Moves it to a column.
    pub(super) fn go(&mut self, column: usize) {
        self.edit();
        let most = self.column.max(FAR - 1);
        self.column = column.min(most);
    }

    /// Moves it to the first column.
    pub(super) fn carriage_return(&mut self) {
        if self.edited {
            self.column = 0;
        } else {
            self.returned = !self.plain.is_empty();
        }
    }

    // ---- erasing ----

    /// Erases from the cursor on.
    pub(super) fn erase_right(&mut self) {
        if self.edited || self.returned {
            self.edit();
            let at = self.column.saturating_sub(self.head);
            self.split(at);
            self.cells.truncate(at);
            self.taken &= at > 0;
        }
    }

    /// Erases through the cursor.
    pub(super) fn erase_left(&mut self) {
        self.edit();
        let to = (self.column + 1).saturating_sub(self.head);
        self.split(to);
        self.cells.drain(..to.min(self.cells.len()));
        self.head += to;
    }

    /// Erases all of it.
    pub(super) fn erase(&mut self) {
        if self.is_empty() && !self.taken {
            return;
        }
        self.edit();
        self.cells.clear();
        self.taken = false;
    }

    /// Erases so many columns from the cursor on.
    pub(super) fn erase_columns(&mut self, n: usize) {
        let Some(at) = self.cursor() else { return };
        let to = at + n.min(FAR);
        self.split(to);
        if to < self.cells.len() {
            self.cells.range_mut(at..to).for_each(|it| *it = Cell::BLANK);
        } else {
            self.cells.truncate(at);
        }
    }

    /// Moves what is at the cursor and behind it right, by so many columns.
    pub(super) fn insert(&mut self, n: usize) {
        let Some(at) = self.margin() else { return };
        let tail = self.cells.split_off(at);
        let n = n.min(MARGIN);
        self.cells.resize(at + n, Cell::BLANK);
        self.cells.extend(tail.into_iter().take(MARGIN - n));
    }

    /// Takes so many columns out, at the cursor.
    pub(super) fn delete(&mut self, n: usize) {
        let Some(at) = self.margin() else { return };
        let to = at.saturating_add(n).min(self.cells.len());
        self.split(to);
        self.cells.drain(at..to);
    }

    /// The same for what moves the cells behind the cursor: there are no more
    /// of them than may move.
    fn margin(&mut self) -> Option<usize> {
        let at = self.cursor()?;
        self.cells.truncate(at + MARGIN);
        Some(at)
    }

    /// The place of the cursor, if there are cells there or behind it.
    fn cursor(&mut self) -> Option<usize> {
        self.edit();
        if self.column >= self.head + self.cells.len() || self.cells.is_empty()
        {
            return None;
        }
        let at = self.reach(self.column);
        self.split(at);
        Some(at)
    }

    // ---- what it shows ----

    /// Appends what it shows in the end: where it was edited, without the
    /// blanks at its end.
    pub(super) fn show(&self, output: &mut Vec<u8>) {
        let blanks =
            self.cells.iter().rev().take_while(|it| it.is_blank()).count();
        self.show_cells(self.cells.len() - blanks, output);
    }

    /// Appends what it shows now, and the blanks before the cursor.
    pub(super) fn show_through_cursor(&self, output: &mut Vec<u8>) {
        let cells = self.cells.len();
        let blanks =
            self.cells.iter().rev().take_while(|it| it.is_blank()).count();
        let through = self.column.saturating_sub(self.head);
        self.show_cells((cells - blanks).max(through.min(cells)), output);
    }

    /// Appends what it shows before the cursor.
    pub(super) fn show_to_cursor(&self, output: &mut Vec<u8>) {
        if self.edited {
            let columns = self.column.saturating_sub(self.head);
            self.show_cells(columns.min(self.cells.len()), output);
        } else if !self.returned {
            output.extend_from_slice(&self.plain);
        }
    }

    fn show_cells(&self, n: usize, output: &mut Vec<u8>) {
        output.extend_from_slice(&self.plain);
        if n > 0 {
            let blanks = self.head - self.origin.min(self.head);
            output.resize(output.len() + blanks, b' ');
        }
        self.cells.iter().take(n).for_each(|cell| cell.show(output));
    }

    /// Erases what it shows from an octet of that on; the cursor stays.
    pub(super) fn erase_from(&mut self, octet: usize) {
        self.edit();
        let blanks = self.head - self.origin.min(self.head);
        let mut left = octet.saturating_sub(blanks);
        let fits = |cell: &&Cell| {
            let fits = cell.len() <= left;
            left = left.saturating_sub(cell.len());
            fits
        };
        let keep = self.cells.iter().take_while(fits).count();
        self.cells.truncate(keep);
        self.taken = true;
    }

    /// Makes cells of it.
    fn edit(&mut self) {
        if self.edited {
            return;
        }
        self.edited = true;
        let plain = std::mem::take(&mut self.plain);
        let returned = std::mem::take(&mut self.returned);
        self.column = 0;
        for chunk in plain.utf8_chunks() {
            self.put_cells(chunk.valid());
            for octet in chunk.invalid() {
                self.put_cell(Cell::Octet(*octet), 1);
            }
        }
        self.plain = plain;
        self.plain.clear();
        if returned {
            self.column = 0;
        }
    }
}

/// The text without marks before its first character: there is nothing for them
/// to stand on.
fn bare(text: &str) -> &str {
    text.trim_start_matches(is_mark)
}

/// Whether it stands on the character before it.
fn is_mark(it: char) -> bool {
    width(it) == 0 && !it.is_control()
}
