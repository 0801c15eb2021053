//! LINEMODE (RFC 1184) at a terminal: which keys it has for what, and the line
//! that is edited here until it is whole.

use rustix::stdio::stdin;
use rustix::termios::{SpecialCodeIndex, tcgetattr};
use telnet_blocking::Session;
use telnet_blocking::linemode::{LinemodeSettings, LinemodeState};
use telnet_blocking::proto::sub::linemode::{
    Function, Level, Mode, Modifiers, Setting,
};

use crate::key::shown;

/// Functions as the menu names them, and the terminal's key for each.
pub(crate) const KEYS: [(&str, Function, Key); 15] = [
    ("interrupt", Function::IP, Key::Of(SpecialCodeIndex::VINTR)),
    ("quit", Function::ABORT, Key::Of(SpecialCodeIndex::VQUIT)),
    ("susp", Function::SUSP, Key::Of(SpecialCodeIndex::VSUSP)),
    ("eof", Function::EOF, Key::Of(SpecialCodeIndex::VEOF)),
    ("flushoutput", Function::AO, Key::Of(SpecialCodeIndex::VDISCARD)),
    // As GNU's client has it: `^T`.
    ("ayt", Function::AYT, Key::Always(0x14)),
    ("erase", Function::EC, Key::Of(SpecialCodeIndex::VERASE)),
    ("kill", Function::EL, Key::Of(SpecialCodeIndex::VKILL)),
    ("worderase", Function::EW, Key::Of(SpecialCodeIndex::VWERASE)),
    ("reprint", Function::RP, Key::Of(SpecialCodeIndex::VREPRINT)),
    ("lnext", Function::LNEXT, Key::Of(SpecialCodeIndex::VLNEXT)),
    ("start", Function::XON, Key::Fixed(SpecialCodeIndex::VSTART)),
    ("stop", Function::XOFF, Key::Fixed(SpecialCodeIndex::VSTOP)),
    ("forw1", Function::FORW1, Key::Of(SpecialCodeIndex::VEOL)),
    ("forw2", Function::FORW2, Key::Of(SpecialCodeIndex::VEOL2)),
];

/// Where a key comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Key {
    /// The terminal has it for this, and it may be changed.
    Of(SpecialCodeIndex),
    /// The terminal itself obeys it: here it cannot be changed.
    Fixed(SpecialCodeIndex),
    /// No terminal has one for this.
    Always(u8),
}

/// Bits of the mode of LINEMODE, as the menu names them.
pub(crate) const MODES: [(&str, Mode); 4] = [
    ("edit", Mode::EDIT),
    ("isig", Mode::TRAPSIG),
    ("litecho", Mode::LIT_ECHO),
    ("softtabs", Mode::SOFT_TAB),
];

/// Most octets of a line; what is typed beyond rings the bell.
const LONGEST: usize = 4096;
const BELL: u8 = 0x07;

/// How a client at a terminal takes part: with the keys that the terminal has.
pub(crate) fn settings() -> LinemodeSettings {
    let mut settings = LinemodeSettings::client()
        .takes_forward_masks()
        .supports(Mode::LIT_ECHO);
    // Where the terminal can.
    if cfg!(target_os = "linux") {
        settings = settings.supports(Mode::SOFT_TAB);
    }
    let Ok(termios) = tcgetattr(stdin()) else { return settings };
    for (_, function, key) in KEYS {
        let (octet, level) = match key {
            Key::Of(index) => (termios.special_codes[index], Level::Value),
            Key::Fixed(index) => {
                (termios.special_codes[index], Level::CantChange)
            }
            Key::Always(octet) => (octet, Level::Value),
        };
        // 0 is no key.
        if octet != 0 {
            let it = setting(function, level, octet);
            settings = settings.character(function, it);
        }
    }
    settings
}

/// A key for a function. What interrupts throws away what the other end has
/// not dealt with yet (section 5.8).
pub(crate) fn setting(function: Function, level: Level, key: u8) -> Setting {
    let flags = match function {
        Function::IP | Function::ABORT => {
            Modifiers::FLUSHIN.with(Modifiers::FLUSHOUT)
        }
        Function::SUSP => Modifiers::FLUSHIN,
        Function::AO => Modifiers::FLUSHOUT,
        _ => Modifiers::default(),
    };
    let modifiers = Modifiers::new(level).with(flags);
    Setting { modifiers, value: key }
}

