//! TERMINAL-SPEED (RFC 1079).

use core::iter::FusedIterator;

use super::{IS, PayloadError, SEND};
use crate::encode::octet;

/// The payload of TERMINAL-SPEED.
///
/// ```
/// use telnet_proto::sub::tspeed::TerminalSpeed;
/// let it = TerminalSpeed::parse(b"\x009600,100")?;
/// assert_eq!(it, TerminalSpeed::Is { transmit: 9600, receive: 100 });
/// # Ok::<(), telnet_proto::sub::PayloadError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "RFC 1079 has two")]
pub enum TerminalSpeed {
    /// The speeds are asked for. Only the side that sent DO may ask.
    Send,
    /// The answer of the side that sent WILL, and never "spontaneously"
    /// (RFC 1079, page 2).
    Is {
        /// What the terminal sends, in bits per second.
        transmit: u32,
        /// What the terminal receives, in bits per second.
        receive: u32,
    },
}

impl TerminalSpeed {
    /// Reads a payload. The speeds are two decimal numbers with a comma
    /// between them; "no leading zeros" and "no extraneous characters such as
    /// spaces" (RFC 1079, page 3).
    ///
    /// # Errors
    /// [`PayloadError::Length`] where it is empty, where octets follow SEND, or
    /// where digits or the comma are missing; [`PayloadError::Octet`] for the
    /// first octet that does not belong there; [`PayloadError::Range`] for a
    /// number above [`u32::MAX`]; [`PayloadError::Code`] for another
    /// sub-command.
    pub const fn parse(payload: &[u8]) -> Result<Self, PayloadError> {
        match payload {
            [SEND] => Ok(Self::Send),
            [IS, text @ ..] => Self::parse_speeds(text),
            [] | [SEND, ..] => Err(PayloadError::Length),
            [code, ..] => Err(PayloadError::Code(*code)),
        }
    }

    const fn parse_speeds(text: &[u8]) -> Result<Self, PayloadError> {
        let (transmit, rest) = match number(text) {
            Ok(it) => it,
            Err(why) => return Err(why),
        };
        let rest = match rest {
            [b',', rest @ ..] => rest,
            [] => return Err(PayloadError::Length),
            [other, ..] => return Err(PayloadError::Octet(*other)),
        };
        match number(rest) {
            Ok((receive, [])) => Ok(Self::Is { transmit, receive }),
            Ok((_, [other, ..])) => Err(PayloadError::Octet(*other)),
            Err(why) => Err(why),
        }
    }

    /// The payload as parts for
    /// [`encode::subnegotiation`](crate::encode::subnegotiation).
    ///
    /// ```
    /// use telnet_proto::sub::tspeed::TerminalSpeed;
    /// let it = TerminalSpeed::Is { transmit: 1200, receive: 75 };
    /// let payload: Vec<u8> = it.to_parts().flatten().copied().collect();
    /// assert_eq!(payload, b"\x001200,75");
    /// ```
    pub const fn to_parts(self) -> Parts {
        match self {
            Self::Send => Parts {
                first: Some(SEND),
                transmit: Digits::NONE,
                comma: false,
                receive: Digits::NONE,
            },
            Self::Is { transmit, receive } => Parts {
                first: Some(IS),
                transmit: Digits::of(transmit),
                comma: true,
                receive: Digits::of(receive),
            },
        }
    }
}

/// The number at the front, and what follows it.
const fn number(text: &[u8]) -> Result<(u32, &[u8]), PayloadError> {
    let mut rest = text;
    let mut value = 0u32;
    let mut digits = 0u8;
    while let [digit @ b'0'..=b'9', tail @ ..] = rest {
        // "No leading zeros": the second digit follows one.
        if digits != 0 && value == 0 {
            return Err(PayloadError::Octet(*digit));
        }
        // Saturates at the second of ten digits and a comma, or sooner.
        digits = digits.saturating_add(1);
        let Some(tens) = value.checked_mul(10) else {
            return Err(PayloadError::Range);
        };
        let Some(sum) = tens.checked_add((*digit & 15) as u32) else {
            return Err(PayloadError::Range);
        };
        value = sum;
        rest = tail;
    }
    match (digits, rest) {
        (0, []) => Err(PayloadError::Length),
        (0, [other, ..]) => Err(PayloadError::Octet(*other)),
        _ => Ok((value, rest)),
    }
}

