//! Text for a user's terminal, without what a host must not do to it.

use super::escape::{Csi, DEL, ESC, Parser, Step};

const ENQ: u8 = 0x05;
const CAN: u8 = 0x18;
const SUB: u8 = 0x1A;

/// Most octets of a sequence that is handed on.
const LONGEST: usize = 64;

/// Most modes that are remembered as set.
const MODES: usize = 32;

/// Takes out of a host's text what a terminal should not be told by a stranger.
///
/// What stays is text, control characters, colours, movements of the cursor, and
/// what else is drawn; modes, too, as that of the alternate screen. It is a list
/// of what is known to do no harm. What goes is all else:
///
/// * control strings (OSC, DCS, APC, PM, SOS, `ESC k`): they write to the
///   clipboard, set titles, define keys;
/// * what a terminal answers as if the user had typed it: `CSI c`, `CSI n`,
///   `CSI t`, `ESC Z`, ENQ, and their like;
/// * what prints, locks the keyboard, or turns to another coding of text;
/// * controls of eight bits (128 to 159), as octets and as UTF-8.
///
/// State outlives a call, so how the text is cut never matters. At most 64 octets
/// of a sequence are held back until its end has come; a longer one goes.
///
/// ```
/// use telnet_session::terminal::SafeFilter;
/// let mut filter = SafeFilter::new();
/// let mut text = Vec::new();
/// let host = b"\x1b[1;32mok\x1b[0m \x1b]52;c;cm0gLXJm\x07\x1b[6ndone\r\n";
/// filter.filter(host, &mut text);
/// assert_eq!(text, b"\x1b[1;32mok\x1b[0m done\r\n");
/// ```
#[derive(Clone, Debug, Default)]
pub struct SafeFilter {
    parser: Parser,
    /// The octets of the sequence so far, while it may be handed on.
    held: Vec<u8>,
    utf8: Utf8,
    /// The terminal reads octets, not UTF-8.
    reads_octets: bool,
    left_behind: LeftBehind,
}

/// Where in a character of UTF-8 the text is.
#[derive(Clone, Copy, Debug, Default)]
enum Utf8 {
    #[default]
    Start,
    /// `C2` was read, and is held back: a control of eight bits may follow.
    Held,
    /// So many octets are to come; the next one is one of these.
    Inside(u8, u8, u8),
}

/// What a host has set, and a user does not want to be left with.
#[derive(Clone, Debug, Default)]
struct LeftBehind {
    modes: Vec<u16>,
    hides_cursor: bool,
    has_keypad: bool,
    has_charset: bool,
    has_colours: bool,
}

impl SafeFilter {
    /// A filter at the start of a text, for a terminal that reads UTF-8.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A filter for a terminal that reads octets, as in ISO 8859: to it octets
    /// from 128 to 159 are controls wherever they stand, and all of them go.
    #[must_use]
    pub fn eight_bits() -> Self {
        Self { reads_octets: true, ..Self::default() }
    }

    /// Appends to `output` what stays of `input`, and what was held back before.
    pub fn filter(&mut self, input: &[u8], output: &mut Vec<u8>) {
        for octet in input {
            if self.parser.is_ground() {
                self.text(*octet, output);
            } else {
                self.step(*octet, output);
            }
        }
    }

    /// What undoes the modes that were let through and are still set: mouse
    /// reports, the alternate screen, a hidden cursor, colours. For the end of
    /// the connection, so that the user has the terminal back.
    #[must_use]
    pub fn undo(&mut self) -> Vec<u8> {
        let left = std::mem::take(&mut self.left_behind);
        let mut undo = Vec::new();
        if left.has_colours {
            undo.extend_from_slice(b"\x1B[0m");
        }
        if left.has_charset {
            undo.extend_from_slice(b"\x1B(B\x0F");
        }
        if left.has_keypad {
            undo.extend_from_slice(b"\x1B>");
        }
        for mode in left.modes {
            undo.extend_from_slice(format!("\x1B[?{mode}l").as_bytes());
        }
        if left.hides_cursor {
            undo.extend_from_slice(b"\x1B[?25h");
        }
        undo
    }

    // ---- text ----

    fn text(&mut self, octet: u8, output: &mut Vec<u8>) {
        match std::mem::take(&mut self.utf8) {
            Utf8::Held if (0x80..0xA0).contains(&octet) => return,
            Utf8::Held => {
                output.push(0xC2);
                if (0xA0..0xC0).contains(&octet) {
                    return output.push(octet);
                }
            }
            Utf8::Inside(more, low, high) if (low..=high).contains(&octet) => {
                if more > 1 {
                    self.utf8 = Utf8::Inside(more - 1, 0x80, 0xBF);
                }
                return output.push(octet);
            }
            Utf8::Inside(..) | Utf8::Start => {}
        }
        match octet {
            ESC => {
                self.parser.escape();
                self.held.clear();
                self.held.push(ESC);
            }
            ENQ | 0x80..0xA0 => {}
            0xC2 if !self.reads_octets => self.utf8 = Utf8::Held,
            _ => {
                if !self.reads_octets {
                    self.utf8 = begins(octet);
                }
                output.push(octet);
            }
        }
    }

    // ---- sequences ----

