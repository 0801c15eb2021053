//! The text as a terminal shows it, line by line.

use super::eight::{Eight, Piece};
use super::escape::{DEL, ESC, Parser, Step};
use super::line::Line;
use super::rows::Rows;

/// A line that is longer is handed out piece by piece, in octets or columns.
const LONGEST: usize = 16 << 10;

/// A terminal that shows what it gets, as lines of text.
///
/// It knows the line that the cursor is on, the *current* one. When the cursor
/// leaves it (by LF, or by text in another row) it is handed out as it shows
/// then. There is no right margin, and what has left does not come back.
///
/// It obeys CR, LF, BS, HT, VT, FF, and of ECMA-48 and DEC what moves the
/// cursor, erases, inserts and deletes; all other controls and sequences show
/// nothing. The 8-bit controls (C1) count where the text is no UTF-8, and they
/// look as if they were meant.
#[derive(Clone, Debug, Default)]
pub(crate) struct Screen {
    pub(super) parser: Parser,
    eight: Eight,
    pub(super) line: Line,
    pub(super) rows: Rows,
    /// The begin of the current line was handed out: it was too long.
    is_cut: bool,
    /// A question was taken away, and nothing has happened to the line since.
    is_answered: bool,
    /// What was handed out last, if the cursor just went to another row.
    left: Vec<u8>,
}

impl Screen {
    /// Takes text, and appends to `output` the lines that end in it, each with
    /// LF.
    pub(crate) fn write(&mut self, text: &[u8], output: &mut Vec<u8>) {
        let mut rest = text;
        while !rest.is_empty() {
            let used = self.advance(rest, output);
            rest = rest.get(used..).unwrap_or_default();
        }
    }

    /// The same up to the end of the first line, or of the text. Returns how
    /// many octets it took.
    pub(crate) fn write_line(
        &mut self,
        text: &[u8],
        output: &mut Vec<u8>,
    ) -> usize {
        let before = output.len();
        let mut rest = text;
        while !rest.is_empty() && output.len() == before {
            let used = self.advance(rest, output);
            rest = rest.get(used..).unwrap_or_default();
        }
        text.len() - rest.len()
    }

    /// Appends the current line as it shows, with the blanks before the
    /// cursor.
    pub(crate) fn show(&self, output: &mut Vec<u8>) {
        self.line.show_through_cursor(output);
    }

    /// Appends the current line up to the cursor.
    pub(crate) fn show_to_cursor(&self, output: &mut Vec<u8>) {
        if self.rows.is_on_line() {
            self.line.show_to_cursor(output);
        }
    }

    /// How much there is of the current line, in octets or columns.
    pub(crate) fn line_len(&self) -> usize {
        self.line.len()
    }

    /// Whether the current line is all of what it was: it was not too long.
    pub(crate) const fn is_whole(&self) -> bool {
        !self.is_cut
    }

    /// The line that was handed out last, if the cursor left it for another
    /// row without ending it.
    pub(crate) fn left(&self) -> &[u8] {
        &self.left
    }

    /// A question on the current line was answered: it is taken away, from an
    /// octet of what [`show`](Self::show) gives on. The cursor stays, as the
    /// host thinks that it does.
    pub(crate) fn take_question(&mut self, from: usize) {
        self.line.erase_from(from);
        self.is_answered = true;
    }

    /// Takes the next few octets: up to the end of one line at most.
    fn advance(&mut self, text: &[u8], output: &mut Vec<u8>) -> usize {
        let Some(&first) = text.first() else { return 0 };
        if !self.parser.is_ground() {
            let step = self.parser.step(first);
            self.obey(step, output);
            return 1;
        }
        if first >= 0x80 || self.eight.is_open() {
            return self.advance_eight(text, output);
        }
        let n = printable(text);
        if n == 0 {
            if first == b'\n' && self.rows.is_below() {
                // Two lines end: this one, and an empty one below it.
                self.leave(0, output);
                return 0;
            }
            self.control(first, output);
            return 1;
        }
        let (run, rest) = text.split_at(n);
        let end = line_end(rest);
        if end > 0 && self.is_fresh() {
            output.extend_from_slice(run);
            self.end_line(output);
            return n + end;
        }
        self.begin(output);
        self.line.put_ascii(run);
        n
    }