/// What is agreed, as lines for the user.
pub(crate) fn told(state: &LinemodeState) -> Vec<String> {
    let on = |mode| if state.mode().contains(mode) { "on" } else { "off" };
    let modes = MODES.iter().map(|(name, it)| format!("{name:11} {}", on(*it)));
    let mut lines: Vec<_> = modes.collect();
    lines.extend(KEYS.iter().map(|(name, function, _)| {
        format!("{name:11} {}", shown(key_of(state, *function)))
    }));
    lines
}

fn key_of(state: &LinemodeState, function: Function) -> Option<u8> {
    let setting = state.setting(function);
    match setting.level() {
        Level::Value | Level::CantChange => Some(setting.value),
        Level::NoSupport | Level::Default => None,
    }
}

/// Whether what stands before the cursor asks for a secret. GNU's telnetd has lines
/// edited by its client and does not say when they are not to be shown.
pub(crate) fn asks_for_secret(last_line: &[u8]) -> bool {
    let line = String::from_utf8_lossy(last_line).to_ascii_lowercase();
    let line = line.trim_end();
    line.ends_with(':')
        && ["password", "passphrase", "passcode"]
            .iter()
            .any(|it| line.contains(it))
}

/// What a key asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    /// To send this text as it is.
    Text(Vec<u8>),
    /// To send this line, which has its end.
    Line(Vec<u8>),
    /// To send the command of a function.
    Function(Function),
}

/// The line that is typed. Without EDIT it has nothing in it.
#[derive(Debug, Default)]
pub(crate) struct Editor {
    line: Vec<u8>,
    /// Whether the next octet is text, whatever else it is.
    is_quoted: bool,
    /// Whether control characters are shown as they are.
    shows_controls: bool,
    /// What is to be shown.
    echo: Vec<u8>,
}

impl Editor {
    /// Takes what was typed, up to the first key that asks for something; how
    /// much that was, and what it asks for.
    pub(crate) fn take(
        &mut self,
        typed: &[u8],
        session: &Session,
    ) -> (usize, Option<Deed>) {
        let mut taken = 0;
        for octet in typed {
            taken += 1;
            if let Some(deed) = self.press(*octet, session) {
                return (taken, Some(deed));
            }
        }
        (taken, None)
    }

    /// What is to be shown of what was typed, unless the host shows it.
    pub(crate) fn take_echo(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.echo)
    }

    /// The line is no longer edited here: what there is of it.
    pub(crate) fn take_rest(&mut self) -> Vec<u8> {
        self.is_quoted = false;
        std::mem::take(&mut self.line)
    }

    /// Shows the line again, behind what has come between.
    pub(crate) fn show_again(&mut self) {
        let line = std::mem::take(&mut self.line);
        each(&line, |it| self.show(it));
        self.line = line;
    }

    /// Shows a character; a control character as `^X`, or as it is where the host
    /// wants that (`LIT_ECHO`).
    fn show(&mut self, character: &[u8]) {
        match character {
            [octet @ (0..0x20 | 0x7F)] if !self.shows_controls => {
                self.echo.extend_from_slice(shown(Some(*octet)).as_bytes());
            }
            other => self.echo.extend_from_slice(other),
        }
    }

    fn press(&mut self, octet: u8, session: &Session) -> Option<Deed> {
        let state = session.linemode()?;
        let edits = state.mode().contains(Mode::EDIT);
        self.shows_controls = state.mode().contains(Mode::LIT_ECHO);
        if std::mem::take(&mut self.is_quoted) {
            self.insert(octet);
            return None;
        }
        if let Some(function) = state.function_of(octet) {
            if function.command().is_some() {
                return self.signal(function, octet);
            }
            if edits && self.edit(function, octet) {
                return None;
            }
        }
        if !edits {
            return Some(Deed::Text(vec![octet]));
        }
        if matches!(octet, b'\r' | b'\n') {
            self.echo.extend_from_slice(b"\r\n");
            self.line.push(b'\n');
            return Some(Deed::Line(self.take_rest()));
        }
        self.insert(octet);
        // A signal's key that is not turned into its command is sent at once, too.
        let signals = (1..=9).map(Function::from);
        let is_signal =
            signals.into_iter().any(|it| key_of(state, it) == Some(octet));
        if is_signal || session.forwards_at(octet) {
            return Some(Deed::Text(self.take_rest()));
        }
        None
    }

    /// A key that is a command for the host.
    fn signal(&mut self, function: Function, octet: u8) -> Option<Deed> {
        match function {
            // In a line it is that line without an end, as terminals have it.
            Function::EOF if !self.line.is_empty() => {
                return Some(Deed::Text(self.take_rest()));
            }
            Function::IP | Function::ABORT | Function::SUSP => {
                self.show(&[octet]);
                self.line.clear();
            }
            _ => {}
        }
        Some(Deed::Function(function))
    }

    /// A key that changes the line; whether it is one.
    fn edit(&mut self, function: Function, octet: u8) -> bool {
        match function {
            Function::EC => self.erase_to(last(&self.line)),
            Function::EL => self.erase_to(0),
            Function::EW => self.erase_to(word(&self.line)),
            Function::RP => {
                self.show(&[octet]);
                self.echo.extend_from_slice(b"\r\n");
                self.show_again();
            }
            Function::LNEXT => self.is_quoted = true,
            _ => return false,
        }
        true
    }

    fn insert(&mut self, octet: u8) {
        if self.line.len() >= LONGEST {
            return self.echo.push(BELL);
        }
        self.line.push(octet);
        self.show(&[octet]);
    }

    /// Erases all from there on, on the screen, too.
    fn erase_to(&mut self, at: usize) {
        let mut columns = 0;
        let gone = self.line.split_off(at.min(self.line.len()));
        let shows_controls = self.shows_controls;
        each(&gone, |it| columns += width(it, shows_controls));
        for _ in 0..columns {
            self.echo.extend_from_slice(b"\x08 \x08");
        }
    }
}