/// Octets of a payload, one to a slice: see [`TerminalSpeed::to_parts`].
#[derive(Clone, Debug)]
#[must_use = "it is to be written"]
pub struct Parts {
    first: Option<u8>,
    transmit: Digits,
    comma: bool,
    receive: Digits,
}

impl Iterator for Parts {
    type Item = &'static [u8];

    fn next(&mut self) -> Option<&'static [u8]> {
        if let Some(code) = self.first.take() {
            return Some(octet(code));
        }
        if let Some(digit) = self.transmit.next() {
            return Some(digit);
        }
        if core::mem::take(&mut self.comma) {
            return Some(b",");
        }
        self.receive.next()
    }
}

impl FusedIterator for Parts {}

/// Decimal digits yet to come, the highest first.
#[derive(Clone, Debug)]
struct Digits {
    value: u32,
    /// The weight of the next digit; 0 after the last one.
    weight: u32,
}

impl Digits {
    const NONE: Self = Self { value: 0, weight: 0 };

    const fn of(value: u32) -> Self {
        let mut weight = 1u32;
        while value / 10 >= weight {
            weight = weight.saturating_mul(10);
        }
        Self { value, weight }
    }

    fn next(&mut self) -> Option<&'static [u8]> {
        let digit = self.value.checked_div(self.weight)?;
        self.value = self.value.checked_rem(self.weight)?;
        self.weight /= 10;
        b"0123456789".chunks_exact(1).nth(usize::try_from(digit).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    fn payload(it: TerminalSpeed) -> Vec<u8> {
        it.to_parts().flatten().copied().collect()
    }

    #[test]
    fn bad_payloads() {
        for (text, why) in [
            (&b""[..], PayloadError::Length),
            (b"\x019600,9600", PayloadError::Length),
            (b"\x02", PayloadError::Code(2)),
            (b"\0", PayloadError::Length),
            (b"\x009600", PayloadError::Length),
            (b"\x009600,", PayloadError::Length),
            (b"\0,9600", PayloadError::Octet(b',')),
            (b"\x009600,9600,", PayloadError::Octet(b',')),
            (b"\x009600, 9600", PayloadError::Octet(b' ')),
            (b"\0 9600,9600", PayloadError::Octet(b' ')),
            (b"\x009600,9600\0", PayloadError::Octet(0)),
            (b"\x009600;9600", PayloadError::Octet(b';')),
            (b"\0+1,1", PayloadError::Octet(b'+')),
            (b"\0\xFF,1", PayloadError::Octet(255)),
            (b"\x004294967296,1", PayloadError::Range),
            (b"\x001,42949672950", PayloadError::Range),
        ] {
            assert_eq!(TerminalSpeed::parse(text), Err(why), "{text:?}");
        }
    }

    #[test]
    fn no_leading_zeros() {
        for (text, octet) in [(&b"\x0009600,1"[..], b'9'), (b"\x001,00", b'0')]
        {
            let bad = Err(PayloadError::Octet(octet));
            assert_eq!(TerminalSpeed::parse(text), bad);
        }
        let zero = TerminalSpeed::Is { transmit: 0, receive: 0 };
        assert_eq!(TerminalSpeed::parse(b"\x000,0"), Ok(zero));
    }

    #[test]
    fn a_number_without_end_is_out_of_range_at_once() {
        let mut long = std::vec![b'9'; 16_384];
        long[0] = IS;
        assert_eq!(TerminalSpeed::parse(&long), Err(PayloadError::Range));
    }

    #[test]
    fn parse_undoes_to_parts() {
        assert_eq!(payload(TerminalSpeed::Send), [1]);
        let sample = TerminalSpeed::Is { transmit: 1200, receive: 1200 };
        assert_eq!(payload(sample), b"\x001200,1200");
        let powers = (0..10).map(|exponent| 10u32.pow(exponent));
        for transmit in powers.flat_map(|it| [it - 1, it, it + 1]) {
            for receive in [0, 9, 10, 38_400, u32::MAX] {
                let it = TerminalSpeed::Is { transmit, receive };
                assert_eq!(TerminalSpeed::parse(&payload(it)), Ok(it));
            }
        }
        assert_eq!(
            TerminalSpeed::parse(&payload(TerminalSpeed::Send)),
            Ok(TerminalSpeed::Send)
        );
    }
}
