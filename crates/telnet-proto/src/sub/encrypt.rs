//! ENCRYPT (RFC 2946): the frame around what the ciphers say to each other.
//! No cipher is here: those of the RFC are weak and protect no integrity.

use super::{IS, PayloadError};
use crate::Verb;
use crate::encode::octet;

/// The types of encryption that can be received.
pub const SUPPORT: u8 = 1;
/// More of the exchange that IS began.
pub const REPLY: u8 = 2;
/// What follows is encrypted.
pub const START: u8 = 3;
/// What follows is not encrypted.
pub const END: u8 = 4;
/// Encryption is asked for.
pub const REQUEST_START: u8 = 5;
/// The end of encryption is asked for.
pub const REQUEST_END: u8 = 6;
/// A key id of the side that encrypts.
pub const ENC_KEYID: u8 = 7;
/// A key id of the side that decrypts.
pub const DEC_KEYID: u8 = 8;

/// Longest key id that is believed, in octets. RFC 2946 sets no bound; the
/// telnet daemons of BSD copied any length to a buffer of 64, which gave root
/// to whoever sent more (CVE-2011-4862).
pub const MAX_KEY_ID: usize = 64;

/// Type: none.
pub const NULL: u8 = 0;
/// Type: DES, 64 bit cipher feedback.
pub const DES_CFB64: u8 = 1;
/// Type: DES, 64 bit output feedback.
pub const DES_OFB64: u8 = 2;
/// Type: triple DES, 64 bit cipher feedback.
pub const DES3_CFB64: u8 = 3;
/// Type: triple DES, 64 bit output feedback.
pub const DES3_OFB64: u8 = 4;
/// Type: CAST-128 with a key of 40 bits, 64 bit cipher feedback.
pub const CAST5_40_CFB64: u8 = 8;
/// Type: CAST-128 with a key of 40 bits, 64 bit output feedback.
pub const CAST5_40_OFB64: u8 = 9;
/// Type: CAST-128, 64 bit cipher feedback.
pub const CAST128_CFB64: u8 = 10;
/// Type: CAST-128, 64 bit output feedback.
pub const CAST128_OFB64: u8 = 11;

/// A key id of at most [`MAX_KEY_ID`] octets, "encoded with the most
/// significant byte first" (RFC 2946, page 3). It may be empty, which means
/// that it was omitted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct KeyId<'a>(&'a [u8]);

impl<'a> KeyId<'a> {
    /// No key id.
    pub const NONE: Self = Self(&[]);
    /// "Reserved to indicate the default encryption key" (RFC 2946, page 3).
    pub const DEFAULT: Self = Self(&[0]);

    /// A key id.
    ///
    /// # Errors
    /// [`PayloadError::Length`] for more than [`MAX_KEY_ID`] octets.
    pub const fn parse(octets: &'a [u8]) -> Result<Self, PayloadError> {
        if octets.len() > MAX_KEY_ID {
            Err(PayloadError::Length)
        } else {
            Ok(Self(octets))
        }
    }

    /// Its octets.
    #[must_use]
    pub const fn octets(self) -> &'a [u8] {
        self.0
    }
}

