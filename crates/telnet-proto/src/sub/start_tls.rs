//! Start TLS, option 46: an expired Internet-Draft
//! (draft-altman-telnet-starttls), in the form that C-Kermit and x3270 agree
//! on.

use super::PayloadError;

/// "FOLLOWS": the sender's next octet is TLS.
///
/// The server sends DO, the client WILL and then FOLLOWS, the server FOLLOWS.
/// Who has sent it sends no more Telnet in the clear; who has also received
/// it begins TLS, the Telnet client as TLS client. Whatever comes after the
/// peer's FOLLOWS, be it in the same read, is TLS and must never be taken as
/// Telnet. Once TLS stands, all that was learnt in the clear is to be
/// forgotten, option states among it.
///
/// ```
/// use telnet_proto::sub::start_tls::Follows;
/// assert_eq!(Follows::parse(&[1]), Ok(Follows));
/// assert_eq!(Follows.to_payload(), [1]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "it says nothing more")]
pub struct Follows;

const FOLLOWS: u8 = 1;

impl Follows {
    /// Reads a payload: the octet 1 and nothing else.
    ///
    /// # Errors
    /// [`PayloadError::Length`] where it is empty, or where octets follow;
    /// [`PayloadError::Code`] for another octet. Who demands TLS closes the
    /// connection then.
    pub const fn parse(payload: &[u8]) -> Result<Self, PayloadError> {
        match payload {
            [FOLLOWS] => Ok(Self),
            [] | [FOLLOWS, ..] => Err(PayloadError::Length),
            [code, ..] => Err(PayloadError::Code(*code)),
        }
    }

    /// The payload.
    #[must_use]
    pub const fn to_payload(self) -> [u8; 1] {
        [FOLLOWS]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_octet_1_follows() {
        assert_eq!(Follows::parse(&Follows.to_payload()), Ok(Follows));
        assert_eq!(Follows::parse(&[]), Err(PayloadError::Length));
        assert_eq!(Follows::parse(&[1, 1]), Err(PayloadError::Length));
        for code in (0..=255u8).filter(|&code| code != 1) {
            let bad = Err(PayloadError::Code(code));
            assert_eq!(Follows::parse(&[code]), bad);
            assert_eq!(Follows::parse(&[code, 1]), bad);
        }
    }
}
