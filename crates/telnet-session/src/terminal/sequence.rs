//! What escape sequences do to a screen.

use super::escape::Csi;
use super::screen::Screen;

impl Screen {
    /// ESC and one octet.
    pub(super) fn escape(&mut self, last: u8, output: &mut Vec<u8>) {
        match last {
            // IND: the next row, in the same column.
            b'D' => {
                let column = self.line.column();
                self.line_feed(output);
                self.line.start(column);
            }
            // NEL
            b'E' => self.line_feed(output),
            // RI
            b'M' => self.move_rows(-1),
            // DECSC, DECRC
            b'7' => self.save(),
            b'8' => self.restore(),
            // RIS
            b'c' => {
                self.leave(0, output);
                self.go_to(1, 0);
            }
            _ => {}
        }
    }

    /// A control sequence.
    pub(super) fn control_sequence(&mut self, it: Csi, output: &mut Vec<u8>) {
        if it.private {
            return;
        }
        let count = it.count();
        let (n, rows) = (usize::from(count), i32::from(count));
        match it.last {
            // CUU, CUD, VPR
            b'A' => self.move_rows(-rows),
            b'B' | b'e' => self.move_rows(rows),
            // CUF, HPR, CUB
            b'C' | b'a' => self.move_columns(n, true),
            b'D' => self.move_columns(n, false),
            // CNL, CPL
            b'E' | b'F' => {
                self.line.go(0);
                self.move_rows(if it.last == b'E' { rows } else { -rows });
            }
            // CHA, HPA
            b'G' | b'`' => self.put_cursor(n - 1),
            // VPA
            b'd' => self.go_to_row(count),
            // CUP, HVP
            b'H' | b'f' => {
                let column = usize::from(it.param(1).max(1));
                self.go_to(count, column - 1);
            }
            // DECSTBM goes to the first row, too.
            b'r' => self.go_to(1, 0),
            // SCOSC, SCORC
            b's' => self.save(),
            b'u' => self.restore(),
            // ED
            b'J' => self.erase_rows(it.param(0), output),
            // IL, DL
            b'L' | b'M' => self.shift_rows(it.last == b'L', rows),
            // SU, SD
            b'S' => self.rows.move_line(-rows),
            b'T' => self.rows.move_line(rows),
            _ if self.rows.is_on_line() => self.edit_line(it),
            _ => {}
        }
    }

    /// What changes the line that the cursor is on.
    fn edit_line(&mut self, it: Csi) {
        let n = usize::from(it.count());
        match (it.last, it.param(0)) {
            // EL
            (b'K', 0) => self.line.erase_right(),
            (b'K', 1) => self.line.erase_left(),
            (b'K', 2) => self.line.erase(),
            // ECH, ICH, DCH
            (b'X', _) => self.line.erase_columns(n),
            (b'@', _) => self.line.insert(n),
            (b'P', _) => self.line.delete(n),
            _ => {}
        }
    }

    // ---- the cursor ----

    fn move_columns(&mut self, n: usize, right: bool) {
        let column = self.line.column();
        let left = column.saturating_sub(n);
        self.line.go(if right { column + n } else { left });
    }

    fn move_rows(&mut self, by: i32) {
        self.rows.move_by(by);
        self.settle();
    }

    fn go_to_row(&mut self, row: u16) {
        self.rows.go(row);
        self.settle();
    }

    fn go_to(&mut self, row: u16, column: usize) {
        self.put_cursor(column);
        self.go_to_row(row);
    }

    /// Puts the cursor into a column; an empty line begins there.
    fn put_cursor(&mut self, column: usize) {
        self.line.go(column);
        if self.line.is_empty() {
            let column = self.line.column();
            self.line.start(column);
        }
    }

    fn save(&mut self) {
        let column = self.line.column();
        self.rows.save(column);
    }

    fn restore(&mut self) {
        let column = self.rows.restore();
        self.put_cursor(column);
        self.settle();
    }

    /// A line with nothing on it is where the cursor is.
    fn settle(&mut self) {
        if self.line.is_empty() && !self.rows.is_on_line() {
            self.rows.adopt();
        }
    }

    // ---- rows ----

    fn erase_rows(&mut self, part: u16, output: &mut Vec<u8>) {
        let (above, below) = (self.rows.is_above(), self.rows.is_below());
        let column = self.line.column();
        match part {
            0 if self.rows.is_on_line() => self.line.erase_right(),
            1 if self.rows.is_on_line() => self.line.erase_left(),
            // It was shown, and is text.
            0 if above => self.leave(column, output),
            1 if below => self.leave(column, output),
            2 | 3 => self.leave(column, output),
            _ => {}
        }
    }

    fn shift_rows(&mut self, insert: bool, rows: i32) {
        self.line.go(0);
        if self.rows.is_below() {
            return;
        }
        if insert {
            self.rows.move_line(rows);
        } else if self.rows.holds_line(rows) {
            self.line.erase();
        } else {
            self.rows.move_line(-rows);
        }
        self.settle();
    }
}