/// The payload of ENCRYPT.
///
/// ```
/// use telnet_proto::sub::encrypt::{DES_OFB64, Encrypt};
/// assert_eq!(Encrypt::parse(&[1, 2]), Ok(Encrypt::Support(&[DES_OFB64])));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "RFC 2946 has nine")]
pub enum Encrypt<'a> {
    /// The type that the sender will use.
    Is {
        /// The type; [`NULL`] where both sides have none in common.
        kind: u8,
        /// A matter of that type.
        data: &'a [u8],
    },
    /// The types that the sender can decrypt, "the first type being the most
    /// preferred" (RFC 2946, page 5).
    Support(&'a [u8]),
    /// The answer to an IS.
    Reply {
        /// The type of the IS.
        kind: u8,
        /// A matter of that type.
        data: &'a [u8],
    },
    /// What the sender sends next is encrypted.
    ///
    /// "The keyid field must be at least one byte long" (RFC 2946, page 3),
    /// but the examples on pages 5 and 6 have none, so none is taken, too.
    /// Send [`KeyId::DEFAULT`] at least.
    Start(KeyId<'a>),
    /// What the sender sends next is not encrypted.
    End,
    /// The receiver is asked to encrypt. The key id is "only advisory".
    RequestStart(KeyId<'a>),
    /// The receiver is asked to encrypt no longer.
    RequestEnd,
    /// A key id to verify. None where no more are known.
    EncKeyId(KeyId<'a>),
    /// A key id to verify. None where no more are known.
    DecKeyId(KeyId<'a>),
}

impl<'a> Encrypt<'a> {
    /// Reads a payload.
    ///
    /// # Errors
    /// [`PayloadError::Length`] where it is empty, where IS or REPLY has no
    /// type, where END or REQUEST-END has parameters, or where a key id is
    /// longer than [`MAX_KEY_ID`]; [`PayloadError::Code`] for another
    /// sub-command.
    pub fn parse(payload: &'a [u8]) -> Result<Self, PayloadError> {
        let [code, rest @ ..] = payload else {
            return Err(PayloadError::Length);
        };
        match (*code, rest) {
            (IS, [kind, data @ ..]) => Ok(Self::Is { kind: *kind, data }),
            (REPLY, [kind, data @ ..]) => Ok(Self::Reply { kind: *kind, data }),
            (SUPPORT, kinds) => Ok(Self::Support(kinds)),
            (START, id) => KeyId::parse(id).map(Self::Start),
            (REQUEST_START, id) => KeyId::parse(id).map(Self::RequestStart),
            (ENC_KEYID, id) => KeyId::parse(id).map(Self::EncKeyId),
            (DEC_KEYID, id) => KeyId::parse(id).map(Self::DecKeyId),
            (END, []) => Ok(Self::End),
            (REQUEST_END, []) => Ok(Self::RequestEnd),
            (IS | REPLY | END | REQUEST_END, _) => Err(PayloadError::Length),
            (code, _) => Err(PayloadError::Code(code)),
        }
    }

    /// The verb of the side that may send it: WILL for the side that
    /// encrypts, DO for the one that decrypts (RFC 2946, pages 2 to 4).
    #[must_use]
    pub const fn sender(self) -> Verb {
        match self {
            Self::Is { .. }
            | Self::Start(_)
            | Self::End
            | Self::EncKeyId(_) => Verb::Will,
            Self::Support(_)
            | Self::Reply { .. }
            | Self::RequestStart(_)
            | Self::RequestEnd
            | Self::DecKeyId(_) => Verb::Do,
        }
    }

    /// The payload as parts for
    /// [`encode::subnegotiation`](crate::encode::subnegotiation).
    #[must_use]
    pub fn to_parts(self) -> [&'a [u8]; 3] {
        match self {
            Self::Is { kind, data } => [&[IS], octet(kind), data],
            Self::Support(kinds) => [&[SUPPORT], kinds, &[]],
            Self::Reply { kind, data } => [&[REPLY], octet(kind), data],
            Self::Start(id) => [&[START], id.0, &[]],
            Self::End => [&[END], &[], &[]],
            Self::RequestStart(id) => [&[REQUEST_START], id.0, &[]],
            Self::RequestEnd => [&[REQUEST_END], &[], &[]],
            Self::EncKeyId(id) => [&[ENC_KEYID], id.0, &[]],
            Self::DecKeyId(id) => [&[DEC_KEYID], id.0, &[]],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    #[test]
    fn parse_undoes_to_parts() {
        let all: Vec<u8> = (0..=255).collect();
        for byte in 0..=255 {
            let octets = [byte; MAX_KEY_ID];
            let id = KeyId::parse(&octets).unwrap();
            for (it, sender) in [
                (Encrypt::Is { kind: byte, data: &all }, Verb::Will),
                (Encrypt::Support(&all), Verb::Do),
                (Encrypt::Reply { kind: byte, data: &[] }, Verb::Do),
                (Encrypt::Start(id), Verb::Will),
                (Encrypt::Start(KeyId::DEFAULT), Verb::Will),
                (Encrypt::End, Verb::Will),
                (Encrypt::RequestStart(id), Verb::Do),
                (Encrypt::RequestEnd, Verb::Do),
                (Encrypt::EncKeyId(id), Verb::Will),
                (Encrypt::DecKeyId(id), Verb::Do),
                (Encrypt::DecKeyId(KeyId::NONE), Verb::Do),
            ] {
                let payload = it.to_parts().concat();
                assert_eq!(Encrypt::parse(&payload), Ok(it));
                assert_eq!(it.sender(), sender);
            }
        }
    }

    #[test]
    fn the_example_of_the_rfc() {
        // RFC 2946, page 6.
        let none = KeyId::NONE;
        for (payload, it) in [
            (&[5][..], Encrypt::RequestStart(none)),
            (&[1, 1], Encrypt::Support(&[DES_CFB64])),
            (&[0, 1, 1, 144], Encrypt::Is { kind: 1, data: &[1, 144] }),
            (&[2, 1, 2, 103], Encrypt::Reply { kind: 1, data: &[2, 103] }),
            (&[3], Encrypt::Start(none)),
            (&[4], Encrypt::End),
            (&[0, 0], Encrypt::Is { kind: NULL, data: &[] }),
        ] {
            assert_eq!(Encrypt::parse(payload), Ok(it));
        }
    }

    #[test]
    fn a_key_id_longer_than_the_buffer_it_once_overran() {
        for code in [START, REQUEST_START, ENC_KEYID, DEC_KEYID] {
            for len in [MAX_KEY_ID + 1, 256, 100_000] {
                let mut payload = std::vec![0x41; len + 1];
                payload[0] = code;
                let bad = Err(PayloadError::Length);
                assert_eq!(Encrypt::parse(&payload), bad);
                payload.truncate(MAX_KEY_ID + 1);
                assert!(Encrypt::parse(&payload).is_ok());
            }
        }
        let long = [0; MAX_KEY_ID + 1];
        assert_eq!(KeyId::parse(&long), Err(PayloadError::Length));
        let id = KeyId::parse(&long[1..]).unwrap();
        assert_eq!(id.octets(), &long[1..]);
    }

    #[test]
    fn bad_payloads() {
        for (bad, why) in [
            (&[][..], PayloadError::Length),
            (&[IS], PayloadError::Length),
            (&[REPLY], PayloadError::Length),
            (&[END, 0], PayloadError::Length),
            (&[REQUEST_END, 0], PayloadError::Length),
            (&[9], PayloadError::Code(9)),
            (&[255, 0], PayloadError::Code(255)),
        ] {
            assert_eq!(Encrypt::parse(bad), Err(why), "{bad:?}");
        }
    }
}
