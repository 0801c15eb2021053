//! What a terminal shows of octets, as far as the vectors need it. The line
//! model of the dialogues is to take its place.

/// The lines that show anything, blanks at their ends removed.
pub(super) fn shown(octets: &[u8]) -> Vec<Vec<u8>> {
    let mut lines = Vec::new();
    let mut line = Line::default();
    let mut rest = octets.iter().copied().peekable();
    while let Some(octet) = rest.next() {
        match octet {
            b'\n' => lines.push(std::mem::take(&mut line)),
            b'\r' => line.column = 0,
            0x08 => line.column = line.column.saturating_sub(1),
            0x1b if rest.next_if_eq(&b'[').is_some() => {
                let mut number = String::new();
                let end = loop {
                    match rest.next() {
                        Some(it @ 0x40..=0x7e) => break it,
                        Some(it) => number.push(char::from(it)),
                        None => return Vec::new(),
                    }
                };
                line.control(end, &number);
            }
            0x1b => drop(rest.next()),
            b'\t' | b' '..=b'~' | 0x80.. => line.put(octet),
            _ => {}
        }
    }
    lines.push(line);
    let text = lines.into_iter().map(|it| it.cells.trim_ascii_end().to_vec());
    text.filter(|it| !it.is_empty()).collect()
}

#[derive(Default)]
struct Line {
    cells: Vec<u8>,
    column: usize,
}

impl Line {
    fn put(&mut self, octet: u8) {
        if self.cells.len() <= self.column {
            self.cells.resize(self.column + 1, b' ');
        }
        self.cells[self.column] = octet;
        self.column += 1;
    }

    /// Columns alone: the vectors stay in their row.
    fn control(&mut self, end: u8, number: &str) {
        let column = number.rsplit(';').next().unwrap_or_default();
        let count = column.parse::<usize>().unwrap_or(1).max(1);
        match end {
            b'H' | b'f' => self.column = count - 1,
            b'D' => self.column = self.column.saturating_sub(count),
            b'C' => self.column += count,
            b'K' => self.cells.truncate(self.column),
            _ => {}
        }
    }
}
