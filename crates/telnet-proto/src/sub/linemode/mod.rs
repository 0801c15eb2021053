//! LINEMODE (RFC 1184): line editing at the client.
//!
//! The side that sent DO LINEMODE is the server, the one that sent WILL the
//! client (section 5.7). [`Linemode`] is the payload; [`ModeState`] and
//! [`SlcTable`] hold the rules of who answers what.

use super::PayloadError;
use crate::Command;
use crate::encode::octet;

mod forward_mask;
mod mode;
mod slc;
mod slc_table;

pub use forward_mask::{ForwardMask, MAX_MASK, Mask};
pub use mode::{Mode, ModeState};
pub use slc::{
    Function, Level, MAX_FUNCTIONS, Modifiers, Setting, Triplet, Triplets,
    TripletsIter,
};
pub use slc_table::{Reply, SlcTable};

const MODE: u8 = 1;
const FORWARDMASK: u8 = 2;
const SLC: u8 = 3;

const WILL: u8 = Command::WILL.code();
const WONT: u8 = Command::WONT.code();
const DO: u8 = Command::DO.code();
const DONT: u8 = Command::DONT.code();

/// The payload of LINEMODE.
///
/// ```
/// use telnet_proto::sub::linemode::{Linemode, Mode};
/// let it = Linemode::parse(&[1, 3])?;
/// assert_eq!(it, Linemode::Mode(Mode::EDIT.with(Mode::TRAPSIG)));
/// assert_eq!(it.to_parts().concat(), [1, 3]);
/// # Ok::<(), telnet_proto::sub::PayloadError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "RFC 1184 has three")]
pub enum Linemode<'a> {
    /// MODE (section 2.2): for [`ModeState::receive`].
    Mode(Mode),
    /// FORWARDMASK (section 2.3).
    ForwardMask(ForwardMask<'a>),
    /// SLC (section 2.4): for [`SlcTable::receive`].
    Slc(Triplets<'a>),
}

impl<'a> Linemode<'a> {
    /// Reads a payload.
    ///
    /// # Errors
    /// [`PayloadError::Length`] where it is empty or ends after WILL, WONT, DO
    /// or DONT, where MODE has not exactly one octet, where a mask is longer
    /// than [`MAX_MASK`], or where octets follow WILL, WONT or DONT
    /// FORWARDMASK; [`PayloadError::Code`] for another sub-command.
    ///
    /// A list of triplets is read as far as it is whole: see
    /// [`Triplets::tail`].
    pub const fn parse(payload: &'a [u8]) -> Result<Self, PayloadError> {
        match payload {
            [MODE, mask] => Ok(Self::Mode(Mode::new(*mask))),
            [SLC, list @ ..] => Ok(Self::Slc(Triplets::new(list))),
            [verb @ (WILL | WONT | DO | DONT), FORWARDMASK, mask @ ..] => {
                match ForwardMask::parse(*verb, mask) {
                    Ok(it) => Ok(Self::ForwardMask(it)),
                    Err(why) => Err(why),
                }
            }
            [] | [MODE, ..] | [WILL | WONT | DO | DONT] => {
                Err(PayloadError::Length)
            }
            [WILL | WONT | DO | DONT, code, ..] | [code, ..] => {
                Err(PayloadError::Code(*code))
            }
        }
    }

    /// The payload as parts for
    /// [`encode::subnegotiation`](crate::encode::subnegotiation).
    #[must_use]
    pub fn to_parts(self) -> [&'a [u8]; 2] {
        match self {
            Self::Mode(mode) => [&[MODE], octet(mode.code())],
            Self::Slc(list) => [&[SLC], list.as_bytes()],
            Self::ForwardMask(ForwardMask::Do(mask)) => {
                [&[DO, FORWARDMASK], mask.as_bytes()]
            }
            Self::ForwardMask(ForwardMask::Dont) => [&[DONT, FORWARDMASK], &[]],
            Self::ForwardMask(ForwardMask::Will) => [&[WILL, FORWARDMASK], &[]],
            Self::ForwardMask(ForwardMask::Wont) => [&[WONT, FORWARDMASK], &[]],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec;
    use std::vec::Vec;

    fn assert_read_back(payload: &[u8]) -> Linemode<'_> {
        let it = Linemode::parse(payload).unwrap();
        assert_eq!(it.to_parts().concat(), payload);
        it
    }

    #[test]
    fn bad_payloads() {
        let long = [&[253, 2][..], &[0; MAX_MASK + 1]].concat();
        for (payload, why) in [
            (&[][..], PayloadError::Length),
            // MODE with no octet, with two.
            (&[1], PayloadError::Length),
            (&[1, 1, 1], PayloadError::Length),
            (&[251], PayloadError::Length),
            (&[254], PayloadError::Length),
            (&[251, 2, 0], PayloadError::Length),
            (&[252, 2, 0], PayloadError::Length),
            (&[254, 2, 0], PayloadError::Length),
            (&long, PayloadError::Length),
            (&[0], PayloadError::Code(0)),
            // FORWARDMASK without a verb.
            (&[2, 0], PayloadError::Code(2)),
            (&[4, 0], PayloadError::Code(4)),
            (&[250, 2], PayloadError::Code(250)),
            (&[255, 2], PayloadError::Code(255)),
            (&[253, 1, 3], PayloadError::Code(1)),
            (&[253, 3], PayloadError::Code(3)),
        ] {
            assert_eq!(Linemode::parse(payload), Err(why), "{payload:?}");
        }
        assert!(Linemode::parse(&long[..long.len() - 1]).is_ok());
    }

    #[test]
    fn parse_undoes_to_parts() {
        for code in 0..=255 {
            let mode = Linemode::Mode(Mode::from(code));
            assert_eq!(assert_read_back(&[1, code]), mode);
            assert_read_back(&[253, 2, code]);
            assert_read_back(&[3, code, code, code]);
            assert_read_back(&[3, code]);
        }
        let all: Vec<u8> = (0..=255).collect();
        assert_read_back(&[&[3][..], &all].concat());
        assert_read_back(&[3]);
        assert_read_back(&[253, 2]);
        assert_read_back(&[&[253, 2][..], &[255; MAX_MASK]].concat());
        for (verb, it) in [
            (251, ForwardMask::Will),
            (252, ForwardMask::Wont),
            (254, ForwardMask::Dont),
        ] {
            assert_eq!(assert_read_back(&[verb, 2]), Linemode::ForwardMask(it));
        }
    }

    #[test]
    fn every_short_payload_is_refused_or_read_back() {
        let interesting = [0, 1, 2, 3, 4, 30, 31, 250, 251, 252, 253, 254, 255];
        let mut payloads = vec![vec![]];
        for _ in 0..4 {
            payloads = payloads
                .iter()
                .flat_map(|head| {
                    interesting.map(|it| [&head[..], &[it]].concat())
                })
                .collect();
            for payload in &payloads {
                if let Ok(it) = Linemode::parse(payload) {
                    assert_eq!(it.to_parts().concat(), *payload);
                }
            }
        }
    }
}
