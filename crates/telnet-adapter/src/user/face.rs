//! What stands between the user and the peer, with no I/O but the terminal's mode.

use std::borrow::Cow;
use std::io;
use std::task::Poll;
use std::time::Instant;

use telnet_session::bytes::Bytes;
use telnet_session::proto::nvt;
use telnet_session::terminal::SafeFilter;
use telnet_session::{Newline, Session, Side, TelnetOption, Wait};

use super::terminal::{INTERRUPT, Mode, Terminal, tell_window};

/// What stands between a user and a peer: what is done to what is typed and to
/// what is shown.
#[derive(Debug)]
pub struct Face {
    terminal: Option<Terminal>,
    escape: Option<u8>,
    filter: Option<SafeFilter>,
}

/// What comes of what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a loop has to do each of them")]
pub enum Typed {
    /// These octets are to be sent, each 255 doubled.
    Data(Vec<u8>),
    /// The command IP is to be sent. The line before it is dropped, as a terminal
    /// does it.
    Interrupt,
    /// The user leaves. What was typed behind that is nobody's.
    Leave,
}

impl Face {
    /// A user at the terminal of standard input, who leaves by the key `escape`.
    /// The terminal is as before once this is dropped. What a host must not do to
    /// a terminal is not shown: see [`SafeFilter`].
    ///
    /// # Errors
    /// Those of the system: standard input is no terminal.
    pub fn at_terminal(escape: Option<u8>) -> io::Result<Self> {
        let terminal = Some(Terminal::open()?);
        Ok(Self { terminal, escape, filter: Some(SafeFilter::new()) })
    }

    /// Nothing at all: octets go as they come, both ways.
    #[must_use]
    pub const fn transparent() -> Self {
        Self { terminal: None, escape: None, filter: None }
    }

    /// Sets the terminal as the peer has it now: see [`Mode::of`]. To be called
    /// before each wait for the user.
    ///
    /// # Errors
    /// Those of the system.
    pub fn follow(&mut self, session: &Session) -> io::Result<()> {
        let Some(terminal) = &mut self.terminal else { return Ok(()) };
        terminal.set(Mode::of(session, self.escape))
    }

    /// What the user is shown of what the peer has said, which may be nothing. The
    /// terminal is set before that ([`follow`](Self::follow)): a question may be
    /// answered at once, and what is typed then is echoed as the peer has said with
    /// it.
    ///
    /// # Errors
    /// Those of the system.
    pub fn show<'t>(
        &mut self,
        session: &Session,
        text: &'t [u8],
    ) -> io::Result<Cow<'t, [u8]>> {
        self.follow(session)?;
        let Some(filter) = &mut self.filter else { return Ok(text.into()) };
        let mut shown = Vec::with_capacity(text.len());
        filter.filter(text, &mut shown);
        Ok(shown.into())
    }

    /// What undoes at the end what the peer has set of the terminal.
    #[must_use]
    pub fn undo(&mut self) -> Vec<u8> {
        self.filter.as_mut().map(SafeFilter::undo).unwrap_or_default()
    }

    /// What comes of what was typed, in its order. A new size of the window is
    /// queued before it.
    pub fn take(&self, session: &mut Session, typed: &[u8]) -> Vec<Typed> {
        let mode = self.terminal.as_ref().and_then(Terminal::mode);
        let Some(mode) = mode else { return vec![Typed::Data(typed.into())] };
        tell_window(session);
        split(session, typed, mode)
    }

    /// A wait for what the peer says, or for another mode of the terminal.
    #[must_use]
    pub fn listen(&self) -> Listen {
        let mode = self.terminal.as_ref().and_then(Terminal::mode);
        Listen { mode }
    }
}

/// Waits until there is something to show, or to follow: all text that has come,
/// maybe none; `None` at the end of the stream.
#[derive(Clone, Copy, Debug)]
pub struct Listen {
    mode: Option<Mode>,
}

impl Wait for Listen {
    type Output = Option<Bytes>;

