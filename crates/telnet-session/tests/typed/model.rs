//! The model: a list of characters, and the whole stream in sight. It shares no
//! code with what it judges.

use telnet_session::server::Entry;
use unicode_width::UnicodeWidthChar as _;

/// What is to come of a stream.
#[derive(Debug, Default)]
pub(crate) struct Model {
    pub(crate) entries: Vec<Entry>,
    /// What the user has left behind, row by row, without prompts.
    pub(crate) shown: Vec<String>,
    /// The line that stands: a text for each character, and where the cursor is.
    pub(crate) line: Vec<Vec<u8>>,
    pub(crate) at: usize,
    /// The octets of each line: how they came is forgotten.
    history: Vec<Vec<u8>>,
    /// Which line of the history is looked at, and the draft.
    looks: Option<usize>,
    draft: Vec<Vec<u8>>,
}

const SEQUENCES: &[(&[u8], char)] = &[
    // The NUL of CR NUL is gone before a line is made of it.
    (b"\r\0\n", '\n'),
    (b"\r\n", '\n'),
    (b"\r\0", '\n'),
    (b"\r", '\n'),
    (b"\n", '\n'),
    (b"\x1B[A", 'u'),
    (b"\x1BOA", 'u'),
    (b"\x10", 'u'),
    (b"\x1B[B", 'd'),
    (b"\x1BOB", 'd'),
    (b"\x0E", 'd'),
    (b"\x1B[C", '>'),
    (b"\x1BOC", '>'),
    (b"\x06", '>'),
    (b"\x1B[D", '<'),
    (b"\x1BOD", '<'),
    (b"\x02", '<'),
    (b"\x1B[H", '^'),
    (b"\x1BOH", '^'),
    (b"\x1B[1~", '^'),
    (b"\x1B[7~", '^'),
    (b"\x01", '^'),
    (b"\x1B[F", '$'),
    (b"\x1BOF", '$'),
    (b"\x1B[4~", '$'),
    (b"\x1B[8~", '$'),
    (b"\x05", '$'),
    (b"\x1B[3~", 'x'),
    (b"\x1B[5~", '-'),
    (b"\x1B[1;5C", '>'),
    (b"\x1Bq", '-'),
    (b"\x7F", 'b'),
    (b"\x08", 'b'),
    (b"\x15", 'U'),
    (b"\x17", 'W'),
    (b"\x0B", 'K'),
    (b"\x03", 'C'),
    (b"\x1A", 'Z'),
    (b"\x04", 'D'),
    (b"\x07", '-'),
];

/// What is typed: keys, characters, and octets that are none.
pub(crate) const KEYS: &[&[u8]] = &[
    b"a",
    b"word ",
    b" ",
    b"0123456789",
    "\u{E9}".as_bytes(),
    "\u{4E16}".as_bytes(),
    "\u{4E16}\u{754C}".as_bytes(),
    "\u{301}".as_bytes(),
    b"\xC3",
    b"\xFF\xFF",
    b"\xE4\xB8",
    b"\r\0",
    b"\r\n",
    b"\n",
    b"\x7F",
    b"\x08",
    b"\x15",
    b"\x17",
    b"\x0B",
    b"\x01",
    b"\x05",
    b"\x02",
    b"\x06",
    b"\x04",
    b"\x03",
    b"\x1A",
    b"\x1B[A",
    b"\x1BOB",
    b"\x1B[B",
    b"\x1B[C",
    b"\x1BOD",
    b"\x1B[D",
    b"\x1B[D\x1B[D\x1B[D",
    b"\x1B[H",
    b"\x1BOF",
    b"\x1B[1~",
    b"\x1B[3~",
    b"\x1B[5~",
    b"\x1B[1;5C",
    b"\x1Bq",
    b"\x07",
];

impl Model {
    pub(crate) fn of(stream: &[u8], max: usize) -> Self {
        let mut model = Self::default();
        let mut rest = stream;
        while !rest.is_empty() {
            let known = SEQUENCES.iter().find(|(it, _)| rest.starts_with(it));
            if let Some((sequence, key)) = known {
                model.press(*key);
                rest = &rest[sequence.len()..];
                continue;
            }
            let all = std::str::from_utf8(rest);
            if all.is_err_and(|it| {
                it.valid_up_to() == 0 && it.error_len().is_none()
            }) {
                // The rest of a character is to come.
                break;
            }
            let n = model.write_first(rest, max);
            rest = &rest[n..];
        }
        model
    }

