//! What crosses the wire, in words.

use std::fmt;

use telnet_proto::{Command, Malformed, Negotiation, TelnetOption};

use super::direction::Direction;
use super::event::Compression;
use crate::exclusive::Exclusive;

/// One line of a trace: see
/// [`Session::set_trace`](crate::Session::set_trace).
///
/// [`Display`](fmt::Display) shows it with names, octets escaped, at most 1 KiB
/// of them.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Trace<'a> {
    /// Text. It is `None`, but for its length, where it may be a secret: what
    /// we send while the peer echoes for us, and by `send_secret`; and what
    /// comes after that, up to the end of its line.
    Text(Direction, Option<&'a [u8]>, usize),
    /// Octets as they came, before anything was made of them; only if
    /// [`Session::trace_octets`](crate::Session::trace_octets) is on. `None`,
    /// but for their number, where the echo of a secret may be among them.
    Octets(Option<&'a [u8]>, usize),
    /// A command without operand.
    Command(Direction, Command),
    /// WILL, WONT, DO, DONT.
    Negotiation(Direction, Negotiation),
    /// A whole subnegotiation.
    Subnegotiation(Direction, TelnetOption, &'a [u8]),
    /// What has become of the compression of one direction.
    Compression(Direction, Compression),
    /// How many octets crossed the wire compressed, and how many they are.
    Compressed(Direction, usize, usize),
    /// A received sequence that was dropped.
    Malformed(Malformed),
    /// The peer closed the connection.
    Eof,
    /// We closed the connection.
    Closed,
    /// A free line: of `msg`, or of the telnetlib profile, which speaks as
    /// telnetlib did.
    Message(fmt::Arguments<'a>),
}

/// Octets for a trace, escaped and cut.
struct Octets<'a>(&'a [u8]);

const SHOWN: usize = 1024;

impl fmt::Display for Octets<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.0.get(..SHOWN).unwrap_or(self.0);
        write!(f, "\"{}\"", shown.escape_ascii())?;
        match self.0.len() - shown.len() {
            0 => Ok(()),
            more => write!(f, " and {more} octets more"),
        }
    }
}

impl fmt::Display for Trace<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Text(way, Some(text), _) => {
                write!(f, "{way} {}", Octets(text))
            }
            Self::Text(way, None, len) => {
                write!(f, "{way} {len} octets, not shown")
            }
            Self::Octets(Some(octets), _) => {
                write!(f, "RCVD octets {}", Octets(octets))
            }
            Self::Octets(None, len) => {
                write!(f, "RCVD {len} octets, not shown")
            }
            Self::Command(way, command) => write!(f, "{way} {command}"),
            Self::Negotiation(way, it) => write!(f, "{way} {it}"),
            Self::Subnegotiation(way, option, payload) => {
                write!(f, "{way} SB {option} {}", Octets(payload))
            }
            Self::Compression(way, what) => {
                write!(f, "{way} compression: {what:?}")
            }
            Self::Compressed(way, packed, plain) => {
                write!(f, "{way} {packed} octets for {plain}")
            }
            Self::Malformed(why) => write!(f, "RCVD {why}"),
            Self::Eof => f.write_str("RCVD end of stream"),
            Self::Closed => f.write_str("SENT end of stream"),
            Self::Message(line) => f.write_fmt(line),
        }
    }
}

impl fmt::Debug for Trace<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Where lines go.
pub(crate) type Sink = Box<dyn FnMut(&Trace<'_>) + Send>;

/// Who is told.
#[derive(Default)]
pub(crate) struct Tracer {
    sink: Option<Box<Exclusive<Sink>>>,
    /// Whether octets are shown as they come.
    octets: bool,
    /// A secret was sent, and the line that may echo it has not ended.
    hides: bool,
}

impl Tracer {
    pub(crate) fn set(&mut self, sink: Option<Sink>) {
        self.sink = sink.map(|sink| Box::new(Exclusive::new(sink)));
    }

    pub(crate) const fn set_octets(&mut self, on: bool) {
        self.octets = on;
    }

    /// A secret was sent.
    pub(crate) const fn hide_echo(&mut self) {
        self.hides = true;
    }

    /// Whether what comes may be the echo of a secret.
    pub(crate) const fn hides_echo(&self) -> bool {
        self.hides
    }

    /// Text has come that is shown elsewhere.
    pub(crate) fn pass(&mut self, text: &[u8]) {
        self.hides &= !text.contains(&b'\n');
    }

    /// Octets have come.
    pub(crate) fn octets(&mut self, octets: &[u8]) {
        if self.octets {
            let shown = (!self.hides).then_some(octets);
            self.line(&Trace::Octets(shown, octets.len()));
        }
    }

    /// Text has come.
    pub(crate) fn text(&mut self, text: &[u8]) {
        let mut rest = text;
        if self.hides {
            let end = memchr::memchr(b'\n', text);
            self.hides = end.is_none();
            let (hidden, shown) =
                text.split_at(end.map_or(text.len(), |it| it + 1));
            self.line(&Trace::Text(Direction::Received, None, hidden.len()));
            rest = shown;
        }
        if !rest.is_empty() || text.is_empty() {
            let line = Trace::Text(Direction::Received, Some(rest), rest.len());
            self.line(&line);
        }
    }

    /// Whether received text is for it: what follows a secret is looked through,
    /// so that what comes behind its line may be shown later.
    pub(crate) const fn wants_text(&self) -> bool {
        self.sink.is_some() || self.hides
    }

    pub(crate) const fn is_on(&self) -> bool {
        self.sink.is_some()
    }

    pub(crate) fn line(&mut self, line: &Trace<'_>) {
        if let Some(sink) = &mut self.sink {
            sink.get_mut()(line);
        }
    }
}
