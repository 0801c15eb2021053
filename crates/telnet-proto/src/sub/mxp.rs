//! MXP, the MUD extension protocol: the marker that turns it on, and the
//! escape sequences that say how a line is to be read.
//!
//! The tags in the text are a matter of a layer of its own. Such a layer must
//! not take a tag before MXP was agreed on, and must start over with
//! [`Mode::OPEN`] on each connection.

use super::PayloadError;
use crate::encode::octet;

const ESC: u8 = 0x1B;

/// The marker: MXP is on from here. Its payload is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "it has nothing to tell")]
pub struct Start;

impl Start {
    /// Reads a payload.
    ///
    /// # Errors
    /// [`PayloadError::Length`] for one that is not empty.
    pub const fn parse(payload: &[u8]) -> Result<Self, PayloadError> {
        match payload {
            [] => Ok(Self),
            [..] => Err(PayloadError::Length),
        }
    }

    /// The payload, which is empty.
    #[must_use]
    pub const fn to_payload(self) -> [u8; 0] {
        []
    }
}

/// How what follows is to be read: the number in `ESC [ number z`, 0 to 99.
///
/// ```
/// use telnet_proto::sub::mxp::Mode;
/// assert_eq!(Mode::parse(b"\x1B[1z"), Ok(Mode::SECURE));
/// assert_eq!(Mode::LOCK_LOCKED.to_parts().concat(), b"\x1B[7z");
/// assert_eq!(Mode::new(20).map(Mode::number), Some(20));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mode(u8);

impl Mode {
    /// Open line: no secure tags until the next newline.
    pub const OPEN: Self = Self(0);
    /// Secure line: all tags until the next newline.
    pub const SECURE: Self = Self(1);
    /// Locked line: no tags until the next newline.
    pub const LOCKED: Self = Self(2);
    /// All open tags are closed; open mode, default text.
    pub const RESET: Self = Self(3);
    /// Secure for the next tag only.
    pub const TEMP_SECURE: Self = Self(4);
    /// Open until changed: the new default.
    pub const LOCK_OPEN: Self = Self(5);
    /// Secure until changed: the new default.
    pub const LOCK_SECURE: Self = Self(6);
    /// Locked until changed: the new default.
    pub const LOCK_LOCKED: Self = Self(7);
    /// The line is the name of a room.
    pub const ROOM_NAME: Self = Self(10);
    /// The line is part of the description of a room.
    pub const ROOM_DESCRIPTION: Self = Self(11);
    /// The line names the exits of a room.
    pub const ROOM_EXITS: Self = Self(12);
    /// The line is a greeting, not shown after a relocation.
    pub const WELCOME: Self = Self(19);
    /// The first number with a meaning that the server defines.
    pub const FIRST_USER: Self = Self(20);
    /// The last one of them.
    pub const LAST_USER: Self = Self(99);

    /// A mode by its number, if it is 99 or less.
    #[must_use]
    pub const fn new(number: u8) -> Option<Self> {
        if number > Self::LAST_USER.0 { None } else { Some(Self(number)) }
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }

    /// Reads a whole sequence `ESC [ number z`. The number "is sent as decimal
    /// text", and has one or two digits.
    ///
    /// # Errors
    /// [`PayloadError::Octet`] for the first octet out of place;
    /// [`PayloadError::Length`] where the sequence is not whole, or goes on.
    pub const fn parse(sequence: &[u8]) -> Result<Self, PayloadError> {
        match *sequence {
            [ESC, b'[', ones @ b'0'..=b'9', b'z'] => {
                Ok(Self(ones.wrapping_sub(b'0')))
            }
            [ESC, b'[', tens @ b'0'..=b'9', ones @ b'0'..=b'9', b'z'] => {
                let tens = tens.wrapping_sub(b'0').wrapping_mul(10);
                Ok(Self(tens.wrapping_add(ones.wrapping_sub(b'0'))))
            }
            [ESC, b'[', b'0'..=b'9', b'0'..=b'9', octet, ..]
            | [ESC, b'[', b'0'..=b'9', octet, ..]
                if octet != b'z' && !octet.is_ascii_digit() =>
            {
                Err(PayloadError::Octet(octet))
            }
            [ESC, b'[', b'0'..=b'9', ..] | [] | [ESC] | [ESC, b'['] => {
                Err(PayloadError::Length)
            }
            [ESC, b'[', octet, ..] | [ESC, octet, ..] | [octet, ..] => {
                Err(PayloadError::Octet(octet))
            }
        }
    }

    /// The sequence: text to write, not a payload.
    #[must_use]
    pub fn to_parts(self) -> [&'static [u8]; 4] {
        let [tens, ones] = [self.0 / 10, self.0 % 10];
        let digit = |it: u8| octet(it.wrapping_add(b'0'));
        let tens = if tens == 0 { &[] } else { digit(tens) };
        [&[ESC, b'['], tens, digit(ones), b"z"]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marker_is_empty() {
        assert_eq!(Start::parse(&Start.to_payload()), Ok(Start));
        assert_eq!(Start::parse(&[1]), Err(PayloadError::Length));
    }

    #[test]
    fn parse_undoes_to_parts() {
        for number in 0..=255 {
            let Some(mode) = Mode::new(number) else {
                assert!(number > 99);
                continue;
            };
            assert_eq!(mode.number(), number);
            assert_eq!(Mode::parse(&mode.to_parts().concat()), Ok(mode));
        }
        assert_eq!(Mode::parse(b"\x1B[01z"), Ok(Mode::SECURE));
    }

    #[test]
    fn bad_sequences() {
        for (bad, why) in [
            (&b""[..], PayloadError::Length),
            (b"\x1B", PayloadError::Length),
            (b"\x1B[", PayloadError::Length),
            (b"\x1B[1", PayloadError::Length),
            (b"\x1B[12", PayloadError::Length),
            (b"\x1B[123z", PayloadError::Length),
            (b"\x1B[1zx", PayloadError::Length),
            (b"\x1B[z", PayloadError::Octet(b'z')),
            (b"\x1B[1;2z", PayloadError::Octet(b';')),
            (b"\x1B[10m", PayloadError::Octet(b'm')),
            (b"\x1B]1z", PayloadError::Octet(b']')),
            (b"[1z", PayloadError::Octet(b'[')),
        ] {
            assert_eq!(Mode::parse(bad), Err(why), "{bad:?}");
        }
    }
}
