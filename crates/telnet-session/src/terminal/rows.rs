//! In which row of the screen the line is, and in which the cursor.

/// A row, from 1, as far as it is known: one of these.
type Range = (u16, u16);

/// A line whose row is not known is so far from one that is.
const UNKNOWN: i32 = 1 << 20;

/// No screen is taller, in rows.
const TALLEST: u16 = 512;

/// In which row the line is, and in which the cursor.
///
/// The height of the screen is not known: behind LF the cursor is one row
/// further down, or where it was, at the bottom. So the row is a range, and a
/// jump into that range is taken for one within the line.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Rows {
    line: Option<Range>,
    /// How far the cursor is below the line; on the line it is 0.
    off: i32,
    /// The row of the cursor where it is not on the line, if it is known.
    at: Option<u16>,
    /// How many lines there were before.
    serial: i32,
    saved: Option<Saved>,
}

/// A place of the cursor that is kept.
#[derive(Clone, Copy, Debug)]
struct Saved {
    serial: i32,
    off: i32,
    row: Option<u16>,
    column: usize,
}

/// The range, so many rows further down.
fn shift((low, high): Range, by: i32) -> Range {
    let by = i16::try_from(by.clamp(-0x7FFF, 0x7FFF)).unwrap_or_default();
    let shift = |row: u16| row.saturating_add_signed(by).clamp(1, TALLEST);
    (shift(low), shift(high))
}

impl Rows {
    /// Whether the cursor is on the line.
    pub(super) const fn is_on_line(&self) -> bool {
        self.off == 0
    }

    /// Whether it is above the line.
    pub(super) const fn is_above(&self) -> bool {
        self.off < 0
    }

    /// Whether it is below it.
    pub(super) const fn is_below(&self) -> bool {
        self.off > 0
    }

    /// A line begins where the cursor is.
    pub(super) fn adopt(&mut self) {
        let cursor = self.at.map(|row| (row, row));
        let (line, off) = (self.line, self.off);
        self.line = cursor.or_else(|| line.map(|it| shift(it, off)));
        self.off = 0;
        self.at = None;
        self.serial = self.serial.saturating_add(1);
    }

    /// The cursor is on the line, and goes to the next one, which begins.
    pub(super) fn line_feed(&mut self) {
        let down = |(low, high)| (low, shift((high, high), 1).1);
        self.line = self.line.map(down);
        self.serial = self.serial.saturating_add(1);
    }

    /// The cursor goes to a row, from 1.
    pub(super) fn go(&mut self, row: u16) {
        let row = row.clamp(1, TALLEST);
        let far = |(low, high): Range| {
            i32::from(row) - i32::from(row.clamp(low, high))
        };
        self.off = self.line.map_or(UNKNOWN, far);
        self.at = Some(row);
        if self.off == 0 {
            self.line = Some((row, row));
            self.at = None;
        }
    }

    /// The cursor goes so many rows down.
    pub(super) fn move_by(&mut self, by: i32) {
        self.off += by;
        self.at = self.at.map(|row| shift((row, row), by).0);
        if self.off == 0 {
            self.at = None;
        }
    }

    /// The line goes so many rows down; the cursor stays in its row.
    pub(super) fn move_line(&mut self, by: i32) {
        if self.off == 0 {
            self.at = self.line.filter(|it| it.0 == it.1).map(|it| it.0);
        }
        self.line = self.line.map(|it| shift(it, by));
        self.off -= by;
        if self.off == 0 {
            self.at = None;
        }
    }

    /// Whether so many rows from the cursor on hold the line.
    pub(super) const fn holds_line(&self, rows: i32) -> bool {
        self.off <= 0 && self.off + rows > 0
    }

    /// Keeps the place of the cursor.
    pub(super) fn save(&mut self, column: usize) {
        let known = self.line.filter(|it| it.0 == it.1).map(|it| it.0);
        let row = if self.off == 0 { known } else { self.at };
        let Self { serial, off, .. } = *self;
        self.saved = Some(Saved { serial, off, row, column });
    }

    /// The cursor goes where it was; the column.
    pub(super) fn restore(&mut self) -> usize {
        let Some(saved) = self.saved else {
            self.go(1);
            return 0;
        };
        match saved.row {
            Some(row) if saved.serial != self.serial => self.go(row),
            _ => {
                self.off = saved.off - (self.serial - saved.serial);
                self.at = saved.row.filter(|_| self.off != 0);
            }
        }
        saved.column
    }
}