    fn poll(
        &mut self,
        session: &mut Session,
        _now: Instant,
    ) -> Poll<Self::Output> {
        let text = session.take_all();
        let is_new = |mode: Mode| mode != Mode::of(session, mode.escape);
        if !text.is_empty() || self.mode.is_some_and(is_new) {
            return Poll::Ready(Some(text));
        }
        if session.is_eof() { Poll::Ready(None) } else { Poll::Pending }
    }

    fn deadline(&self) -> Option<Instant> {
        None
    }
}

fn split(session: &Session, typed: &[u8], mode: Mode) -> Vec<Typed> {
    let stops = |it: &u8| {
        Some(*it) == mode.escape || !mode.by_character && *it == INTERRUPT
    };
    let mut taken = Vec::new();
    for part in typed.split_inclusive(stops) {
        let end = part.last().copied().filter(stops);
        if end.is_some() && end != mode.escape {
            taken.push(Typed::Interrupt);
            continue;
        }
        let text = part.get(..part.len() - usize::from(end.is_some()));
        let text = text.unwrap_or_default();
        if !text.is_empty() {
            let mut wire = Vec::with_capacity(text.len() + 1);
            to_wire(session, text, mode.by_character, false, &mut wire);
            taken.push(Typed::Data(wire));
        }
        if end.is_some() {
            taken.push(Typed::Leave);
            break;
        }
    }
    taken
}

/// Appends what was typed as it goes to the peer: a line's end is CR LF. Of keys one
/// by one Enter is CR NUL, or CR LF if that is wanted, and LF stays. In BINARY all
/// stays as it is.
pub fn to_wire(
    session: &Session,
    typed: &[u8],
    by_character: bool,
    enter_is_crlf: bool,
    wire: &mut Vec<u8>,
) {
    if session.is_enabled(Side::Local, TelnetOption::BINARY) {
        return wire.extend_from_slice(typed);
    }
    if !by_character {
        let slices = nvt::encode(typed, Newline::CrLf);
        return slices.for_each(|it| wire.extend_from_slice(it));
    }
    let enter: &[u8] = if enter_is_crlf { b"\r\n" } else { b"\r\0" };
    for octet in typed {
        match octet {
            b'\r' => wire.extend_from_slice(enter),
            octet => wire.push(*octet),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use telnet_session::Config;

    fn mode(by_character: bool) -> Mode {
        Mode {
            by_character,
            echoes: true,
            escape: Some(0x1D),
            flow: None,
            expands_tabs: false,
        }
    }

    fn data(octets: &[u8]) -> Typed {
        Typed::Data(octets.to_vec())
    }

    #[test]
    fn what_is_typed_is_text_an_interrupt_or_the_end() {
        let session = Session::new(Config::default());
        let line = |typed| split(&session, typed, mode(false));
        assert_eq!(line(b"ab\n"), [data(b"ab\r\n")]);
        let both = [Typed::Interrupt, data(b"c\r\n")];
        assert_eq!(line(b"ab\x03c\n"), both);
        assert_eq!(line(b"ab\x1Dnever"), [data(b"ab"), Typed::Leave]);
        assert_eq!(line(b"\x1D"), [Typed::Leave]);
        let keys = |typed| split(&session, typed, mode(true));
        assert_eq!(keys(b"\x03\r\n"), [data(b"\x03\r\0\n")]);
        assert_eq!(keys(b"a\x1D"), [data(b"a"), Typed::Leave]);
    }

    #[test]
    fn another_mode_is_heard_and_so_is_the_end() {
        let mut session = Session::new(Config::default());
        let now = Instant::now();
        let mode = Some(Mode::of(&session, Some(0x1D)));
        let mut listen = Listen { mode };
        assert!(listen.poll(&mut session, now).is_pending());
        session.receive(b"\xFF\xFB\x01");
        let heard = listen.poll(&mut session, now);
        assert_eq!(heard, Poll::Ready(Some(Bytes::new())));
        // What has no mode follows none.
        let mut listen = Listen { mode: None };
        assert!(listen.poll(&mut session, now).is_pending());
        session.receive(b"hi");
        session.receive_eof();
        let heard = listen.poll(&mut session, now);
        assert_eq!(heard, Poll::Ready(Some(Bytes::from_static(b"hi"))));
        assert_eq!(listen.poll(&mut session, now), Poll::Ready(None));
    }
}
