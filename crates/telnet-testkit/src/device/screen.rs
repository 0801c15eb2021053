//! What a user sees.

/// A terminal that is so wide that no line wraps, of 24 rows, with all that
/// was scrolled off kept: the model of what a reply is to look like. It obeys
/// what devices send: CR, LF, BS, and of ECMA-48 the sequences that move,
/// erase, insert, delete and scroll. LF goes to the begin of the next line.
#[derive(Clone, Debug)]
pub struct Screen {
    /// What was scrolled off, and behind it the rows of the screen.
    lines: Vec<Vec<u8>>,
    /// How many lines were scrolled off.
    gone: usize,
    row: usize,
    column: usize,
    /// The first and the last row of the region that scrolls.
    region: (usize, usize),
    saved: (usize, usize),
}

const ROWS: usize = 24;

impl Default for Screen {
    fn default() -> Self {
        Self::new()
    }
}

impl Screen {
    /// An empty screen, the cursor at its top.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            lines: Vec::new(),
            gone: 0,
            row: 0,
            column: 0,
            region: (0, ROWS - 1),
            saved: (0, 0),
        }
    }

    /// What is seen, line by line, through that of the cursor. Spaces at the
    /// end of lines are dropped: they are not seen.
    #[must_use]
    pub fn lines(&self) -> Vec<Vec<u8>> {
        let mut lines = self.lines.clone();
        lines.truncate(self.gone + self.row + 1);
        lines.resize(self.gone + self.row + 1, Vec::new());
        lines.iter().map(|line| line.trim_ascii_end().to_vec()).collect()
    }

    /// Shows this.
    pub fn write(&mut self, mut octets: &[u8]) {
        while let Some((&first, rest)) = octets.split_first() {
            octets = rest;
            match first {
                b'\r' => self.column = 0,
                b'\n' => {
                    self.column = 0;
                    self.down();
                }
                0x08 => self.column = self.column.saturating_sub(1),
                0x1B => octets = self.escape(rest),
                0..0x20 if first != b'\t' => {}
                _ => self.put(first),
            }
        }
    }

    fn line(&mut self) -> &mut Vec<u8> {
        let at = self.gone + self.row;
        if self.lines.len() <= at {
            self.lines.resize(at + 1, Vec::new());
        }
        &mut self.lines[at]
    }

    fn put(&mut self, octet: u8) {
        let column = self.column;
        let line = self.line();
        if line.len() <= column {
            line.resize(column + 1, b' ');
        }
        line[column] = octet;
        self.column += 1;
    }

    fn down(&mut self) {
        if self.row == self.region.1 {
            self.scroll();
        } else {
            self.row = (self.row + 1).min(ROWS - 1);
        }
    }

    /// The region goes up by a line.
    fn scroll(&mut self) {
        let (top, bottom) = self.region;
        self.lines.resize(self.lines.len().max(self.gone + ROWS), Vec::new());
        if top == 0 {
            self.gone += 1;
            self.lines.insert(self.gone + bottom, Vec::new());
        } else {
            self.delete_lines(top, 1);
        }
    }

    fn delete_lines(&mut self, row: usize, n: usize) {
        self.lines.resize(self.lines.len().max(self.gone + ROWS), Vec::new());
        let bottom = self.region.1.max(row);
        for _ in 0..n.min(ROWS) {
            self.lines.remove(self.gone + row);
            self.lines.insert(self.gone + bottom, Vec::new());
        }
    }

    fn insert_lines(&mut self, row: usize, n: usize) {
        self.lines.resize(self.lines.len().max(self.gone + ROWS), Vec::new());
        let bottom = self.region.1.max(row);
        for _ in 0..n.min(ROWS) {
            self.lines.remove(self.gone + bottom);
            self.lines.insert(self.gone + row, Vec::new());
        }
    }

    /// Obeys what follows ESC: what is behind it.
    fn escape<'o>(&mut self, text: &'o [u8]) -> &'o [u8] {
        let Some((&kind, rest)) = text.split_first() else { return text };
        match kind {
            b'[' => return self.control(rest),
            b']' => return behind_string(rest),
            b'(' | b')' | b'#' => return rest.get(1..).unwrap_or_default(),
            b'E' => {
                self.column = 0;
                self.down();
            }
            b'D' => self.down(),
            b'M' if self.row == self.region.0 => {
                self.insert_lines(self.row, 1);
            }
            b'M' => self.row = self.row.saturating_sub(1),
            b'7' => self.saved = (self.row, self.column),
            b'8' => (self.row, self.column) = self.saved,
            _ => {}
        }
        rest
    }

    /// A control sequence (ECMA-48, 5.4).
    fn control<'o>(&mut self, text: &'o [u8]) -> &'o [u8] {
        let end = text.iter().position(|it| matches!(it, 0x40..=0x7E));
        let Some(end) = end else { return &[] };
        let numbers: Vec<Option<usize>> = text[..end]
            .split(|it| *it == b';')
            .map(|it| core::str::from_utf8(it).ok()?.parse().ok())
            .collect();
        let number = |at: usize| numbers.get(at).copied().flatten();
        let n = number(0).unwrap_or(1).max(1);
        let last_row = ROWS - 1;
        match text[end] {
            b'A' => self.row = self.row.saturating_sub(n),
            b'B' => self.row = (self.row + n).min(last_row),
            b'C' => self.column += n,
            b'D' => self.column = self.column.saturating_sub(n),
            b'G' => self.column = n - 1,
            b'd' => self.row = (n - 1).min(last_row),
            b'H' | b'f' => {
                self.row = (n - 1).min(last_row);
                self.column = number(1).unwrap_or(1).max(1) - 1;
            }
            b'r' => {
                let bottom = number(1).unwrap_or(ROWS).clamp(1, ROWS);
                self.region = ((n - 1).min(bottom - 1), bottom - 1);
                (self.row, self.column) = (0, 0);
            }
            b'K' => self.erase_in_line(number(0).unwrap_or(0)),
            b'J' => self.erase_in_page(number(0).unwrap_or(0)),
            b'L' => self.insert_lines(self.row, n),
            b'M' => self.delete_lines(self.row, n),
            b'P' => {
                let column = self.column;
                let line = self.line();
                let from = column.min(line.len());
                line.drain(from..(from + n).min(line.len()));
            }
            _ => {}
        }
        &text[end + 1..]
    }

    fn erase_in_line(&mut self, which: usize) {
        let column = self.column;
        let line = self.line();
        match which {
            0 => line.truncate(column),
            1 => {
                let n = line.len().min(column + 1);
                line[..n].fill(b' ');
            }
            _ => line.clear(),
        }
    }

    fn erase_in_page(&mut self, which: usize) {
        let (from, to) = match which {
            0 => (self.row + 1, ROWS),
            1 => (0, self.row),
            _ => (0, ROWS),
        };
        self.erase_in_line(which);
        let lines = self.lines.iter_mut().skip(self.gone + from);
        lines.take(to - from).for_each(Vec::clear);
    }
}