    /// The same where octets from 128 up are in it.
    fn advance_eight(&mut self, text: &[u8], output: &mut Vec<u8>) -> usize {
        if !self.eight.is_open() {
            let high = text.iter().take_while(|it| **it >= 0x80).count();
            let run = text.get(..high).unwrap_or_default();
            let text = run.utf8_chunks().next().map_or("", |it| it.valid());
            if !text.is_empty() {
                self.begin(output);
                self.line.put(text);
                return text.len();
            }
        }
        let first = text.first().copied().unwrap_or_default();
        match self.eight.take(first) {
            Piece::Open => {}
            Piece::Char(it) => {
                self.begin(output);
                self.line.put(it.encode_utf8(&mut [0; 4]));
            }
            Piece::Sequence(rest) => {
                self.parser.control_sequence();
                for octet in rest.as_slice() {
                    let step = self.parser.step(*octet);
                    self.obey(step, output);
                }
            }
            Piece::Control(control) => self.c1(control, output),
            Piece::Octet(octet, again) => {
                self.begin(output);
                self.line.put_octet(octet);
                self.write(again.as_slice(), output);
            }
        }
        1
    }

    fn obey(&mut self, step: Step, output: &mut Vec<u8>) {
        match step {
            Step::More | Step::End => {}
            Step::Control(octet) => self.control(octet, output),
            Step::Text(octet) => {
                self.advance(&[octet], output);
            }
            Step::Escape(last) => self.escape(last, output),
            Step::Csi(csi) => {
                self.is_answered = false;
                self.control_sequence(csi, output);
            }
        }
    }

    fn control(&mut self, octet: u8, output: &mut Vec<u8>) {
        match octet {
            b'\n' => self.line_feed(output),
            b'\r' => self.line.carriage_return(),
            0x08 => {
                self.is_answered = false;
                let column = self.line.column();
                self.line.go(column.saturating_sub(1));
            }
            b'\t' => {
                self.begin(output);
                self.line.put_ascii(b"\t");
            }
            // VT and FF: a line begins, unless one has just begun.
            0x0B | 0x0C => self.leave(0, output),
            ESC => self.parser.escape(),
            _ => {}
        }
    }

    fn c1(&mut self, octet: u8, output: &mut Vec<u8>) {
        match octet {
            0x84 => self.escape(b'D', output),
            0x85 => self.escape(b'E', output),
            0x8D => self.escape(b'M', output),
            _ => self.parser.string(octet == 0x9D),
        }
    }

    // ---- where lines end ----

    /// Whether nothing is on the current line.
    fn is_fresh(&self) -> bool {
        self.line.is_fresh() && self.rows.is_on_line() && !self.is_cut
    }

    /// Text is to be put where the cursor is.
    fn begin(&mut self, output: &mut Vec<u8>) {
        self.is_answered = false;
        if !self.rows.is_on_line() {
            let column = self.line.column();
            self.leave(column, output);
        } else if self.line.len() >= LONGEST {
            self.line.show(output);
            self.line.start(0);
            self.is_cut = true;
        }
    }

    /// The cursor has left the line for another row, where one begins.
    pub(super) fn leave(&mut self, column: usize, output: &mut Vec<u8>) {
        if !self.line.is_blank() || self.is_cut {
            self.left.clear();
            self.line.show(&mut self.left);
            output.extend_from_slice(&self.left);
            output.push(b'\n');
        }
        self.line.start(column);
        self.rows.adopt();
        self.is_cut = false;
        self.is_answered = false;
    }

    /// The cursor goes to the next row.
    pub(super) fn line_feed(&mut self, output: &mut Vec<u8>) {
        if self.rows.is_above() {
            // What stands there is not known, and was text before.
            self.leave(0, output);
            self.rows.line_feed();
            return;
        }
        if self.rows.is_below() {
            self.leave(0, output);
        }
        if self.is_answered && self.line.is_blank() {
            // The question was left standing, and its line is nobody's.
            self.rows.line_feed();
            self.is_answered = false;
        } else {
            self.line.show(output);
            self.end_line(output);
        }
        self.line.start(0);
    }

    fn end_line(&mut self, output: &mut Vec<u8>) {
        output.push(b'\n');
        self.rows.line_feed();
        self.left.clear();
        self.is_cut = false;
        self.is_answered = false;
    }
}

/// How many octets at the begin of a text are ASCII without controls.
fn printable(text: &[u8]) -> usize {
    const WIDE: usize = 32;
    let is = |it: &u8| it.wrapping_sub(b' ') < DEL - b' ';
    // One octet between controls is frequent where lines are drawn over.
    match text {
        [one, ..] if !is(one) => return 0,
        [_, two, ..] if !is(two) => return 1,
        _ => {}
    }
    let mut n = 0;
    for chunk in text.chunks_exact(WIDE) {
        // Without a way out, so that it is done in one step for all of them.
        if !chunk.iter().fold(true, |all, it| all & is(it)) {
            break;
        }
        n += WIDE;
    }
    let rest = text.get(n..).unwrap_or_default();
    n + rest.iter().take_while(|it| is(it)).count()
}

/// The length of the line end at the begin of a text, if there is one.
fn line_end(text: &[u8]) -> usize {
    match text {
        [b'\n', ..] => 1,
        [b'\r', b'\n', ..] => 2,
        _ => 0,
    }
}
