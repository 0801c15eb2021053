//! What a text looks like where a line was written over.

/// The lines of a text as they look on a terminal in the end: CR and BS move
/// back, what follows is written over, escape sequences show nothing, and
/// erase what they erase. Each line ends with LF alone; where one was written
/// over, spaces at its end are dropped.
pub(super) fn render(text: &[u8]) -> Vec<u8> {
    let mut output = Vec::with_capacity(text.len());
    for line in text.split_inclusive(|it| *it == b'\n') {
        render_line(line, &mut output);
    }
    output
}

fn render_line(line: &[u8], output: &mut Vec<u8>) {
    let (line, end) = match line.strip_suffix(b"\n") {
        Some(line) => (line, &b"\n"[..]),
        None => (line, &b""[..]),
    };
    let line = without_cr(line);
    let is_plain = |it: &u8| !matches!(it, b'\r' | 0x08 | 0x1B | 0 | 0x07);
    if line.iter().all(is_plain) {
        output.extend_from_slice(line);
    } else {
        let mut screen = Line::default();
        screen.write(line);
        screen.show(output);
    }
    output.extend_from_slice(end);
}

/// The line without the CRs, and NULs behind them, at its end.
fn without_cr(mut line: &[u8]) -> &[u8] {
    while let [rest @ .., b'\r' | 0] = line {
        line = rest;
    }
    line
}

/// One line of a terminal without a right margin.
#[derive(Default)]
struct Line {
    /// What each column shows.
    cells: Vec<u8>,
    column: usize,
    over: bool,
}

impl Line {
    fn write(&mut self, text: &[u8]) {
        let mut at = 0;
        while let Some(&octet) = text.get(at) {
            match octet {
                b'\r' => self.go(0),
                0x08 => self.go(self.column.saturating_sub(1)),
                0x1B => {
                    let rest = text.get(at..).unwrap_or_default();
                    at += self.escape(rest);
                    continue;
                }
                0 | 0x07 => {}
                _ => self.put(octet),
            }
            at += 1;
        }
    }

    fn go(&mut self, column: usize) {
        self.over |= column < self.column;
        self.column = column;
    }

    fn put(&mut self, octet: u8) {
        match self.cells.get_mut(self.column) {
            Some(cell) => *cell = octet,
            None => {
                self.cells.resize(self.column, b' ');
                self.cells.push(octet);
            }
        }
        self.column += 1;
    }

    /// Obeys one escape sequence: its length.
    fn escape(&mut self, text: &[u8]) -> usize {
        let [_, b'[', tail @ ..] = text else { return 2 };
        let Some(n) = tail.iter().position(|it| matches!(it, 0x40..=0x7E))
        else {
            return text.len();
        };
        let number = tail.get(..n).unwrap_or_default();
        let number =
            std::str::from_utf8(number).ok().and_then(|it| it.parse().ok());
        let last = tail.get(n).copied().unwrap_or_default();
        match (last, number) {
            (b'K', None | Some(0)) => self.cells.truncate(self.column),
            (b'K', Some(2)) => self.cells.clear(),
            // No line is so long that it takes more than 1,000 columns to go
            // back.
            (b'D', by) => {
                let by: usize = by.unwrap_or(1).clamp(1, 1000);
                self.go(self.column.saturating_sub(by));
            }
            _ => {}
        }
        n + 3
    }

    fn show(&self, output: &mut Vec<u8>) {
        let from = output.len();
        output.extend_from_slice(&self.cells);
        if self.over {
            while output.len() > from && output.last() == Some(&b' ') {
                output.pop();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_look_as_on_a_terminal() {
        for (text, shown) in [
            (&b"one\r\ntwo\r\n"[..], &b"one\ntwo\n"[..]),
            (b"one\r\r\ntwo", b"one\ntwo"),
            (b"--More--\x08\x08\x08\x08\x08\x08\x08\x08        \x08\x08\x08\x08\x08\x08\x08\x08abc\r\n", b"abc\n"),
            (b"--More--\r        \rabc\r\n", b"abc\n"),
            (b"--More--(1%)\x1b[27m\r\x1b[Kabc", b"abc"),
            (b"\x1b[1;31mred\x1b[0m text \n", b"red text \n"),
            (b"10%\r20%\r100%\n", b"100%\n"),
            (b"abc\x1b[2Dx\n", b"axc\n"),
            (b"\x08\x08a\n", b"a\n"),
            (b"cut \x1b[", b"cut "),
        ] {
            let got = render(text);
            assert_eq!(got, shown, "{}", text.escape_ascii());
        }
    }
}
