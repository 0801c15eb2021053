//! What is written to show a line, and where the cursor is.

use super::task::Face;
use crate::terminal::{AnsiFilter, Cell, width};

/// A place on the screen: rows count from where the line begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    row: usize,
    column: usize,
}

/// Writes on a terminal of which the width is known, and which goes on in the
/// next row where one is full.
#[derive(Default)]
pub(super) struct Pen {
    /// Columns of a row.
    columns: usize,
    face: Face,
    /// Where the line begins, behind the prompt.
    start: usize,
    at: Place,
    /// Where the line that was drawn last ends.
    end: Place,
    /// What was written, and not taken.
    out: Vec<u8>,
    /// Whether what is written counts: if not, the client shows what is typed,
    /// in the same places.
    writes: bool,
}

/// A window that has not told its width, or has told none.
const COLUMNS: usize = 80;

impl Pen {
    pub(super) const fn out(&mut self) -> &mut Vec<u8> {
        &mut self.out
    }

    pub(super) const fn set_writes(&mut self, writes: bool) {
        self.writes = writes;
    }

    pub(super) const fn writes(&self) -> bool {
        self.writes
    }

    pub(super) const fn set_face(&mut self, face: Face) {
        self.face = face;
    }

    /// The width that the window has told; whether it is another one than
    /// before.
    pub(super) fn set_columns(&mut self, told: Option<u16>) -> bool {
        let told = told.map(usize::from).filter(|it| *it > 0);
        let columns = told.map_or(COLUMNS, |it| it.max(2));
        let before = std::mem::replace(&mut self.columns, columns);
        before != columns
    }

    pub(super) fn put(&mut self, octets: &[u8]) {
        if self.writes {
            self.out.extend_from_slice(octets);
        }
    }

