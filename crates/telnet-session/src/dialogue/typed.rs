//! What was typed, found again in what came back, octet by octet.

use crate::terminal::{Parser, Step};

/// Finds a line that was typed in what a line editor makes of it at the right
/// margin, which a terminal without margin does not show: there it writes
/// `blank CR`, or the last character again behind CR, or a line end.
///
/// Each octet is looked at once. Capitals are equal to small letters.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    line: Vec<u8>,
    parser: Parser,
    /// How much of the line may have come: mostly one place.
    places: Vec<Place>,
    /// The cursor has moved since the last character.
    moved: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    /// So many octets of the line have come.
    at: usize,
    /// Behind them came blanks, which are to be written over.
    blanks: bool,
}

const START: Place = Place { at: 0, blanks: false };

impl Typed {
    pub(super) fn new(line: &[u8]) -> Self {
        Self {
            line: line.trim_ascii_end().to_vec(),
            parser: Parser::new(),
            places: vec![START],
            moved: false,
        }
    }

    /// Whether the begin of the line has come, and no more than it.
    pub(super) fn is_under_way(&self) -> bool {
        self.places.iter().any(|it| it.at > 0)
    }

    /// Takes what came, which ends with a line end or is followed by more.
    /// Whether it ends the line that was typed.
    pub(super) fn take(&mut self, text: &[u8]) -> bool {
        // A dead end, up to the next line.
        let text = if self.places.is_empty() && self.parser.is_ground() {
            let line_end = memchr::memrchr(b'\n', text);
            line_end.map_or(&[][..], |at| text.get(at..).unwrap_or_default())
        } else {
            text
        };
        text.iter().fold(false, |_, it| self.octet(*it))
    }

    fn octet(&mut self, octet: u8) -> bool {
        if !self.parser.is_ground() {
            match self.parser.step(octet) {
                Step::Control(octet) => return self.control(octet),
                Step::Text(octet) => self.character(octet),
                Step::Csi(_) | Step::Escape(_) => self.motion(),
                Step::More | Step::End => {}
            }
            return false;
        }
        match octet {
            0..b' ' => return self.control(octet),
            0x7F => {}
            _ => self.character(octet),
        }
        false
    }

    fn control(&mut self, octet: u8) -> bool {
        match octet {
            0x1B => self.parser.escape(),
            b'\r' | 0x08 => self.motion(),
            b'\n' => {
                let whole = |it: &Place| it.at == self.line.len();
                let is_all = self.places.iter().any(whole);
                if is_all || self.places.iter().all(|it| it.at == 0) {
                    self.places.clear();
                    self.places.push(START);
                }
                self.motion();
                return is_all;
            }
            _ => {}
        }
        false
    }

    fn motion(&mut self) {
        self.moved = true;
        for place in &mut self.places {
            place.blanks = false;
        }
    }

    fn character(&mut self, octet: u8) {
        let is = |at: Option<usize>| {
            let typed = at.and_then(|at| self.line.get(at));
            typed.is_some_and(|it| it.eq_ignore_ascii_case(&octet))
        };
        let mut next = Vec::new();
        let mut add = |place| {
            if !next.contains(&place) {
                next.push(place);
            }
        };
        for &Place { at, blanks } in &self.places {
            if is(Some(at)) && !blanks {
                add(Place { at: at + 1, blanks: false });
            }
            if octet == b' ' {
                add(Place { at, blanks: true });
            } else if self.moved && is(at.checked_sub(1)) {
                add(Place { at, blanks: false });
            }
        }
        self.places = next;
        self.moved = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_as_editors_write_it() {
        let line = b"show Version of it";
        for (text, want) in [
            (&b"show version of it\r\n"[..], true),
            (b"show version of it \r\r\n", true),
            (b"show ver \rsion of it\r\n", true),
            (b"show v\rversion of it\r\n", true),
            (b"show version \r of it\r\n", true),
            (b"show version \r of i\r\nt\r\n", true),
            (b"SHOW\x07 VERSION\0 OF IT\n", true),
            (b"show ver \x1b[1Dsion of it\r\n", true),
            (b"show ver sion of it\r\n", false),
            (b"show version of its\r\n", false),
            (b"show version of it", false),
            (b"show\r\n", false),
            (b"\r\n", false),
        ] {
            let mut typed = Typed::new(line);
            assert_eq!(typed.take(text), want, "{}", text.escape_ascii());
            let mut typed = Typed::new(line);
            let all = text.iter().fold(false, |_, it| typed.take(&[*it]));
            assert_eq!(all, want, "cut: {}", text.escape_ascii());
        }
    }

    #[test]
    fn a_line_that_was_broken_off_begins_anew() {
        let mut typed = Typed::new(b"show version");
        assert!(!typed.take(b"show v\r\n"));
        assert!(!typed.take(b"log line\r\n"));
        assert!(typed.take(b"show version\r\n"));
    }
}
