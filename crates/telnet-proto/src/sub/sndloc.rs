//! SEND-LOCATION (RFC 779).

use super::PayloadError;

/// Longest location that we send or believe, in octets. RFC 779 sets none.
pub const MAX_LOCATION: usize = 256;

/// Where the user is, in words for other people to read.
///
/// The side that sent WILL may send it "at any time" once the option is agreed
/// (RFC 779, page 2): nothing asks for it. It tells about the user, so it
/// should go out only where the user wants it to.
///
/// ```
/// use telnet_proto::sub::sndloc::Location;
/// let location = Location::parse(b"Room 101")?;
/// assert_eq!(location.as_bytes(), b"Room 101");
/// assert_eq!(location.to_parts(), [b"Room 101"]);
/// # Ok::<(), telnet_proto::sub::PayloadError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Location<'a>(&'a [u8]);

impl<'a> Location<'a> {
    /// Reads a payload: all of it is the location.
    ///
    /// # Errors
    /// [`PayloadError::Length`] where it is longer than [`MAX_LOCATION`].
    pub const fn parse(payload: &'a [u8]) -> Result<Self, PayloadError> {
        if payload.len() <= MAX_LOCATION {
            Ok(Self(payload))
        } else {
            Err(PayloadError::Length)
        }
    }

    /// Octets of the peer: printable ASCII by the RFC, but nothing makes the
    /// peer keep to it. See [`is_valid_location`].
    #[must_use]
    pub const fn as_bytes(self) -> &'a [u8] {
        self.0
    }

    /// The payload as a part for
    /// [`encode::subnegotiation`](crate::encode::subnegotiation).
    #[must_use]
    pub const fn to_parts(self) -> [&'a [u8]; 1] {
        [self.0]
    }
}

/// Whether a location can be sent: 1 to [`MAX_LOCATION`] octets of "ASCII
/// printable characters" (RFC 779, page 1), spaces among them.
#[must_use]
pub const fn is_valid_location(location: &[u8]) -> bool {
    let mut rest = location;
    while let [first, tail @ ..] = rest {
        if !matches!(first, b' '..=b'~') {
            return false;
        }
        rest = tail;
    }
    !location.is_empty() && location.len() <= MAX_LOCATION
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_octets_up_to_the_limit_are_read_back() {
        let all: std::vec::Vec<u8> = (0..=255).collect();
        for payload in [&b""[..], b"Room 101", &all] {
            let location = Location::parse(payload).unwrap();
            assert_eq!(location.as_bytes(), payload);
            assert_eq!(location.to_parts().concat(), payload);
        }
        let long = [b'a'; MAX_LOCATION + 1];
        assert_eq!(Location::parse(&long), Err(PayloadError::Length));
        assert!(Location::parse(&long[1..]).is_ok());
    }

    #[test]
    fn only_printable_ascii_is_to_be_sent() {
        for octet in 0..=255u8 {
            let printable = (b' '..=b'~').contains(&octet);
            assert_eq!(is_valid_location(&[b'a', octet]), printable);
        }
        assert!(!is_valid_location(b""));
        assert!(is_valid_location(&[b'a'; MAX_LOCATION]));
        assert!(!is_valid_location(&[b'a'; MAX_LOCATION + 1]));
    }
}
