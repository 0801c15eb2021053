//! LINEMODE FORWARDMASK (RFC 1184, sections 2.3 and 5.6).

use super::{DO, DONT, PayloadError, WILL, WONT};

/// Longest mask, in octets: one bit for each octet that can be typed
/// (RFC 1184, section 2.3).
pub const MAX_MASK: usize = 32;

/// Which octets make the client send what it has gathered.
///
/// DO and DONT are the server's, WILL and WONT the client's (section 5.7). The
/// client answers DO by WILL or WONT. The RFC's text has no answer to DONT,
/// its example (page 22) has WONT; both end there, since WILL and WONT are
/// never answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "RFC 1184 has four")]
pub enum ForwardMask<'a> {
    /// The server asks that the mask be used.
    Do(Mask<'a>),
    /// The server asks that no mask be used any more.
    Dont,
    /// The client uses the mask of the last DO.
    Will,
    /// The client uses no mask: so it starts (section 3).
    Wont,
}

impl<'a> ForwardMask<'a> {
    pub(super) const fn parse(
        verb: u8,
        mask: &'a [u8],
    ) -> Result<Self, PayloadError> {
        match (verb, mask) {
            (DO, mask) => match Mask::parse(mask) {
                Ok(mask) => Ok(Self::Do(mask)),
                Err(why) => Err(why),
            },
            (DONT, []) => Ok(Self::Dont),
            (WILL, []) => Ok(Self::Will),
            (WONT, []) => Ok(Self::Wont),
            (DONT | WILL | WONT, _) => Err(PayloadError::Length),
            (other, _) => Err(PayloadError::Code(other)),
        }
    }

    /// Whether it is for the server to send: DO and DONT. From a client they
    /// are to be ignored, as are WILL and WONT from a server.
    #[must_use]
    pub const fn is_from_server(self) -> bool {
        match self {
            Self::Do(_) | Self::Dont => true,
            Self::Will | Self::Wont => false,
        }
    }
}

/// A set of octets, 0 being "the high order bit of mask0" (RFC 1184,
/// section 2.3). What lies behind its end is not in the set.
///
/// ```
/// use telnet_proto::sub::linemode::Mask;
/// // CR and LF.
/// let octets = Mask::of(&[13, 10]);
/// let mask = Mask::parse(&octets)?;
/// assert_eq!(mask.as_bytes()[..2], [0, 0b0010_0100]);
/// assert!(mask.contains(13) && !mask.contains(65));
/// # Ok::<(), telnet_proto::sub::PayloadError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Mask<'a>(&'a [u8]);

impl<'a> Mask<'a> {
    /// Reads a mask. An empty one is the empty set.
    ///
    /// # Errors
    /// [`PayloadError::Length`] where it is longer than [`MAX_MASK`].
    pub const fn parse(mask: &'a [u8]) -> Result<Self, PayloadError> {
        if mask.len() <= MAX_MASK {
            Ok(Self(mask))
        } else {
            Err(PayloadError::Length)
        }
    }

    /// The mask as it was received.
    #[must_use]
    pub const fn as_bytes(self) -> &'a [u8] {
        self.0
    }

    /// The mask for a server that does not send in binary: "only the first 16
    /// octets of the mask (ASCII codes 0 through 127) are used" (section 2.3).
    #[must_use]
    pub const fn ascii(self) -> Self {
        match self.0.split_at_checked(16) {
            Some((ascii, _)) => Self(ascii),
            None => self,
        }
    }

    /// Whether the octet is in the set.
    #[must_use]
    pub fn contains(self, octet: u8) -> bool {
        let (at, bit) = place(octet);
        self.0.get(at).is_some_and(|it| it & bit != 0)
    }

    /// A mask with these octets in it.
    #[must_use]
    pub fn of(octets: &[u8]) -> [u8; MAX_MASK] {
        let mut mask = [0; MAX_MASK];
        for octet in octets {
            let (at, bit) = place(*octet);
            if let Some(it) = mask.get_mut(at) {
                *it |= bit;
            }
        }
        mask
    }
}

/// The index in the mask, and the bit there.
fn place(octet: u8) -> (usize, u8) {
    (usize::from(octet >> 3), 0x80 >> (octet & 7))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    #[test]
    fn order_of_bits() {
        // "The high order bit of mask0 corresponds to an ASCII code of 0. The
        // low order bit of mask0 corresponds to an ASCII code of 7. The high
        // order bit of mask1 corresponds to an ASCII code of 8. The low order
        // bit of mask1 corresponds to an ASCII code of 15".
        for (at, bit, code) in
            [(0, 0x80, 0), (0, 1, 7), (1, 0x80, 8), (1, 1, 15), (31, 1, 255)]
        {
            let mut mask = [0; MAX_MASK];
            mask[at] = bit;
            let view = Mask::parse(&mask).unwrap();
            let set: Vec<u8> =
                (0..=255).filter(|&it| view.contains(it)).collect();
            assert_eq!(set, [code]);
            assert_eq!(Mask::of(&[code]), mask);
        }
    }

    #[test]
    fn contains_undoes_of() {
        let third: Vec<u8> = (0..=255).step_by(3).collect();
        for set in [&[][..], &[255], &[13, 10, 13], &third] {
            let octets = Mask::of(set);
            let mask = Mask::parse(&octets).unwrap();
            for octet in 0..=255 {
                assert_eq!(mask.contains(octet), set.contains(&octet));
            }
        }
    }

    #[test]
    fn what_lies_behind_the_end_is_reset() {
        let mask = Mask::parse(&[255]).unwrap();
        assert!((0..8).all(|it| mask.contains(it)));
        assert!((8..=255).all(|it| !mask.contains(it)));
        let none = Mask::parse(&[]).unwrap();
        assert!((0..=255).all(|it| !none.contains(it)));
    }

    #[test]
    fn without_binary_only_codes_0_to_127() {
        for len in [0, 15, 16, 17, MAX_MASK] {
            let octets = [255; MAX_MASK];
            let mask = Mask::parse(&octets[..len]).unwrap().ascii();
            for octet in 0..=255u8 {
                let within = octet < 128 && usize::from(octet) < len * 8;
                assert_eq!(mask.contains(octet), within);
            }
        }
    }

    #[test]
    fn who_sends_what() {
        let mask = Mask::parse(&[]).unwrap();
        assert!(ForwardMask::Do(mask).is_from_server());
        assert!(ForwardMask::Dont.is_from_server());
        assert!(!ForwardMask::Will.is_from_server());
        assert!(!ForwardMask::Wont.is_from_server());
    }
}
