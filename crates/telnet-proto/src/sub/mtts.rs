//! MTTS, the MUD Terminal Type Standard: three answers to TERMINAL-TYPE.
//!
//! The first name is the client's, the second its terminal's, the third
//! [`Mtts`]. [`Cycle`](super::ttype::Cycle) repeats the third, as it does any
//! last name.

use super::PayloadError;

/// What the client can do: the third answer, `MTTS` and a decimal number.
///
/// ```
/// use telnet_proto::sub::mtts::Mtts;
/// let can = Mtts::ANSI | Mtts::UTF_8 | Mtts::COLORS_256;
/// let mut room = [0; Mtts::MAX_LEN];
/// assert_eq!(can.write(&mut room), b"MTTS 13");
/// assert_eq!(Mtts::parse(b"MTTS 13"), Ok(can));
/// assert!(can.contains(Mtts::UTF_8));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Mtts(u32);

impl Mtts {
    /// The common ANSI color codes.
    pub const ANSI: Self = Self(1);
    /// The common VT100 codes.
    pub const VT100: Self = Self(2);
    /// UTF-8 is in use.
    pub const UTF_8: Self = Self(4);
    /// All 256 color codes.
    pub const COLORS_256: Self = Self(8);
    /// The mouse tracking of xterm.
    pub const MOUSE_TRACKING: Self = Self(16);
    /// OSC and its color palette.
    pub const OSC_COLOR_PALETTE: Self = Self(32);
    /// A screen reader is in use.
    pub const SCREEN_READER: Self = Self(64);
    /// A proxy: several users come from this address.
    pub const PROXY: Self = Self(128);
    /// True color, with semicolons.
    pub const TRUECOLOR: Self = Self(256);
    /// [`mnes`](super::mnes).
    pub const MNES: Self = Self(512);
    /// The Mud Server Link Protocol.
    pub const MSLP: Self = Self(1024);
    /// TLS.
    pub const SSL: Self = Self(2048);

    /// Octets of the longest answer.
    pub const MAX_LEN: usize = PREFIX.len() + 10;

    /// The number, whether or not its bits have names.
    #[must_use]
    pub const fn from_bits(bits: u32) -> Self {
        Self(bits)
    }

    /// The number.
    #[must_use]
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// Whether all bits of `other` are set.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Reads a terminal type. Upper and lower case are the same in one
    /// (RFC 1091, page 3).
    ///
    /// # Errors
    /// [`PayloadError::Code`] where it is another name, with its first octet;
    /// [`PayloadError::Octet`] where something else than a digit follows;
    /// [`PayloadError::Length`] where there is no digit or more than ten;
    /// [`PayloadError::Range`] where the number is beyond a `u32`.
    pub const fn parse(name: &[u8]) -> Result<Self, PayloadError> {
        let mut digits = match name {
            [
                b'M' | b'm',
                b'T' | b't',
                b'T' | b't',
                b'S' | b's',
                b' ',
                digits @ ..,
            ] => digits,
            [first, ..] => return Err(PayloadError::Code(*first)),
            [] => return Err(PayloadError::Length),
        };
        if !matches!(digits.len(), 1..=10) {
            return Err(PayloadError::Length);
        }
        let mut bits = 0u32;
        while let [digit @ b'0'..=b'9', rest @ ..] = digits {
            let digit = (*digit & 0x0F) as u32;
            bits = match bits.checked_mul(10) {
                Some(tens) => match tens.checked_add(digit) {
                    Some(sum) => sum,
                    None => return Err(PayloadError::Range),
                },
                None => return Err(PayloadError::Range),
            };
            digits = rest;
        }
        match digits {
            [] => Ok(Self(bits)),
            [other, ..] => Err(PayloadError::Octet(*other)),
        }
    }