    /// The cursor is behind a prompt. What is to be written behind that, so
    /// that the cursor is in the row that counts.
    pub(super) fn begin(&mut self, prompt: &[u8]) -> &'static [u8] {
        let mut place = Place::default();
        let mut filter = AnsiFilter::default();
        let mut shown = Vec::new();
        let mut pieces = filter.filter(prompt);
        while let Some((_, text)) = pieces.next_both() {
            shown.extend_from_slice(text);
        }
        for it in String::from_utf8_lossy(&shown).chars() {
            match it {
                '\r' | '\n' => place.column = 0,
                '\t' => place.column = (place.column / 8 + 1) * 8,
                _ => place = self.behind(place, width(it)),
            }
        }
        let is_full = place.column >= self.columns;
        self.start = if is_full { 0 } else { place.column };
        self.at = Place { row: 0, column: self.start };
        self.end = self.at;
        if is_full { b" \r" } else { b"" }
    }

    /// Where the line begins.
    const fn start(&self) -> Place {
        Place { row: 0, column: self.start }
    }

    /// Where a character begins that comes at a place.
    const fn before(&self, place: Place, width: usize) -> Place {
        if place.column + width > self.columns {
            Place { row: place.row + 1, column: 0 }
        } else {
            place
        }
    }

    /// Where the cursor is behind it; at the end of a full row it is in none.
    const fn behind(&self, place: Place, width: usize) -> Place {
        let place = self.before(place, width);
        Place { row: place.row, column: place.column + width }
    }

    fn width(&self, cell: Cell) -> usize {
        match (self.face, cell) {
            (Face::Hidden, _) => 0,
            (Face::Open, Cell::Char(it, _)) => width(it),
            _ => 1,
        }
    }

    /// Where the cursor is before a character of the line.
    fn place(&self, cells: &[Cell], at: usize) -> Place {
        let next = cells.get(at).map_or(1, |it| self.width(*it));
        self.before(self.place_behind(cells, at), next.max(1))
    }

    /// Where the cursor is behind so many characters of the line.
    fn place_behind(&self, cells: &[Cell], n: usize) -> Place {
        let cells = cells.iter().take(n);
        let place = cells.fold(self.start(), |place, cell| {
            self.behind(place, self.width(*cell))
        });
        self.before(place, 1)
    }

    /// Draws the line from a character on, and goes to another one. The cursor is
    /// before the first one, or behind it in the line.
    pub(super) fn draw(&mut self, cells: &[Cell], from: usize, to: usize) {
        if self.face == Face::Hidden {
            return;
        }
        // Not to the next row yet, where a wide one goes: what is left of this one
        // is to be erased.
        self.go(self.place_behind(cells, from));
        let end = self.end;
        for cell in cells.iter().skip(from) {
            self.append(*cell);
        }
        self.end = self.at;
        if end.row > self.at.row {
            self.put(b"\x1B[J");
        } else if end.row == self.at.row && end.column > self.at.column {
            self.put(b"\x1B[K");
        }
        if to < cells.len() {
            self.go(self.place(cells, to));
        }
    }

    fn put_cell(&mut self, cell: Cell) {
        if !self.writes {
            return;
        }
        match (self.face, cell) {
            (Face::Hidden, _) => {}
            (Face::Masked(mask), _) => self.out.push(mask),
            (Face::Open, Cell::Octet(_)) => self.out.push(b'?'),
            (Face::Open, cell) => cell.show(&mut self.out),
        }
    }

    /// A character was put behind all others.
    pub(super) fn append(&mut self, cell: Cell) {
        let width = self.width(cell);
        if self.at.column + width > self.columns {
            // A wide one does not fit into the rest of the row.
            self.put(b"\x1B[K\r\n");
        }
        self.at = self.behind(self.at, width);
        self.put_cell(cell);
        self.fill_row();
        self.end = self.at;
    }

    /// At the end of a full row the cursor goes to the next one, whatever the
    /// terminal does there.
    fn fill_row(&mut self) {
        if self.at.column >= self.columns {
            self.put(b" \r");
            self.at = Place { row: self.at.row + 1, column: 0 };
        }
    }

    /// The last character was taken away, the cursor behind it: whether that
    /// could be shown by going back over it.
    pub(super) fn take_back(&mut self, cell: Cell) -> bool {
        let width = self.width(cell);
        if self.at.column <= width {
            return width == 0;
        }
        for sign in [b'\x08', b' ', b'\x08'] {
            (0..width).for_each(|_| self.put(&[sign]));
        }
        self.at.column -= width;
        self.end = self.at;
        true
    }

    /// Goes one character to the left; `cells` are those of the line, of which
    /// the cursor is before one.
    pub(super) fn go_left(&mut self, cells: &[Cell], at: usize) {
        if self.face == Face::Hidden {
            return;
        }
        let next = cells.get(at).map_or(0, |it| self.width(*it));
        let is_next = cells.len() > at && self.at.column > next;
        let left = Place {
            row: self.at.row,
            column: self.at.column.saturating_sub(next),
        };
        let place = if is_next { left } else { self.place(cells, at) };
        self.go(place);
    }

    /// Goes anywhere in the line.
    pub(super) fn jump(&mut self, cells: &[Cell], at: usize) {
        if self.face != Face::Hidden {
            self.go(self.place(cells, at));
        }
    }

    fn go(&mut self, to: Place) {
        let from = std::mem::replace(&mut self.at, to);
        if to.row < from.row {
            self.sequence(from.row - to.row, b'A');
        } else if to.row > from.row {
            self.sequence(to.row - from.row, b'B');
        }
        if to.column > from.column {
            self.sequence(to.column - from.column, b'C');
        } else if to.column == 0 && from.column > 0 {
            self.put(b"\r");
        } else if from.column - to.column <= 4 {
            (to.column..from.column).for_each(|_| self.put(b"\x08"));
        } else {
            self.sequence(from.column - to.column, b'D');
        }
    }

    fn sequence(&mut self, n: usize, last: u8) {
        let count = if n == 1 { String::new() } else { n.to_string() };
        self.put(b"\x1B[");
        self.put(count.as_bytes());
        self.put(&[last]);
    }

    /// Takes the line off the screen, and the row of the prompt.
    pub(super) fn wipe(&mut self) {
        self.go(Place::default());
        self.put(b"\r\x1B[J");
    }

    /// Goes to the row behind the line.
    pub(super) fn leave(&mut self, cells: &[Cell]) {
        self.jump(cells, cells.len());
        // One that has filled its rows has left the cursor in the next one.
        if self.end.column > 0 || self.end.row == 0 {
            self.put(b"\r\n");
        }
    }

    /// Goes to the next row.
    pub(super) fn end_line(&mut self) {
        self.put(b"\r\n");
    }
}
