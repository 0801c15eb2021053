//! What happened besides text.

use std::fmt;

use bytes::Bytes;
use telnet_proto::sub::linemode::Mode;
use telnet_proto::sub::{Payload, PayloadError};
use telnet_proto::{Change, Command, Malformed, Side, TelnetOption};

use super::direction::Direction;

/// Something the peer said that is no text, and where in the text it said it.
///
/// Events are queued where [`Config::events`](crate::Config::events) is on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// How many octets of text had been received before it, since the start
    /// of the connection.
    pub offset: u64,
    /// What was said.
    pub kind: EventKind,
}

/// What was said: see [`Event`].
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum EventKind {
    /// A command without operand, as GA, which ends the prompts of some
    /// servers.
    Command(Command),
    /// The state of an option was spoken of: by the peer, or as the outcome
    /// of what we asked for.
    Option {
        /// Whose option it is.
        side: Side,
        /// The option.
        option: TelnetOption,
        /// What it meant, also where nothing changed.
        change: Change,
    },
    /// A whole subnegotiation of an option that is enabled on either side,
    /// unescaped. What it asks for has been answered where
    /// [`Config`](crate::Config) says how.
    Subnegotiation {
        /// The option.
        option: TelnetOption,
        /// The payload. Octets of the peer: believe nothing.
        payload: Bytes,
    },
    /// A subnegotiation of an option that is enabled on neither side. It was
    /// dropped (RFC 855, page 2).
    Unwanted(TelnetOption),
    /// A subnegotiation longer than
    /// [`Config::max_subnegotiation`](crate::Config::max_subnegotiation). It
    /// was dropped whole.
    Oversize(TelnetOption),
    /// A sequence without meaning. It was dropped.
    Malformed(Malformed),
    /// The DM of a Synch did not come within 1 MiB of text, or it, or the timing
    /// mark behind a function that flushes, within
    /// [`Config::synch_timeout`](crate::Config::synch_timeout). What came
    /// until now was discarded; from here on text is text again.
    SynchAbandoned,
    /// The peer has asked for a character set, and this one was taken of
    /// [`Config::charsets`](crate::Config::charsets), as the peer spells
    /// it. From the next octet on text is in it, both ways (RFC 2066).
    Charset(Box<str>),
    /// The mode of LINEMODE is another one now: see
    /// [`Session::linemode`](crate::Session::linemode). It begins with none.
    Linemode(Mode),
    /// Compression of one direction, by MCCP.
    Compression {
        /// Which direction.
        way: Direction,
        /// What has become of it.
        what: Compression,
    },
}

/// What has become of the compression of one direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Compression {
    /// From here on octets are compressed.
    Started,
    /// The compressed stream has ended: what follows is not compressed.
    Ended,
    /// What was received is no compressed stream, or a corrupt one. The text
    /// before is kept; what follows cannot be read, and the connection is at its
    /// end.
    Corrupt,
    /// A second compressed stream was to begin within the first one. It was
    /// refused: the first one goes on.
    Nested,
}

impl Event {
    /// The payload of a subnegotiation, if it is one of that option: what is
    /// wrong with it, where something is.
    ///
    /// ```
    /// use telnet_session::proto::sub::gmcp::Gmcp;
    /// use telnet_session::{Config, Policy, Session, Side, TelnetOption};
    /// let config = Config::default().events(true);
    /// let mut session = Session::new(config);
    /// session.set_policy(Side::Remote, TelnetOption::GMCP, Policy::Accept);
    /// session.receive(b"\xFF\xFB\xC9\xFF\xFA\xC9Core.Ping\xFF\xF0");
    /// while let Some(event) = session.poll_event() {
    ///     if let Some(Ok(message)) = event.payload::<Gmcp<'_>>() {
    ///         assert_eq!(message.name(), b"Core.Ping");
    ///     }
    /// }
    /// ```
    #[must_use]
    pub fn payload<'a, P: Payload<'a>>(
        &'a self,
    ) -> Option<Result<P, PayloadError>> {
        let (option, payload) = self.kind.subnegotiation()?;
        (option == P::OPTION).then(|| P::parse(payload))
    }
}

impl EventKind {
    /// The option and the payload of a subnegotiation, if it is one.
    pub(super) const fn subnegotiation(
        &self,
    ) -> Option<(TelnetOption, &Bytes)> {
        match self {
            Self::Subnegotiation { option, payload } => {
                Some((*option, payload))
            }
            Self::Command(_)
            | Self::Option { .. }
            | Self::Unwanted(_)
            | Self::Oversize(_)
            | Self::Malformed(_)
            | Self::SynchAbandoned
            | Self::Charset(_)
            | Self::Linemode(_)
            | Self::Compression { .. } => None,
        }
    }
}

impl fmt::Debug for EventKind {
    /// Shows the length of payloads, not the octets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Command(command) => write!(f, "Command({command})"),
            Self::Option { side, option, change } => {
                write!(f, "Option({side:?} {option} {change:?})")
            }
            Self::Subnegotiation { option, payload } => {
                write!(f, "Subnegotiation({option}, {} octets)", payload.len())
            }
            Self::Unwanted(option) => write!(f, "Unwanted({option})"),
            Self::Oversize(option) => write!(f, "Oversize({option})"),
            Self::Malformed(why) => write!(f, "Malformed({why:?})"),
            Self::SynchAbandoned => f.write_str("SynchAbandoned"),
            Self::Charset(name) => write!(f, "Charset({name})"),
            Self::Linemode(mode) => {
                write!(f, "Linemode({:#04x})", mode.code())
            }
            Self::Compression { way, what } => {
                write!(f, "Compression({way:?} {what:?})")
            }
        }
    }
}
