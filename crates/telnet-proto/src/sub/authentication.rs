//! AUTHENTICATION (RFC 2941): the frame around what the mechanisms say to
//! each other. No mechanism is here, and none is accepted unasked.

use super::{IS, PayloadError, Role, SEND};
use crate::encode::octet;

/// The server's answer to IS.
pub const REPLY: u8 = 2;
/// The account that the user wishes to use.
pub const NAME: u8 = 3;

/// An authentication type and its modifier: the "authentication-type-pair" of
/// RFC 2941, page 4.
///
/// "Any variation in the auth-type-pair MUST be treated as a fatal protocol
/// error" (page 8): compare each with the one that was agreed on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "RFC 2941 has two octets")]
pub struct TypePair {
    /// The authentication type.
    pub kind: u8,
    /// Who, how, and with what encryption: `AUTH_WHO_MASK` and its kin.
    pub modifier: u8,
}

/// Declares constants of one octet.
macro_rules! octets {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)*) => {
        impl TypePair {
            $($(#[$doc])* pub const $name: u8 = $code;)*
        }
    };
}

octets! {
    /// Type: none of those offered.
    NULL = 0;
    /// Type: Kerberos version 4.
    KERBEROS_V4 = 1;
    /// Type: Kerberos version 5.
    KERBEROS_V5 = 2;
    /// Type: SPX.
    SPX = 3;
    /// Type: MINK.
    MINK = 4;
    /// Type: Secure Remote Password.
    SRP = 5;
    /// Type: RSA, also used by SRA.
    RSA = 6;
    /// Type: SSL.
    SSL = 7;
    /// Type: LOKI.
    LOKI = 10;
    /// Type: SSA.
    SSA = 11;
    /// Type: KEA and SKIPJACK.
    KEA_SJ = 12;
    /// Type: the same, with integrity.
    KEA_SJ_INTEG = 13;
    /// Type: Digital Signature Standard.
    DSS = 14;
    /// Type: NTLM.
    NTLM = 15;
    /// Modifier: who authenticates first. Clear for the client.
    AUTH_WHO_MASK = 1;
    /// Modifier: the server authenticates to the client first.
    AUTH_SERVER_TO_CLIENT = 1;
    /// Modifier: how. Clear for one way.
    AUTH_HOW_MASK = 2;
    /// Modifier: both sides authenticate.
    AUTH_HOW_MUTUAL = 2;
    /// Modifier: whether there is encryption. Clear for none.
    ENCRYPT_MASK = 20;
    /// Modifier: encryption by the option ENCRYPT.
    ENCRYPT_USING_TELOPT = 4;
    /// Modifier: encryption right after the exchange of the key.
    ENCRYPT_AFTER_EXCHANGE = 16;
    /// Modifier: whether the client will forward credentials.
    INI_CRED_FWD_MASK = 8;
    /// Modifier: it will.
    INI_CRED_FWD_ON = 8;
}

impl TypePair {
    /// The pair by which a client says that it has none of those offered
    /// (RFC 2941, page 8).
    pub const NONE: Self = Self { kind: Self::NULL, modifier: 0 };

    fn to_parts(self) -> [&'static [u8]; 2] {
        [octet(self.kind), octet(self.modifier)]
    }
}

/// The payload of AUTHENTICATION.
///
/// ```
/// use telnet_proto::sub::authentication::{Authentication, TypePair};
/// let pair = TypePair { kind: TypePair::SRP, modifier: 0 };
/// let it = Authentication::parse(&[0, 5, 0, 1, 2])?;
/// assert_eq!(it, Authentication::Is { pair, data: &[1, 2] });
/// # Ok::<(), telnet_proto::sub::PayloadError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "RFC 2941 has four")]
pub enum Authentication<'a> {
    /// The server asks, and offers types.
    Send(TypePairs<'a>),
    /// The client authenticates.
    Is {
        /// The type it chose.
        pair: TypePair,
        /// A matter of that type.
        data: &'a [u8],
    },
    /// The server answers an IS.
    Reply {
        /// The type of the IS.
        pair: TypePair,
        /// A matter of that type.
        data: &'a [u8],
    },
    /// The account on the remote host that the user wishes to use: octets of
    /// the peer, a claim and no proof.
    Name(&'a [u8]),
}

impl<'a> Authentication<'a> {
    /// Reads a payload.
    ///
    /// # Errors
    /// [`PayloadError::Length`] where it is empty, where a list is not of
    /// pairs, or where the pair before the data is not whole;
    /// [`PayloadError::Code`] for another sub-command.
    pub fn parse(payload: &'a [u8]) -> Result<Self, PayloadError> {
        match *payload {
            [SEND, ref pairs @ ..] => TypePairs::parse(pairs).map(Self::Send),
            [IS, kind, modifier, ref data @ ..] => {
                Ok(Self::Is { pair: TypePair { kind, modifier }, data })
            }
            [REPLY, kind, modifier, ref data @ ..] => {
                Ok(Self::Reply { pair: TypePair { kind, modifier }, data })
            }
            [NAME, ref name @ ..] => Ok(Self::Name(name)),
            [] | [IS | REPLY, ..] => Err(PayloadError::Length),
            [code, ..] => Err(PayloadError::Code(code)),
        }
    }

    /// Who may send it: "the authentication is only negotiated in one
    /// direction" (RFC 2941, page 8).
    #[must_use]
    pub const fn sender(self) -> Role {
        match self {
            Self::Send(_) | Self::Reply { .. } => Role::Server,
            Self::Is { .. } | Self::Name(_) => Role::Client,
        }
    }

    /// The payload as parts for
    /// [`encode::subnegotiation`](crate::encode::subnegotiation).
    #[must_use]
    pub fn to_parts(self) -> [&'a [u8]; 4] {
        let with_pair = |code, pair: TypePair, data| {
            let [kind, modifier] = pair.to_parts();
            [octet(code), kind, modifier, data]
        };
        match self {
            Self::Send(pairs) => [&[SEND], pairs.octets, &[], &[]],
            Self::Is { pair, data } => with_pair(IS, pair, data),
            Self::Reply { pair, data } => with_pair(REPLY, pair, data),
            Self::Name(name) => [&[NAME], name, &[], &[]],
        }
    }
}

/// The pairs of a SEND, "the first type being the most preferred" (RFC 2941,
/// page 9).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct TypePairs<'a> {
    octets: &'a [u8],
}

impl<'a> TypePairs<'a> {
    /// A list, as it is on the wire. It may be empty: RFC 2941 does not forbid
    /// it, and [`TypePair::NONE`] answers it.
    ///
    /// # Errors
    /// [`PayloadError::Length`] for an odd number of octets.
    pub const fn parse(octets: &'a [u8]) -> Result<Self, PayloadError> {
        if octets.len() % 2 == 0 {
            Ok(Self { octets })
        } else {
            Err(PayloadError::Length)
        }
    }

    /// The pairs in their order.
    pub fn iter(self) -> impl Iterator<Item = TypePair> + Clone + use<'a> {
        self.octets.chunks_exact(2).filter_map(|it| match *it {
            [kind, modifier] => Some(TypePair { kind, modifier }),
            _ => None,
        })
    }
}

