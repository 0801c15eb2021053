//! TERMINAL-TYPE (RFC 1091).

use super::{IS, PayloadError, SEND};

/// Longest name that we send or believe, in octets. RFC 1091, page 4, has 40: a
/// deviation, for peers with names of their own.
pub const MAX_NAME: usize = 256;

/// The payload of TERMINAL-TYPE.
///
/// ```
/// use telnet_proto::sub::ttype::TerminalType;
/// assert_eq!(TerminalType::parse(&[1]), Ok(TerminalType::Send));
/// assert_eq!(TerminalType::parse(b"\0xterm"), Ok(TerminalType::Is(b"xterm")));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "RFC 1091 has two")]
pub enum TerminalType<'a> {
    /// The server asks for the next name.
    Send,
    /// The client's answer. Octets of the peer: NVT ASCII by the RFC, but
    /// nothing makes the peer keep to it.
    Is(&'a [u8]),
}

impl<'a> TerminalType<'a> {
    /// Reads a payload.
    ///
    /// # Errors
    /// [`PayloadError::Length`] where it is empty, or where more than [`MAX_NAME`]
    /// octets follow the sub-command; [`PayloadError::Code`] for another one.
    /// The RFC has no octets behind SEND: up to so many are passed over, since
    /// who sends them waits for an answer.
    pub const fn parse(payload: &'a [u8]) -> Result<Self, PayloadError> {
        match payload {
            [SEND, tail @ ..] if tail.len() <= MAX_NAME => Ok(Self::Send),
            [IS, name @ ..] if name.len() <= MAX_NAME => Ok(Self::Is(name)),
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
            Self::Is(name) => [&[IS], name],
        }
    }
}

/// Whether a name can be sent: 1 to [`MAX_NAME`] printable ASCII octets, none of
/// which is a space at the begin or the end. Spaces within are sent by MUD
/// clients: a version behind the name, and the answer of [`Mtts`].
///
/// [`Mtts`]: super::mtts::Mtts
#[must_use]
pub const fn is_valid_name(name: &[u8]) -> bool {
    let mut rest = name;
    while let [first, tail @ ..] = rest {
        if !matches!(first, b' '..=b'~') {
            return false;
        }
        rest = tail;
    }
    let ends = matches!(name, [b' ', ..] | [.., b' ']);
    !name.is_empty() && !ends && name.len() <= MAX_NAME
}

/// Which name of a list comes next. The last one goes out twice, which tells
/// the server that the list is through; one more SEND starts it over
/// (RFC 1091, page 4).
///
/// ```
/// use telnet_proto::sub::ttype::Cycle;
/// let mut cycle = Cycle::new();
/// let sent: Vec<usize> = (0..6).filter_map(|_| cycle.next(2)).collect();
/// assert_eq!(sent, [0, 1, 1, 0, 1, 1]);
/// assert_eq!(Cycle::new().next(0), None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cycle {
    sent: usize,
}

impl Cycle {
    /// At the start of the list.
    #[must_use]
    pub const fn new() -> Self {
        Self { sent: 0 }
    }

    /// The index of the name to send, in a list of `len`; `None` where it is
    /// empty.
    pub const fn next(&mut self, len: usize) -> Option<usize> {
        let Some(last) = len.checked_sub(1) else { return None };
        let index = self.sent;
        if index > last {
            self.sent = 0;
            Some(last)
        } else {
            self.sent = index + 1;
            Some(index)
        }
    }
}

/// Most names that a server asks for: a client can have a new one each time, for
/// ever.
pub const MAX_SENDS: usize = 16;

/// Whether a server asks on, having got `name` as the answer to its question
/// number `asked`, and `before` to the one before it. The same name twice is the
/// end of the list (RFC 1091, page 4); so is the answer number [`MAX_SENDS`].
///
/// ```
/// use telnet_proto::sub::ttype::ask_again;
/// assert!(ask_again(1, None, b"XTERM"));
/// assert!(ask_again(2, Some(b"XTERM"), b"VT100"));
/// assert!(!ask_again(3, Some(b"VT100"), b"VT100"));
/// ```
#[must_use]
pub fn ask_again(asked: usize, before: Option<&[u8]>, name: &[u8]) -> bool {
    asked < MAX_SENDS && before != Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_payloads() {
        for (payload, why) in
            [(&b""[..], PayloadError::Length), (b"\x02", PayloadError::Code(2))]
        {
            assert_eq!(TerminalType::parse(payload), Err(why));
        }
        for asks in [&b"\x01"[..], b"\x01x", b"\x01\0\x01"] {
            assert_eq!(TerminalType::parse(asks), Ok(TerminalType::Send));
        }
        let long = [0; MAX_NAME + 2];
        assert_eq!(TerminalType::parse(&long), Err(PayloadError::Length));
        assert!(TerminalType::parse(&long[1..]).is_ok());
        let long = [SEND; MAX_NAME + 2];
        assert_eq!(TerminalType::parse(&long), Err(PayloadError::Length));
        assert!(TerminalType::parse(&long[1..]).is_ok());
    }

    #[test]
    fn parse_undoes_to_parts() {
        for it in [TerminalType::Send, TerminalType::Is(b"VT100")] {
            let payload = it.to_parts().concat();
            assert_eq!(TerminalType::parse(&payload), Ok(it));
        }
    }

    #[test]
    fn a_client_with_ever_new_names_is_asked_16_times() {
        let names: std::vec::Vec<_> = (0..=255u8).map(|it| [it]).collect();
        let mut before = None;
        let mut asked = 0;
        for name in &names {
            asked += 1;
            if !ask_again(asked, before, name) {
                break;
            }
            before = Some(&name[..]);
        }
        assert_eq!(asked, MAX_SENDS);
    }

    #[test]
    fn a_client_that_repeats_its_name_is_asked_no_more() {
        for count in 1..5usize {
            let mut cycle = Cycle::new();
            let (mut before, mut asked) = (None, 0);
            loop {
                let name = [cycle.next(count).unwrap() as u8];
                asked += 1;
                if !ask_again(
                    asked,
                    before.as_ref().map(<[u8; 1]>::as_slice),
                    &name,
                ) {
                    break;
                }
                before = Some(name);
            }
            assert_eq!(asked, count + 1);
        }
    }

    #[test]
    fn names() {
        assert!(is_valid_name(b"xterm-256color"));
        assert!(is_valid_name(b"MTTS 137"));
        assert!(is_valid_name(b"CLIENT 4.19.1"));
        assert!(!is_valid_name(b""));
        assert!(!is_valid_name(b" a"));
        assert!(!is_valid_name(b"a "));
        assert!(!is_valid_name(b"a\tb"));
        assert!(!is_valid_name(b"\xFF"));
        assert!(is_valid_name(&[b'a'; MAX_NAME]));
        assert!(!is_valid_name(&[b'a'; MAX_NAME + 1]));
    }
}