    /// Writes the terminal type to the front of `room`.
    #[must_use]
    pub fn write(self, room: &mut [u8; Self::MAX_LEN]) -> &[u8] {
        let mut digits = [0; 10];
        let mut bits = self.0;
        let mut len = PREFIX.len();
        for digit in digits.iter_mut().rev() {
            *digit = b'0' | (bits % 10) as u8;
            bits /= 10;
        }
        let zeros = digits.iter().take(9).take_while(|&&it| it == b'0');
        let digits = digits.get(zeros.count()..).unwrap_or_default();
        len = len.saturating_add(digits.len());
        for (to, from) in room.iter_mut().zip(PREFIX.iter().chain(digits)) {
            *to = *from;
        }
        room.get(..len).unwrap_or_default()
    }
}

const PREFIX: &[u8; 5] = b"MTTS ";

impl core::ops::BitOr for Mtts {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sub::ttype::{self, Cycle};

    #[test]
    fn what_both_have_stays() {
        let (one, two) = (Mtts::from_bits(0b011), Mtts::from_bits(0b110));
        assert_eq!(one | two, Mtts::from_bits(0b111));
    }

    #[test]
    fn parse_undoes_write() {
        let mut room = [0; Mtts::MAX_LEN];
        for at in 0..32 {
            for bits in [1u32 << at, (1 << at) - 1, !(1 << at)] {
                let name = Mtts::from_bits(bits).write(&mut room);
                assert_eq!(Mtts::parse(name), Ok(Mtts::from_bits(bits)));
                let text = std::format!("MTTS {bits}");
                assert_eq!(name, text.as_bytes());
            }
        }
        assert_eq!(Mtts::default().write(&mut room), b"MTTS 0");
        let all = Mtts::from_bits(u32::MAX).write(&mut room);
        assert_eq!(all, b"MTTS 4294967295");
        assert_eq!(all.len(), Mtts::MAX_LEN);
    }

    #[test]
    fn names_that_are_none() {
        for (name, why) in [
            (&b""[..], PayloadError::Length),
            (b"XTERM", PayloadError::Code(b'X')),
            (b"MTTS", PayloadError::Code(b'M')),
            (b"MTTS-137", PayloadError::Code(b'M')),
            (b"MTTS ", PayloadError::Length),
            (b"MTTS 00000000001", PayloadError::Length),
            (b"MTTS 4294967296", PayloadError::Range),
            (b"MTTS 9999999999", PayloadError::Range),
            (b"MTTS +1", PayloadError::Octet(b'+')),
            (b"MTTS 1 ", PayloadError::Octet(b' ')),
            (b"MTTS 1/", PayloadError::Octet(b'/')),
            (b"MTTS 1:", PayloadError::Octet(b':')),
            (b"MTTS  1", PayloadError::Octet(b' ')),
        ] {
            assert_eq!(Mtts::parse(name), Err(why), "{name:?}");
        }
        assert_eq!(Mtts::parse(b"mtts 137"), Mtts::parse(b"MTTS 137"));
        assert_eq!(Mtts::parse(b"MTTS 0000000001"), Ok(Mtts::ANSI));
    }

    #[test]
    fn the_bits_of_the_standard() {
        let all = [
            Mtts::ANSI,
            Mtts::VT100,
            Mtts::UTF_8,
            Mtts::COLORS_256,
            Mtts::MOUSE_TRACKING,
            Mtts::OSC_COLOR_PALETTE,
            Mtts::SCREEN_READER,
            Mtts::PROXY,
            Mtts::TRUECOLOR,
            Mtts::MNES,
            Mtts::MSLP,
            Mtts::SSL,
        ];
        for (at, bit) in all.into_iter().enumerate() {
            assert_eq!(bit.bits(), 1 << at);
        }
        let many = Mtts::from_bits(137);
        assert_eq!(many, Mtts::ANSI | Mtts::COLORS_256 | Mtts::PROXY);
        assert!(many.contains(Mtts::ANSI | Mtts::PROXY));
        assert!(!many.contains(Mtts::ANSI | Mtts::VT100));
    }

    #[test]
    fn the_third_answer_is_repeated() {
        let names = [&b"TINTIN++"[..], b"XTERM", b"MTTS 137"];
        let mut cycle = Cycle::new();
        let sent = [(); 4].map(|()| names[cycle.next(3).unwrap()]);
        assert_eq!(sent, [names[0], names[1], names[2], names[2]]);
        assert!(names.iter().all(|name| ttype::is_valid_name(name)));
    }
}
