//! X-DISPLAY-LOCATION (RFC 1096).

use super::{IS, PayloadError, SEND};

/// Longest location that we send or believe, in octets: a host name of 255
/// at most, and numbers. RFC 1096 sets none.
pub const MAX_LOCATION: usize = 320;

/// The payload of X-DISPLAY-LOCATION.
///
/// The location names the user's host and invites others to draw on its
/// screen: it should go out only where the user wants it to.
///
/// ```
/// use telnet_proto::sub::xdisploc::DisplayLocation;
/// let it = DisplayLocation::parse(b"\0sri-nic.arpa:0.0")?;
/// assert_eq!(it, DisplayLocation::Is(b"sri-nic.arpa:0.0"));
/// # Ok::<(), telnet_proto::sub::PayloadError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "RFC 1096 has two")]
pub enum DisplayLocation<'a> {
    /// The location is asked for. Only the side that sent DO may ask.
    Send,
    /// The answer of the side that sent WILL, and never "spontaneously"
    /// (RFC 1096, page 2). Octets of the peer: see [`is_valid_location`].
    Is(&'a [u8]),
}

impl<'a> DisplayLocation<'a> {
    /// Reads a payload.
    ///
    /// # Errors
    /// [`PayloadError::Length`] where it is empty, where octets follow SEND, or
    /// where the location is longer than [`MAX_LOCATION`];
    /// [`PayloadError::Code`] for another sub-command.
    pub const fn parse(payload: &'a [u8]) -> Result<Self, PayloadError> {
        match payload {
            [SEND] => Ok(Self::Send),
            [IS, location @ ..] if location.len() <= MAX_LOCATION => {
                Ok(Self::Is(location))
            }
            [] | [IS | SEND, ..] => Err(PayloadError::Length),
            [code, ..] => Err(PayloadError::Code(*code)),
        }
    }

    /// The payload as parts for
    /// [`encode::subnegotiation`](crate::encode::subnegotiation).
    #[must_use]
    pub const fn to_parts(self) -> [&'a [u8]; 2] {
        match self {
            Self::Send => [&[SEND], &[]],
            Self::Is(location) => [&[IS], location],
        }
    }
}

/// Whether a location can be sent: `host:display` or `host:display.screen`,
/// the numbers in decimal, "no extraneous characters such as spaces"
/// (RFC 1096, page 2), and [`MAX_LOCATION`] octets at most.
///
/// A location without a host, like `:0`, means nothing to the peer: the host
/// is to be put in before (RFC 1096, section 5). The host may have colons of
/// its own, as IPv6 addresses have.
#[must_use]
pub const fn is_valid_location(location: &[u8]) -> bool {
    let Some((host, screen)) = split_last(location, b':') else {
        return false;
    };
    let numbers = match split_last(screen, b'.') {
        Some((display, screen)) => is_number(display) && is_number(screen),
        None => is_number(screen),
    };
    numbers && is_host(host) && location.len() <= MAX_LOCATION
}

/// What stands before and after the last `separator`.
const fn split_last(text: &[u8], separator: u8) -> Option<(&[u8], &[u8])> {
    let mut before = text;
    while let [head @ .., last] = before {
        if *last == separator {
            // As long as the tail, so never `None`.
            return match text.split_at_checked(before.len()) {
                Some((_, after)) => Some((head, after)),
                None => None,
            };
        }
        before = head;
    }
    None
}

const fn is_number(text: &[u8]) -> bool {
    let mut rest = text;
    while let [first, tail @ ..] = rest {
        if !first.is_ascii_digit() {
            return false;
        }
        rest = tail;
    }
    !text.is_empty()
}

const fn is_host(text: &[u8]) -> bool {
    let mut rest = text;
    while let [first, tail @ ..] = rest {
        if !first.is_ascii_graphic() {
            return false;
        }
        rest = tail;
    }
    !text.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_payloads() {
        for (payload, why) in [
            (&b""[..], PayloadError::Length),
            (b"\x01x", PayloadError::Length),
            (b"\x02", PayloadError::Code(2)),
            (b"\xFFhost:0", PayloadError::Code(255)),
        ] {
            assert_eq!(DisplayLocation::parse(payload), Err(why));
        }
        let long = [0; MAX_LOCATION + 2];
        assert_eq!(DisplayLocation::parse(&long), Err(PayloadError::Length));
        assert!(DisplayLocation::parse(&long[1..]).is_ok());
    }

    #[test]
    fn parse_undoes_to_parts() {
        let all: std::vec::Vec<u8> = (0..=255).collect();
        for it in [
            DisplayLocation::Send,
            DisplayLocation::Is(b""),
            DisplayLocation::Is(b"SRI-NIC.ARPA:0.0"),
            DisplayLocation::Is(&all),
        ] {
            let payload = it.to_parts().concat();
            assert_eq!(DisplayLocation::parse(&payload), Ok(it));
        }
    }

    #[test]
    fn only_the_form_of_page_2_is_to_be_sent() {
        for good in [
            "SRI-NIC.ARPA:0.0",
            "host:10",
            "192.0.2.1:0.1",
            "[2001:db8::1]:0",
            "2001:db8::1:0.0",
        ] {
            assert!(is_valid_location(good.as_bytes()), "{good}");
        }
        for bad in [
            "",
            "host",
            "host:",
            "host:.0",
            "host:0.",
            "host:0.0.0",
            ":0",
            ":0.0",
            "ho st:0",
            "host: 0",
            "host:0 ",
            "host:-1",
            "host:0,0",
            "h\u{1b}:0",
            "h\u{e4}:0",
        ] {
            assert!(!is_valid_location(bad.as_bytes()), "{bad:?}");
        }
        let mut long = [b'a'; MAX_LOCATION + 1];
        long[MAX_LOCATION - 1..].copy_from_slice(b":0");
        assert!(!is_valid_location(&long));
        assert!(is_valid_location(&long[1..]));
    }
}
