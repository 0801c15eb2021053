//! Option 102 of Aardwolf, a MUD: toggles, two octets each.
//!
//! The server tells its state by it, as that a fight goes on, and the client
//! switches tags in the text on and off. Which octets mean what is the MUD's.

use super::PayloadError;

/// The payload of option 102: a channel and its value.
///
/// ```
/// use telnet_proto::sub::aardwolf::Toggle;
/// let toggle = Toggle::parse(&[100, 3])?;
/// assert_eq!((toggle.channel, toggle.value), (100, 3));
/// assert_eq!(toggle.to_payload(), [100, 3]);
/// # Ok::<(), telnet_proto::sub::PayloadError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "it has two octets")]
pub struct Toggle {
    /// What is told or switched.
    pub channel: u8,
    /// To what.
    pub value: u8,
}

impl Toggle {
    /// Reads a payload: exactly two octets.
    ///
    /// # Errors
    /// [`PayloadError::Length`] for fewer or more.
    pub const fn parse(payload: &[u8]) -> Result<Self, PayloadError> {
        match payload {
            [channel, value] => Ok(Self { channel: *channel, value: *value }),
            _ => Err(PayloadError::Length),
        }
    }

    /// The payload.
    #[must_use]
    pub const fn to_payload(self) -> [u8; 2] {
        [self.channel, self.value]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parse_undoes_to_payload() {
        for code in 0..=255u8 {
            let it = Toggle { channel: code, value: !code };
            assert_eq!(Toggle::parse(&it.to_payload()), Ok(it));
        }
    }

    #[test]
    fn bad_payloads() {
        for bad in [&b""[..], b"\x01", b"\x01\x02\x03"] {
            assert_eq!(Toggle::parse(bad), Err(PayloadError::Length));
        }
    }
}