/// Where the last character begins.
fn last(line: &[u8]) -> usize {
    let is_begin = |it: &u8| it & 0xC0 != 0x80;
    line.iter().rposition(is_begin).unwrap_or_default()
}

/// Where the last word begins.
fn word(line: &[u8]) -> usize {
    let end = line.iter().rposition(|it| *it != b' ');
    let word = line.get(..end.unwrap_or_default()).unwrap_or_default();
    word.iter().rposition(|it| *it == b' ').map_or(0, |it| it + 1)
}

/// Each character of a line.
fn each(line: &[u8], mut take: impl FnMut(&[u8])) {
    for chunk in line.utf8_chunks() {
        let mut buffer = [0; 4];
        for it in chunk.valid().chars() {
            take(it.encode_utf8(&mut buffer).as_bytes());
        }
        chunk.invalid().chunks(1).for_each(&mut take);
    }
}

/// How many columns a character takes. Where a control character is shown as it is
/// nobody can tell: as if it took none.
fn width(character: &[u8], shows_controls: bool) -> usize {
    match character {
        [0..0x20 | 0x7F] if shows_controls => 0,
        [0..0x20 | 0x7F] => 2,
        other => std::str::from_utf8(other)
            .ok()
            .and_then(|it| it.chars().next())
            .map_or(1, telnet_blocking::terminal::width),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use telnet_blocking::Config;

    const BOTH: Mode = Mode::EDIT.with(Mode::TRAPSIG);

    /// A session in LINEMODE with the usual keys of a terminal.
    fn session(mode: Mode, mask: &[u8]) -> Session {
        let mut settings = LinemodeSettings::client().takes_forward_masks();
        for (function, key) in [
            (Function::IP, 3),
            (Function::EOF, 4),
            (Function::EC, 0x7F),
            (Function::EL, 0x15),
            (Function::EW, 0x17),
            (Function::RP, 0x12),
            (Function::LNEXT, 0x16),
            (Function::FORW1, b'?'),
        ] {
            let it = setting(function, Level::Value, key);
            settings = settings.character(function, it);
        }
        let settings = settings.supports(Mode::LIT_ECHO);
        let mut session = Session::new(Config::new().linemode(settings));
        session.receive(b"\xFF\xFD\x22");
        session.receive(&[255, 250, 34, 1, mode.code(), 255, 240]);
        if !mask.is_empty() {
            let mask = telnet_blocking::proto::sub::linemode::Mask::of(mask);
            let mut octets = vec![255, 250, 34, 253, 2];
            octets.extend_from_slice(&mask);
            octets.extend_from_slice(&[255, 240]);
            session.receive(&octets);
        }
        assert_eq!(session.linemode().unwrap().mode(), mode);
        session
    }

    /// What is asked for by what is typed, and what is shown.
    fn typed(session: &Session, typed: &[u8]) -> (Vec<Deed>, String) {
        let mut editor = Editor::default();
        let (mut deeds, mut rest) = (Vec::new(), typed);
        while !rest.is_empty() {
            let (taken, deed) = editor.take(rest, session);
            deeds.extend(deed);
            rest = &rest[taken..];
        }
        let left = editor.take_rest();
        if !left.is_empty() {
            deeds.push(Deed::Text(left));
        }
        (deeds, String::from_utf8(editor.take_echo()).unwrap())
    }

    fn line(text: &str) -> Deed {
        Deed::Line(format!("{text}\n").into_bytes())
    }

    fn text(octets: &[u8]) -> Deed {
        Deed::Text(octets.to_vec())
    }

    #[test]
    fn a_line_is_edited_until_it_is_whole() {
        let session = session(BOTH, b"");
        for (keys, wanted, shown) in [
            (&b"helpo\x7F\x7Flo\r"[..], "hello", "helpo\x08 \x08\x08 \x08lo"),
            (b"bad\x15ok\n", "ok", "bad\x08 \x08\x08 \x08\x08 \x08ok"),
            (b"a bc  \x17d\r", "a d", "a bc  "),
            (b"\x16\x03x\r", "\x03x", "^Cx"),
            (b"\x16\x01\x7Fy\r", "y", "^A\x08 \x08\x08 \x08y"),
            (b"ab\x12c\r", "abc", "ab^R\r\nabc"),
            ("\u{e4}\u{4e2d}\x7F\x7Fz\r".as_bytes(), "z", "\u{e4}\u{4e2d}"),
            (b"\x7F\x15\x17\r", "", ""),
        ] {
            let (deeds, seen) = typed(&session, keys);
            assert_eq!(deeds, [line(wanted)], "{keys:?}");
            assert!(seen.starts_with(shown), "{seen:?}");
            assert!(seen.ends_with("\r\n"), "{seen:?}");
        }
        // A wide character leaves two columns, another one.
        let (_, seen) = typed(&session, "\u{4e2d}\x7F".as_bytes());
        assert_eq!(seen, "\u{4e2d}\x08 \x08\x08 \x08");
        let (_, seen) = typed(&session, "\u{e4}\x7F".as_bytes());
        assert_eq!(seen, "\u{e4}\x08 \x08");
    }

    #[test]
    fn keys_of_signals_are_commands_and_drop_the_line() {
        let session = session(BOTH, b"");
        let (deeds, shown) = typed(&session, b"abc\x03d\r");
        assert_eq!(deeds, [Deed::Function(Function::IP), line("d")]);
        assert_eq!(shown, "abc^Cd\r\n");
        // The end of the file: of a line that has begun it is the end.
        let (deeds, _) = typed(&session, b"ab\x04\x04");
        assert_eq!(deeds, [text(b"ab"), Deed::Function(Function::EOF)]);
    }

    #[test]
    fn without_trapsig_the_key_of_a_signal_is_text_that_is_sent_at_once() {
        let session = session(Mode::EDIT, b"");
        let (deeds, _) = typed(&session, b"ab\x03c\r");
        assert_eq!(deeds, [text(b"ab\x03"), line("c")]);
    }

    #[test]
    fn control_characters_are_shown_as_they_are_where_the_host_wants_it() {
        let session = session(BOTH.with(Mode::LIT_ECHO), b"");
        let (deeds, shown) = typed(&session, b"a\x01\x7Fb\r");
        assert_eq!(deeds, [line("ab")]);
        assert_eq!(shown, "a\x01b\r\n");
    }

    #[test]
    fn without_edit_each_key_is_sent() {
        let session = session(Mode::TRAPSIG, b"");
        let (deeds, shown) = typed(&session, b"a\x7F\r\x03");
        let ip = Deed::Function(Function::IP);
        assert_eq!(deeds, [text(b"a"), text(b"\x7F"), text(b"\r"), ip]);
        assert_eq!(shown, "^C");
    }

    #[test]
    fn a_mask_and_forwarding_characters_send_what_there_is() {
        let session = session(BOTH, b"\t");
        let (deeds, shown) = typed(&session, b"co\tn?x");
        assert_eq!(deeds, [text(b"co\t"), text(b"n?"), text(b"x")]);
        assert_eq!(shown, "co^In?x");
    }

    #[test]
    fn questions_for_secrets_are_known() {
        for line in ["Password: ", "user's Password:", "PASSPHRASE for key: "] {
            assert!(asks_for_secret(line.as_bytes()), "{line}");
        }
        for line in ["login: ", "Password has expired", "", "Last password\x01"]
        {
            assert!(!asks_for_secret(line.as_bytes()), "{line}");
        }
    }

    #[test]
    fn a_line_has_a_longest() {
        let session = session(BOTH, b"");
        let (deeds, shown) = typed(&session, &[b'x'; LONGEST + 2]);
        assert_eq!(deeds, [text(&[b'x'; LONGEST])]);
        assert!(shown.ends_with("x\x07\x07"));
    }
}
