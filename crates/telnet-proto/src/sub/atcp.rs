//! ATCP, the Achaea telnet client protocol: a line with a name, and lines of
//! content. GMCP has taken its place.

use super::PayloadError;

/// "Messages going to the server must be less than 2048 bytes in length."
/// For messages to the client no bound is set.
pub const MAX_TO_SERVER: usize = 2047;

/// An ATCP message: a header line and content.
///
/// ```
/// use telnet_proto::sub::atcp::Atcp;
/// let it = Atcp::parse(b"hello Nexus 3.0.0\ncomposer 1\nkeepalive 1")?;
/// assert_eq!(it.name(), b"hello");
/// assert_eq!(it.arguments(), Some(&b"Nexus 3.0.0"[..]));
/// assert_eq!(it.content(), Some(&b"composer 1\nkeepalive 1"[..]));
/// # Ok::<(), telnet_proto::sub::PayloadError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Atcp<'a> {
    name: &'a [u8],
    arguments: Option<&'a [u8]>,
    content: Option<&'a [u8]>,
}

impl<'a> Atcp<'a> {
    /// A message to send: the message type, the rest of the first line, and
    /// the lines after it.
    ///
    /// # Errors
    /// [`PayloadError::Length`] where the name is empty; [`PayloadError::Octet`]
    /// where it has white space, or where the arguments have a newline.
    pub fn new(
        name: &'a [u8],
        arguments: Option<&'a [u8]>,
        content: Option<&'a [u8]>,
    ) -> Result<Self, PayloadError> {
        if name.is_empty() {
            return Err(PayloadError::Length);
        }
        let space = name.iter().find(|it| it.is_ascii_whitespace());
        let newline = arguments.unwrap_or_default().iter();
        let newline = newline.copied().find(|it| *it == b'\n');
        match space.copied().or(newline) {
            Some(octet) => Err(PayloadError::Octet(octet)),
            None => Ok(Self { name, arguments, content }),
        }
    }

    /// Reads a payload. The name is "the first word (contiguous,
    /// non-whitespace)"; one white space after it is dropped.
    ///
    /// # Errors
    /// [`PayloadError::Length`] where there is no name.
    pub fn parse(payload: &'a [u8]) -> Result<Self, PayloadError> {
        let (header, content) = split(payload, |it| it == b'\n');
        let (name, arguments) = split(header, |it| it.is_ascii_whitespace());
        if name.is_empty() {
            return Err(PayloadError::Length);
        }
        Ok(Self { name, arguments, content })
    }

    /// The message type, such as `Char.Vitals`.
    #[must_use]
    pub const fn name(self) -> &'a [u8] {
        self.name
    }

    /// The rest of the first line.
    #[must_use]
    pub const fn arguments(self) -> Option<&'a [u8]> {
        self.arguments
    }

    /// The lines after the first: "the message content".
    #[must_use]
    pub const fn content(self) -> Option<&'a [u8]> {
        self.content
    }

    /// The payload as parts for
    /// [`encode::subnegotiation`](crate::encode::subnegotiation).
    #[must_use]
    pub const fn to_parts(self) -> [&'a [u8]; 5] {
        let [space, arguments]: [&[u8]; 2] = match self.arguments {
            Some(arguments) => [b" ", arguments],
            None => [&[], &[]],
        };
        let [newline, content]: [&[u8]; 2] = match self.content {
            Some(content) => [b"\n", content],
            None => [&[], &[]],
        };
        [self.name, space, arguments, newline, content]
    }
}

/// What stands before and after the first octet that `is_end`.
fn split(text: &[u8], is_end: fn(u8) -> bool) -> (&[u8], Option<&[u8]>) {
    let at = text.iter().position(|it| is_end(*it));
    match at.and_then(|at| text.split_at_checked(at)) {
        Some((before, [_, after @ ..])) => (before, Some(after)),
        Some((before, [])) => (before, None),
        None => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    #[test]
    fn parse_undoes_to_parts() {
        let all: Vec<u8> = (0..=255).collect();
        let line: Vec<u8> = (0..=255).filter(|it| *it != b'\n').collect();
        for (name, arguments, content) in [
            (&b"ping"[..], None, None),
            (b"Auth.Request", Some(&b"CH"[..]), None),
            (b"hello", Some(b"Nexus 3.0.0"), Some(&b"composer 1"[..])),
            (b"x", None, Some(b"a\nb")),
            (b"x", Some(b""), Some(b"")),
            (b"\xFF\0", Some(&line), Some(&all)),
        ] {
            let it = Atcp::new(name, arguments, content).unwrap();
            assert_eq!(Atcp::parse(&it.to_parts().concat()), Ok(it));
            assert_eq!(it.name(), name);
            assert_eq!((it.arguments(), it.content()), (arguments, content));
        }
    }

    #[test]
    fn any_white_space_ends_the_name() {
        let it = Atcp::parse(b"a\tb c\r\nd").unwrap();
        assert_eq!(it.name(), b"a");
        assert_eq!(it.arguments(), Some(&b"b c\r"[..]));
        assert_eq!(it.content(), Some(&b"d"[..]));
    }

    #[test]
    fn bad_payloads_and_messages() {
        for bad in [&b""[..], b" a", b"\na"] {
            assert_eq!(Atcp::parse(bad), Err(PayloadError::Length));
        }
        assert_eq!(Atcp::new(b"", None, None), Err(PayloadError::Length));
        for octet in *b" \t\n\r\x0C" {
            let why = Err(PayloadError::Octet(octet));
            assert_eq!(Atcp::new(&[b'a', octet], None, None), why);
        }
        let why = Err(PayloadError::Octet(b'\n'));
        assert_eq!(Atcp::new(b"a", Some(b"b\nc"), None), why);
    }
}