    fn step(&mut self, octet: u8, output: &mut Vec<u8>) {
        if octet == ESC {
            self.held.clear();
        }
        match self.parser.step(octet) {
            Step::More if octet == DEL => {}
            Step::More => self.hold(octet),
            Step::Control(ENQ) => {}
            Step::Control(control) => output.push(control),
            Step::Text(octet) => self.text(octet, output),
            Step::Escape(last) => {
                let is_plain = b"78=>DEHMc".contains(&last);
                self.has_escape(last);
                self.end(octet, is_plain, output);
            }
            Step::Csi(csi) => {
                let is_safe = self.is_safe(csi);
                if is_safe {
                    self.note(csi);
                }
                self.end(octet, is_safe, output);
            }
            Step::End => {
                let is_charset = matches!(
                    self.held.get(1..),
                    Some([b'(' | b')' | b'*' | b'+' | b'#'])
                ) && octet != CAN
                    && octet != SUB;
                self.left_behind.has_charset |= is_charset;
                self.end(octet, is_charset, output);
            }
        }
    }

    fn hold(&mut self, octet: u8) {
        // Once it is too long it stays so: it does not begin with ESC any more.
        if self.held.len() < LONGEST {
            self.held.push(octet);
        } else {
            self.held.fill(0);
        }
    }

    fn end(&mut self, last: u8, is_safe: bool, output: &mut Vec<u8>) {
        if is_safe && self.held.first() == Some(&ESC) {
            output.append(&mut self.held);
            output.push(last);
        }
        self.held.clear();
    }

    const fn has_escape(&mut self, last: u8) {
        match last {
            b'=' => self.left_behind.has_keypad = true,
            b'>' => self.left_behind.has_keypad = false,
            b'c' => {
                self.left_behind.has_keypad = false;
                self.left_behind.has_charset = false;
            }
            _ => {}
        }
    }

    /// The private mark, the parameters, and the intermediates.
    fn parts(&self) -> (Option<u8>, &[u8], &[u8]) {
        let inside = self.held.get(2..).unwrap_or_default();
        let (mark, inside) = match inside.split_first() {
            Some((mark @ b'<'..=b'?', rest)) => (Some(*mark), rest),
            _ => (None, inside),
        };
        let end = inside.iter().position(|it| (b' '..=b'/').contains(it));
        let (params, more) = inside.split_at(end.unwrap_or(inside.len()));
        (mark, params, more)
    }

    fn is_safe(&self, csi: Csi) -> bool {
        let (mark, params, more) = self.parts();
        let is_one = !params.contains(&b';');
        match (mark, more, csi.last) {
            // IRM and LNM; KAM locks the keyboard.
            (None, [], b'h' | b'l') => params == b"4" || params == b"20",
            // With more parameters it has the mouse followed.
            (None, [], b'T') => is_one,
            (None, [], last) => {
                b"@ABCDEFGHIJKLMPSXZ`abdefgmrsu".contains(&last)
            }
            // With `?` and `c` the cursor of a Linux console, as it is drawn.
            (Some(b'?'), [], last) => b"hlJKrsc".contains(&last),
            // The cursor as it is drawn; scrolling to the sides; a soft reset.
            (None, b" ", last) => b"q@A".contains(&last),
            (None, b"!", b'p') => true,
            // Rectangles.
            (None, b"$", last) => b"rtvxz{".contains(&last),
            _ => false,
        }
    }

    /// Remembers what it sets.
    fn note(&mut self, csi: Csi) {
        let (mark, params, _) = self.parts();
        let sets = csi.last == b'h';
        if mark.is_none() && csi.last == b'm' {
            let is_reset = matches!(params, b"" | b"0");
            self.left_behind.has_colours = !is_reset;
            return;
        }
        if mark != Some(b'?') || !matches!(csi.last, b'h' | b'l') {
            return;
        }
        let modes: Vec<u16> = params
            .split(|it| *it == b';')
            .filter_map(|it| std::str::from_utf8(it).ok()?.parse().ok())
            .collect();
        let left = &mut self.left_behind;
        for mode in modes {
            if mode == 25 {
                left.hides_cursor = !sets;
            } else if is_burden(mode) {
                left.modes.retain(|it| *it != mode);
                if sets && left.modes.len() < MODES {
                    left.modes.push(mode);
                }
            }
        }
    }
}

/// Whether a user is worse off where it stays set: keys and mouse that send
/// something else, other screens.
const fn is_burden(mode: u16) -> bool {
    matches!(
        mode,
        1 | 5 | 6 | 9 | 47 | 66 | 1000..=1007 | 1015 | 1016 | 1047..=1049
            | 2004 | 2026
    )
}

/// What an octet begins that is no control.
const fn begins(octet: u8) -> Utf8 {
    match octet {
        0xC3..=0xDF => Utf8::Inside(1, 0x80, 0xBF),
        0xE0 => Utf8::Inside(2, 0xA0, 0xBF),
        0xE1..=0xEC | 0xEE | 0xEF => Utf8::Inside(2, 0x80, 0xBF),
        0xED => Utf8::Inside(2, 0x80, 0x9F),
        0xF0 => Utf8::Inside(3, 0x90, 0xBF),
        0xF1..=0xF3 => Utf8::Inside(3, 0x80, 0xBF),
        0xF4 => Utf8::Inside(3, 0x80, 0x8F),
        _ => Utf8::Start,
    }
}