/// The payload of a SEND of these pairs, as parts for
/// [`encode::subnegotiation`](crate::encode::subnegotiation).
///
/// ```
/// use telnet_proto::sub::authentication::{TypePair, send};
/// let srp = TypePair { kind: TypePair::SRP, modifier: 2 };
/// let payload: Vec<u8> = send([srp]).flatten().copied().collect();
/// assert_eq!(payload, [1, 5, 2]);
/// ```
pub fn send<P>(pairs: P) -> impl Iterator<Item = &'static [u8]> + Clone
where
    P: IntoIterator<Item = TypePair>,
    P::IntoIter: Clone,
{
    let pairs = pairs.into_iter().flat_map(TypePair::to_parts);
    core::iter::once(octet(SEND)).chain(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    #[test]
    fn parse_undoes_to_parts() {
        let all: Vec<u8> = (0..=255).collect();
        for byte in 0..=255 {
            let pair = TypePair { kind: byte, modifier: 255 - byte };
            for (it, sender) in [
                (
                    Authentication::Send(TypePairs::parse(&all).unwrap()),
                    Role::Server,
                ),
                (Authentication::Send(TypePairs::default()), Role::Server),
                (Authentication::Is { pair, data: &all }, Role::Client),
                (Authentication::Is { pair, data: &[] }, Role::Client),
                (Authentication::Reply { pair, data: &[byte] }, Role::Server),
                (Authentication::Name(b""), Role::Client),
                (Authentication::Name(&[byte]), Role::Client),
            ] {
                let payload = it.to_parts().concat();
                assert_eq!(Authentication::parse(&payload), Ok(it));
                assert_eq!(it.sender(), sender);
            }
        }
    }

    #[test]
    fn the_example_of_the_rfc() {
        // RFC 2941, page 10.
        let mutual = TypePair {
            kind: TypePair::KERBEROS_V4,
            modifier: TypePair::AUTH_HOW_MUTUAL,
        };
        let one_way = TypePair { modifier: 0, ..mutual };
        let payload: Vec<u8> =
            send([mutual, one_way]).flatten().copied().collect();
        assert_eq!(payload, [1, 1, 2, 1, 0]);
        let Ok(Authentication::Send(pairs)) = Authentication::parse(&payload)
        else {
            panic!()
        };
        assert_eq!(pairs.iter().collect::<Vec<_>>(), [mutual, one_way]);

        let name = Authentication::Name(b"joe");
        assert_eq!(name.to_parts().concat(), b"\x03joe");
        let none = Authentication::Is { pair: TypePair::NONE, data: &[] };
        assert_eq!(none.to_parts().concat(), [0, 0, 0]);
    }

    #[test]
    fn bad_payloads() {
        for (bad, why) in [
            (&[][..], PayloadError::Length),
            (&[0], PayloadError::Length),
            (&[0, 1], PayloadError::Length),
            (&[1, 1], PayloadError::Length),
            (&[1, 1, 2, 3], PayloadError::Length),
            (&[2], PayloadError::Length),
            (&[2, 1], PayloadError::Length),
            (&[4], PayloadError::Code(4)),
            (&[255, 0, 0], PayloadError::Code(255)),
        ] {
            assert_eq!(Authentication::parse(bad), Err(why), "{bad:?}");
        }
    }
}
