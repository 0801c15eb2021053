//! WILL, WONT, DO, DONT and the side of the connection each speaks of.

use core::fmt;

use crate::{Command, TelnetOption};

/// One end of the connection, seen from ours.
///
/// An option is in force for each side on its own (RFC 855, page 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a connection has two ends")]
pub enum Side {
    /// Our end: `us` in RFC 1143. We send WILL and WONT for it, the peer DO
    /// and DONT.
    Local,
    /// The peer's end: `him` in RFC 1143. We send DO and DONT for it, the
    /// peer WILL and WONT.
    Remote,
}

impl Side {
    /// The other end.
    #[inline]
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Local => Self::Remote,
            Self::Remote => Self::Local,
        }
    }
}

/// The four verbs of option negotiation (RFC 854, page 14).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "RFC 854 has four")]
#[repr(u8)]
pub enum Verb {
    /// The sender has, or wants, the option on its own side.
    Will = Command::WILL.code(),
    /// The sender has not, or no longer has, the option on its own side.
    Wont = Command::WONT.code(),
    /// The sender wants, or allows, the option on the receiver's side.
    Do = Command::DO.code(),
    /// The sender forbids the option on the receiver's side.
    Dont = Command::DONT.code(),
}

impl Verb {
    /// The command code.
    #[inline]
    #[must_use]
    pub const fn command(self) -> Command {
        match self {
            Self::Will => Command::WILL,
            Self::Wont => Command::WONT,
            Self::Do => Command::DO,
            Self::Dont => Command::DONT,
        }
    }

    /// The verb of a command code, if it is one of the four.
    #[inline]
    #[must_use]
    pub const fn from_command(command: Command) -> Option<Self> {
        match command {
            Command::WILL => Some(Self::Will),
            Command::WONT => Some(Self::Wont),
            Command::DO => Some(Self::Do),
            Command::DONT => Some(Self::Dont),
            _ => None,
        }
    }

    /// Whether it asks for the option, or agrees to it: WILL and DO.
    #[inline]
    #[must_use]
    pub const fn enables(self) -> bool {
        matches!(self, Self::Will | Self::Do)
    }

    /// The side whose option we speak of when we **send** this verb.
    #[inline]
    #[must_use]
    pub const fn side_when_sent(self) -> Side {
        match self {
            Self::Will | Self::Wont => Side::Local,
            Self::Do | Self::Dont => Side::Remote,
        }
    }

    /// The side whose option the peer speaks of when we **receive** it.
    #[inline]
    #[must_use]
    pub const fn side_when_received(self) -> Side {
        self.side_when_sent().other()
    }

    /// What we send to have `side` enable or disable an option.
    #[inline]
    #[must_use]
    pub const fn to_send(side: Side, enable: bool) -> Self {
        match (side, enable) {
            (Side::Local, true) => Self::Will,
            (Side::Local, false) => Self::Wont,
            (Side::Remote, true) => Self::Do,
            (Side::Remote, false) => Self::Dont,
        }
    }
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.command(), f)
    }
}

/// A verb and its option: one three-octet negotiation command.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Negotiation {
    verb: Verb,
    option: TelnetOption,
}

impl Negotiation {
    /// A negotiation from its parts.
    #[inline]
    #[must_use]
    pub const fn new(verb: Verb, option: TelnetOption) -> Self {
        Self { verb, option }
    }

    /// `IAC WILL option`.
    #[inline]
    #[must_use]
    pub const fn will(option: TelnetOption) -> Self {
        Self::new(Verb::Will, option)
    }

    /// `IAC WONT option`.
    #[inline]
    #[must_use]
    pub const fn wont(option: TelnetOption) -> Self {
        Self::new(Verb::Wont, option)
    }

    /// `IAC DO option`. (`do` is a keyword of Rust.)
    #[inline]
    #[must_use]
    pub const fn do_(option: TelnetOption) -> Self {
        Self::new(Verb::Do, option)
    }

    /// `IAC DONT option`.
    #[inline]
    #[must_use]
    pub const fn dont(option: TelnetOption) -> Self {
        Self::new(Verb::Dont, option)
    }

    /// WILL, WONT, DO or DONT.
    #[inline]
    #[must_use]
    pub const fn verb(self) -> Verb {
        self.verb
    }

    /// The option spoken of.
    #[inline]
    #[must_use]
    pub const fn option(self) -> TelnetOption {
        self.option
    }

    /// The three octets to send. The option octet is never doubled, also not
    /// when it is 255: after a verb it is no data.
    #[inline]
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 3] {
        [Command::IAC.code(), self.verb.command().code(), self.option.code()]
    }
}

impl fmt::Display for Negotiation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.verb, self.option)
    }
}

impl fmt::Debug for Negotiation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;

    #[test]
    fn sides_mirror() {
        for verb in [Verb::Will, Verb::Wont, Verb::Do, Verb::Dont] {
            assert_eq!(Verb::from_command(verb.command()), Some(verb));
            let side = verb.side_when_sent();
            assert_eq!(verb.side_when_received(), side.other());
            assert_eq!(Verb::to_send(side, verb.enables()), verb);
        }
        assert_eq!(Verb::from_command(Command::SB), None);
    }

    #[test]
    fn option_255_is_not_doubled() {
        let all = Negotiation::dont(TelnetOption::EXOPL);
        assert_eq!(all.to_bytes(), [255, 254, 255]);
        assert_eq!(all.to_string(), "DONT EXOPL");
    }
}