/// What is behind a string for the terminal, as a title: it ends with BEL, or
/// with ESC and a backslash.
fn behind_string(text: &[u8]) -> &[u8] {
    for (at, octet) in text.iter().enumerate() {
        match octet {
            0x07 => return &text[at + 1..],
            0x1B => return text.get(at + 2..).unwrap_or_default(),
            _ => {}
        }
    }
    &[]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_shows_what_a_terminal_shows() {
        for (said, seen) in [
            (&b"one\r\ntwo\r\n"[..], "one|two|"),
            (b"one\n\rtwo", "one|two"),
            (b"one\ntwo", "one|two"),
            (b"a --More-- \x08\x08\x08\x08\x08\x08\x08\x08\x08         \x08\x08\x08\x08\x08\x08\x08\x08\x08b", "a b"),
            (b"--More--\r        \rabc\r\n", "abc|"),
            (b"10%\r20%\r100%\n", "100%|"),
            (b"abc\x1b[2Dx", "axc"),
            (b"abc\x1b[42D\x1b[Kx", "x"),
            (b"one\x1bEtwo", "one|two"),
            (b"\x1b]0;title\x07\x1b[01;32mR1\x1b[0m#", "R1#"),
            (b"R1# i\x1b[K\x1b[Din\x1b[K", "R1# in"),
            (b"one\r\ntwo\x1b[1;1Hx\x1b[2;1H", "xne|two"),
            (b"a\0b\x07c", "abc"),
            (b"one\r\ntwo\x1b[2J\x1b[Hthree", "three"),
            (b"abcdef\x1b[4D\x1b[2Px", "abxf"),
        ] {
            let mut screen = Screen::new();
            screen.write(said);
            let lines = screen.lines().join(&b"|"[..]);
            assert_eq!(lines, seen.as_bytes(), "{}", said.escape_ascii());
        }
    }

    #[test]
    fn what_scrolls_off_is_kept() {
        let mut screen = Screen::new();
        screen.write(b"\x1b[24;1H");
        for n in 0..40 {
            screen.write(format!("line {n}\r\n").as_bytes());
        }
        let lines = screen.lines().split_off(23);
        assert_eq!((lines.len(), &lines[0][..]), (41, &b"line 0"[..]));
        assert_eq!(lines[39], b"line 39");
        // The first line goes, and all above the last moves up.
        screen.write(b"\x1b[1;1H\x1b[1M\x1b[24;1H\x1b[1Llast");
        let lines = screen.lines();
        assert_eq!(lines[lines.len() - 3], b"line 39");
        assert_eq!(lines[lines.len() - 1], b"last");
    }
}
