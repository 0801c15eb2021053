//! What a byte stream says, piece by piece.

use core::fmt;

use crate::{Command, Negotiation, TelnetOption};

/// One piece of the received stream, borrowed from the slice that was decoded.
///
/// Octets of data and of subnegotiations come as they lie in the input, in as
/// many pieces as it takes: where a piece ends carries no meaning. Joining
/// neighbouring pieces gives the same sequence for every way of cutting the
/// stream into slices.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Event<'i> {
    /// Data octets, never empty, `IAC IAC` already made one octet 255.
    Data(&'i [u8]),
    /// A command without operand: see [`Command::is_simple`].
    Command(Command),
    /// WILL, WONT, DO or DONT with its option.
    Negotiation(Negotiation),
    /// A subnegotiation begins (RFC 855). [`Event::SubData`] may follow, then
    /// exactly one of [`Event::SubEnd`] and [`Event::SubAborted`].
    SubBegin(TelnetOption),
    /// Payload octets, never empty, `IAC IAC` already made one octet 255.
    SubData(&'i [u8]),
    /// The subnegotiation is complete.
    SubEnd,
    /// The subnegotiation is void: drop what was gathered of it. What is
    /// left of it on the wire is swallowed without a further report.
    SubAborted(Malformed),
    /// Octets outside any subnegotiation which mean nothing. They were
    /// dropped; the stream goes on after them.
    Malformed(Malformed),
}

/// What was wrong with a piece of the stream.
///
/// No stream is an error: the decoder drops the sequence, reports it, and
/// goes on. The octets after it are decoded as usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Malformed {
    /// `IAC` and an octet that is no command: 0–235. Both were dropped
    /// (RFC 854, page 13, leaves such codes undefined).
    UnknownCommand(u8),
    /// `IAC SE` with no subnegotiation open.
    StraySe,
    /// `IAC SB IAC SE`: a subnegotiation that names no option.
    EmptySub,
    /// `IAC` and a command inside a subnegotiation, which ends it without
    /// SE. The command itself is obeyed, and follows as its own event.
    SubInterrupted(Command),
    /// `IAC` and an octet inside a subnegotiation that is neither IAC, SE nor
    /// a command: 0–235.
    SubUnknownCommand(u8),
    /// The stream ended between IAC and the end of its command.
    TruncatedCommand,
    /// The stream ended inside a subnegotiation.
    TruncatedSub,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownCommand(code) => {
                write!(f, "unknown command IAC {code} dropped")
            }
            Self::StraySe => f.write_str("IAC SE without IAC SB dropped"),
            Self::EmptySub => f.write_str("IAC SB IAC SE names no option"),
            Self::SubInterrupted(command) => {
                write!(f, "subnegotiation ended by IAC {command}, not IAC SE")
            }
            Self::SubUnknownCommand(code) => {
                write!(f, "unknown IAC {code} voids the subnegotiation")
            }
            Self::TruncatedCommand => {
                f.write_str("stream ended inside a command")
            }
            Self::TruncatedSub => {
                f.write_str("stream ended inside a subnegotiation")
            }
        }
    }
}

impl core::error::Error for Malformed {}

impl fmt::Debug for Event<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Data(data) => {
                write!(f, "Data(\"{}\")", data.escape_ascii())
            }
            Self::Command(command) => write!(f, "Command({command})"),
            Self::Negotiation(n) => write!(f, "Negotiation({n})"),
            Self::SubBegin(option) => write!(f, "SubBegin({option})"),
            Self::SubData(data) => {
                write!(f, "SubData(\"{}\")", data.escape_ascii())
            }
            Self::SubEnd => f.write_str("SubEnd"),
            Self::SubAborted(why) => write!(f, "SubAborted({why:?})"),
            Self::Malformed(why) => write!(f, "Malformed({why:?})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Decoder;
    use std::string::{String, ToString};
    use std::vec::Vec;

    fn shown(wire: &[u8]) -> Vec<String> {
        let mut decoder = Decoder::new();
        let mut all: Vec<String> =
            decoder.decode(wire).map(|e| std::format!("{e:?}")).collect();
        all.extend(decoder.finish().map(|e| std::format!("{e:?}")));
        all
    }

    #[test]
    fn octets_are_shown_escaped() {
        assert_eq!(
            shown(b"a\x1B\xFF\xF9\xFF\xFB\x01\xFF\xFA\x18\0\x80\xFF\xF0"),
            [
                "Data(\"a\\x1b\")",
                "Command(GA)",
                "Negotiation(WILL ECHO)",
                "SubBegin(TTYPE)",
                "SubData(\"\\x00\\x80\")",
                "SubEnd",
            ]
        );
        assert_eq!(
            shown(b"\xFF\x01\xFF\xFA\x18"),
            [
                "Malformed(UnknownCommand(1))",
                "SubBegin(TTYPE)",
                "SubAborted(TruncatedSub)",
            ]
        );
    }

    #[test]
    fn each_fault_says_what_was_seen() {
        let faults = [
            (Malformed::UnknownCommand(7), "IAC 7"),
            (Malformed::StraySe, "IAC SE without"),
            (Malformed::EmptySub, "names no option"),
            (Malformed::SubInterrupted(Command::NOP), "IAC NOP"),
            (Malformed::SubUnknownCommand(9), "IAC 9"),
            (Malformed::TruncatedCommand, "inside a command"),
            (Malformed::TruncatedSub, "inside a subnegotiation"),
        ];
        for (fault, part) in faults {
            assert!(fault.to_string().contains(part), "{fault}");
        }
    }
}