    /// Writes the first character, or octet that is none; its length.
    fn write_first(&mut self, text: &[u8], max: usize) -> usize {
        let chunk = text.utf8_chunks().next().unwrap();
        let (first, width) = match chunk.valid().chars().next() {
            Some(it) => (it.to_string().into_bytes(), it.width()),
            None => (vec![text[0]], Some(1)),
        };
        let len = first.len();
        self.write(first, width, max);
        len
    }

    fn write(&mut self, text: Vec<u8>, width: Option<usize>, max: usize) {
        if self.line.concat().len() + text.len() > max {
            return;
        }
        if width != Some(0) {
            self.line.insert(self.at, text);
            self.at += 1;
        } else if self.at > 0 {
            let before = &mut self.line[self.at - 1];
            let is_text = std::str::from_utf8(before);
            if is_text.is_ok_and(|it| it.chars().count() < 3) {
                before.extend(text);
            }
        }
    }

    fn press(&mut self, key: char) {
        let (at, end) = (self.at, self.line.len());
        match key {
            '\n' => {
                let line = std::mem::take(&mut self.line);
                self.shown.push(shown(&line));
                self.entries.push(Entry::Line(line.concat().into()));
                let line = line.concat();
                if !line.is_empty() && self.history.last() != Some(&line) {
                    self.history.push(line);
                }
                self.begin();
            }
            'C' | 'Z' => {
                let line = std::mem::take(&mut self.line);
                self.shown.push(format!("{}^{key}", shown(&line)));
                let is_interrupt = key == 'C';
                let it = [Entry::Suspend, Entry::Interrupt];
                self.entries.push(it[usize::from(is_interrupt)].clone());
                self.begin();
            }
            'D' if end == 0 => {
                self.shown.push(String::new());
                self.entries.push(Entry::End);
                self.begin();
            }
            'D' | 'x' if at < end => drop(self.line.remove(at)),
            'b' if at > 0 => {
                self.line.remove(at - 1);
                self.at -= 1;
            }
            'U' => {
                self.line.clear();
                self.at = 0;
            }
            'K' => self.line.truncate(at),
            'W' => {
                while self.at > 0 && self.line[self.at - 1] == b" " {
                    self.press('b');
                }
                while self.at > 0 && self.line[self.at - 1] != b" " {
                    self.press('b');
                }
            }
            '<' => self.at = at.saturating_sub(1),
            '>' => self.at = (at + 1).min(end),
            '^' => self.at = 0,
            '$' => self.at = end,
            'u' => {
                let now = self.looks.unwrap_or(self.history.len());
                if now > 0 {
                    if self.looks.is_none() {
                        self.draft = self.line.clone();
                    }
                    self.recall(now - 1);
                }
            }
            'd' => {
                if let Some(now) = self.looks {
                    self.recall(now + 1);
                }
            }
            _ => {}
        }
    }

    fn recall(&mut self, at: usize) {
        self.looks = (at < self.history.len()).then_some(at);
        let draft = || self.draft.concat();
        let text = self.history.get(at).cloned().unwrap_or_else(draft);
        self.line.clear();
        self.at = 0;
        // Octets that were no characters may have become one side by side.
        let mut rest = &text[..];
        while !rest.is_empty() {
            let n = self.write_first(rest, usize::MAX);
            rest = &rest[n..];
        }
    }

    fn begin(&mut self) {
        self.at = 0;
        self.looks = None;
    }
}

/// As it is to be seen.
pub(crate) fn shown(line: &[Vec<u8>]) -> String {
    let shown = |it: &Vec<u8>| match std::str::from_utf8(it) {
        Ok(text) => text.to_owned(),
        Err(_) => "?".to_owned(),
    };
    line.iter().map(shown).collect()
}

/// What the octets say, IAC undoubled.
pub(crate) fn text(stream: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    let mut rest = stream.iter();
    while let Some(octet) = rest.next() {
        if *octet == 255 {
            rest.next();
        }
        text.push(*octet);
    }
    text
}
