//! CHARSET, agreement on a character set (RFC 2066).
//!
//! Every REQUEST is to be answered: the receiver "MUST NOT ignore the
//! message" (RFC 2066, page 4). That goes for malformed ones and for those
//! beyond our limits, too: [`refusal`] knows the answer to any payload.
//!
//! Translation tables are refused: a TTABLE-IS is read up to its version, and
//! nothing is made of the counts in it.

use core::iter::FusedIterator;
use core::num::NonZeroU8;

use super::{PayloadError, Role};

/// Longest list in a REQUEST, and longest name in an ACCEPTED, in octets.
/// RFC 2066 sets no bound.
pub const MAX_LIST: usize = 4096;
/// Most names in a REQUEST. RFC 2066 sets no bound.
pub const MAX_NAMES: usize = 64;
/// The semicolon, one of the examples of RFC 2066 (page 3).
pub const SEPARATOR: u8 = b';';

/// REQUEST: use one of these character sets.
pub const REQUEST: u8 = 1;
/// ACCEPTED: this one of them is used.
pub const ACCEPTED: u8 = 2;
/// REJECTED: none of them is used.
pub const REJECTED: u8 = 3;
/// TTABLE-IS: a translation table, in answer to a REQUEST.
pub const TTABLE_IS: u8 = 4;
/// TTABLE-REJECTED: the table cannot be used.
pub const TTABLE_REJECTED: u8 = 5;
/// TTABLE-ACK: the table is used.
pub const TTABLE_ACK: u8 = 6;
/// TTABLE-NAK: the table is to be sent again.
pub const TTABLE_NAK: u8 = 7;

const TTABLE: &[u8] = b"[TTABLE]";

/// The payload of CHARSET.
///
/// ```
/// use telnet_proto::sub::charset::Charset;
/// let Charset::Request { names, .. } = Charset::parse(b"\x01;UTF-8;ASCII")?
/// else {
///     panic!("it is a REQUEST");
/// };
/// let answer = match names.find(b"utf-8") {
///     Some(name) => Charset::Accepted(name),
///     None => Charset::Rejected,
/// };
/// assert_eq!(answer.to_parts().concat(), b"\x02UTF-8");
/// # Ok::<(), telnet_proto::sub::PayloadError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "RFC 2066 has seven")]
pub enum Charset<'a> {
    /// The sender asks for one of these character sets.
    Request {
        /// The highest version of a TTABLE-IS that may answer, where one may.
        ttable: Option<NonZeroU8>,
        /// The names, most preferred first.
        names: Names<'a>,
    },
    /// The sender took this one. It is to be compared with what was asked
    /// for, case aside, and to be ignored where nothing was.
    Accepted(&'a [u8]),
    /// The sender took none.
    Rejected,
    /// The sender answers by a table.
    TtableIs {
        /// The version of its syntax; there is only 1.
        version: NonZeroU8,
        /// The rest, unread.
        table: &'a [u8],
    },
    /// The sender cannot use the table.
    TtableRejected,
    /// The sender uses the table.
    TtableAck,
    /// The sender wants the table again.
    TtableNak,
}

impl<'a> Charset<'a> {
    /// Reads a payload.
    ///
    /// # Errors
    /// [`PayloadError::Length`] where it is empty, where a list or a name is
    /// empty or longer than [`MAX_LIST`], where the version is missing, or
    /// where octets follow a sub-command that has none; [`PayloadError::Code`]
    /// for another sub-command; [`PayloadError::Octet`] for a separator 255, for
    /// a version 0 and for what is not printable ASCII in a name;
    /// [`PayloadError::TooMany`] beyond [`MAX_NAMES`].
    pub fn parse(payload: &'a [u8]) -> Result<Self, PayloadError> {
        match payload {
            [REQUEST, rest @ ..] => Self::request(rest),
            [ACCEPTED, name @ ..] => {
                if !matches!(name.len(), 1..=MAX_LIST) {
                    return Err(PayloadError::Length);
                }
                all_printable(name)?;
                Ok(Self::Accepted(name))
            }
            [TTABLE_IS, rest @ ..] => {
                let (version, table) = version_of(rest)?;
                Ok(Self::TtableIs { version, table })
            }
            [REJECTED] => Ok(Self::Rejected),
            [TTABLE_REJECTED] => Ok(Self::TtableRejected),
            [TTABLE_ACK] => Ok(Self::TtableAck),
            [TTABLE_NAK] => Ok(Self::TtableNak),
            [] | [REJECTED | TTABLE_REJECTED | TTABLE_ACK | TTABLE_NAK, ..] => {
                Err(PayloadError::Length)
            }
            [code, ..] => Err(PayloadError::Code(*code)),
        }
    }

    fn request(rest: &'a [u8]) -> Result<Self, PayloadError> {
        let (ttable, list) = match rest.strip_prefix(TTABLE) {
            Some(rest) => {
                let (version, list) = version_of(rest)?;
                (Some(version), list)
            }
            None => (None, rest),
        };
        Ok(Self::Request { ttable, names: Names::new(list)? })
    }

    /// The payload as parts for
    /// [`encode::subnegotiation`](crate::encode::subnegotiation).
    #[must_use]
    pub fn to_parts(self) -> [&'a [u8]; 4] {
        let octet = crate::encode::octet;
        match self {
            Self::Request { ttable: None, names } => {
                [&[REQUEST], names.list, &[], &[]]
            }
            Self::Request { ttable: Some(version), names } => {
                [&[REQUEST], TTABLE, octet(version.get()), names.list]
            }
            Self::Accepted(name) => [&[ACCEPTED], name, &[], &[]],
            Self::Rejected => [&[REJECTED], &[], &[], &[]],
            Self::TtableIs { version, table } => {
                [&[TTABLE_IS], octet(version.get()), table, &[]]
            }
            Self::TtableRejected => [&[TTABLE_REJECTED], &[], &[], &[]],
            Self::TtableAck => [&[TTABLE_ACK], &[], &[], &[]],
            Self::TtableNak => [&[TTABLE_NAK], &[], &[], &[]],
        }
    }
}

/// "This field must not be zero" (RFC 2066, page 3).
fn version_of(rest: &[u8]) -> Result<(NonZeroU8, &[u8]), PayloadError> {
    let (&version, rest) = rest.split_first().ok_or(PayloadError::Length)?;
    let version = NonZeroU8::new(version).ok_or(PayloadError::Octet(0))?;
    Ok((version, rest))
}

/// The answer that refuses a payload, whether or not it can be read: REJECTED
/// to a REQUEST, TTABLE-REJECTED to a TTABLE-IS, none to the rest.
///
/// ```
/// use telnet_proto::sub::charset::{Charset, refusal};
/// assert_eq!(refusal(&[1]), Some(Charset::Rejected));
/// assert_eq!(refusal(&[4, 0]), Some(Charset::TtableRejected));
/// assert_eq!(refusal(&[3]), None);
/// ```
#[must_use]
pub const fn refusal(payload: &[u8]) -> Option<Charset<'static>> {
    match payload {
        [REQUEST, ..] => Some(Charset::Rejected),
        [TTABLE_IS, ..] => Some(Charset::TtableRejected),
        _ => None,
    }
}

/// Whether a REQUEST must be refused for the one that we have open ourselves.
///
/// Both were sent at once, then: "the server side MUST issue a negative
/// acknowledgment. The client side MUST respond to the one from the server"
/// (RFC 2066, page 4). The client's own REQUEST stays open until the REJECTED
/// of the server comes.
#[must_use]
pub const fn must_reject(us: Role, request_open: bool) -> bool {
    match us {
        Role::Server => request_open,
        Role::Client => false,
    }
}

/// The list of a REQUEST: a separator before each name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Names<'a> {
    list: &'a [u8],
}

impl<'a> Names<'a> {
    /// Reads a list, such as `;UTF-8;US-ASCII`. Nothing between two
    /// separators, or after the last, is no name, and is passed over.
    ///
    /// # Errors
    /// As for the list in [`Charset::parse`].
    pub fn new(list: &'a [u8]) -> Result<Self, PayloadError> {
        let names = Self { list };
        let mut left = MAX_NAMES;
        // "Any value other than IAC is allowed" (RFC 2066, page 3).
        if let [255, ..] = list {
            return Err(PayloadError::Octet(255));
        }
        for name in names.iter() {
            left = left.checked_sub(1).ok_or(PayloadError::TooMany)?;
            all_printable(name)?;
        }
        if left == MAX_NAMES || list.len() > MAX_LIST {
            return Err(PayloadError::Length);
        }
        Ok(names)
    }

    /// The names, most preferred first. None is empty.
    #[must_use]
    pub const fn iter(self) -> NameIter<'a> {
        match self.list {
            [separator, rest @ ..] => NameIter { separator: *separator, rest },
            [] => NameIter { separator: 0, rest: &[] },
        }
    }

    /// The name as the peer wrote it, found case aside. It is what an
    /// ACCEPTED must have: "identical to one of the character sets in the
    /// CHARSET REQUEST message" (RFC 2066, page 5); so the one who asked
    /// finds by it whether an ACCEPTED is to be believed.
    #[must_use]
    pub fn find(self, name: &[u8]) -> Option<&'a [u8]> {
        self.iter().find(|it| it.eq_ignore_ascii_case(name))
    }
}

impl<'a> IntoIterator for Names<'a> {
    type Item = &'a [u8];
    type IntoIter = NameIter<'a>;

    fn into_iter(self) -> NameIter<'a> {
        self.iter()
    }
}

/// See [`Names::iter`].
#[derive(Clone, Debug)]
pub struct NameIter<'a> {
    separator: u8,
    rest: &'a [u8],
}

impl<'a> Iterator for NameIter<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let of_name = |octet: &u8| *octet != self.separator;
        let start = self.rest.iter().position(of_name);
        let rest = self.rest.get(start?..)?;
        let end = rest.iter().position(|octet| !of_name(octet));
        let (name, rest) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
        self.rest = rest;
        Some(name)
    }
}

impl FusedIterator for NameIter<'_> {}

/// "A sequence of 7-BIT ASCII printable characters" (RFC 2066, page 4).
fn all_printable(name: &[u8]) -> Result<(), PayloadError> {
    match name.iter().find(|octet| !matches!(octet, b' '..=b'~')) {
        Some(&octet) => Err(PayloadError::Octet(octet)),
        None => Ok(()),
    }
}

/// Whether a name can stand in a list with this separator: printable ASCII,
/// not empty, without the separator, which is not 255.
#[must_use]
pub fn is_valid_name(name: &[u8], separator: u8) -> bool {
    !name.is_empty()
        && separator != 255
        && all_printable(name).is_ok()
        && !name.contains(&separator)
}

/// The payload of a REQUEST without a TTABLE, for
/// [`encode::subnegotiation`](crate::encode::subnegotiation). A name that is
/// not valid with this separator is left out: see [`is_valid_name`]. The
/// limits are the caller's to keep.
///
/// ```
/// use telnet_proto::sub::charset;
/// let names = [&b"UTF-8"[..], b"ISO-8859-1"];
/// let payload = charset::request(charset::SEPARATOR, names);
/// let payload: Vec<u8> = payload.flatten().copied().collect();
/// assert_eq!(payload, b"\x01;UTF-8;ISO-8859-1");
/// ```
pub fn request<'a, N>(separator: u8, names: N) -> Parts<'a, N::IntoIter>
where
    N: IntoIterator<Item = &'a [u8]>,
{
    let names = names.into_iter();
    Parts { command: Some(&[REQUEST]), separator, names, name: None }
}

/// See [`request`].
#[derive(Clone, Debug)]
#[must_use = "it is to be written"]
pub struct Parts<'a, N> {
    command: Option<&'static [u8]>,
    separator: u8,
    names: N,
    name: Option<&'a [u8]>,
}

impl<'a, N: Iterator<Item = &'a [u8]>> Iterator for Parts<'a, N> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if let Some(part) = self.command.take().or_else(|| self.name.take()) {
            return Some(part);
        }
        let separator = self.separator;
        let name = self.names.find(|name| is_valid_name(name, separator))?;
        self.name = Some(name);
        Some(crate::encode::octet(separator))
    }
}

impl<'a, N: FusedIterator<Item = &'a [u8]>> FusedIterator for Parts<'a, N> {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    const ONE: NonZeroU8 = NonZeroU8::MIN;

    fn names(payload: &[u8]) -> Names<'_> {
        match Charset::parse(payload) {
            Ok(Charset::Request { names, .. }) => names,
            other => panic!("{other:?}"),
        }
    }

    fn list<'a>(names: Names<'a>) -> Vec<&'a [u8]> {
        names.into_iter().collect()
    }

    #[test]
    fn any_separator_but_255() {
        for separator in 0..255 {
            let name: &[u8] = if separator == b'A' { b"B" } else { b"A" };
            let payload: Vec<u8> =
                request(separator, [name; 2]).flatten().copied().collect();
            assert_eq!(payload.len(), 5);
            assert_eq!(list(names(&payload)), [name; 2]);
        }
        let bad = Err(PayloadError::Octet(255));
        assert_eq!(Charset::parse(b"\x01\xFFA"), bad);
        assert_eq!(request(255, [&b"A"[..]]).count(), 1);
    }

    #[test]
    fn a_list_has_its_names_in_order() {
        let it = names(b"\x01 UTF-8 US-ASCII X-Mine");
        assert_eq!(list(it), [&b"UTF-8"[..], b"US-ASCII", b"X-Mine"]);
        assert_eq!(it.find(b"us-ascii"), Some(&b"US-ASCII"[..]));
        assert_eq!(it.find(b"US"), None);
        assert_eq!(it.find(b""), None);
        // No names between separators.
        assert_eq!(list(names(b"\x01;;A;;B;")), [&b"A"[..], b"B"]);
    }

    #[test]
    fn the_version_of_a_ttable() {
        let payload = b"\x01[TTABLE]\x01;A";
        let names = Names::new(b";A").unwrap();
        let it = Charset::Request { ttable: Some(ONE), names };
        assert_eq!(Charset::parse(payload), Ok(it));
        // A separator like another.
        let it = Charset::Request {
            ttable: None,
            names: Names::new(b"[TTABLE").unwrap(),
        };
        assert_eq!(Charset::parse(b"\x01[TTABLE"), Ok(it));
    }

    #[test]
    fn a_request_without_names_is_refused() {
        for payload in [&b"\x01;"[..], b"\x01", b"\x01;;", b"\x01[TTABLE]\x01"]
        {
            assert_eq!(Charset::parse(payload), Err(PayloadError::Length));
            assert_eq!(refusal(payload), Some(Charset::Rejected));
        }
    }

    #[test]
    fn a_request_beyond_the_limits_is_refused() {
        let most = [&[REQUEST][..], &b";A".repeat(MAX_NAMES)].concat();
        assert_eq!(names(&most).iter().count(), MAX_NAMES);
        let more = [&[REQUEST][..], &b";A".repeat(1000)].concat();
        assert_eq!(Charset::parse(&more), Err(PayloadError::TooMany));
        assert_eq!(refusal(&more), Some(Charset::Rejected));

        let mut long = [b'A'; MAX_LIST + 2];
        (long[0], long[1]) = (REQUEST, b';');
        assert_eq!(Charset::parse(&long), Err(PayloadError::Length));
        assert_eq!(names(&long[..=MAX_LIST]).iter().count(), 1);
        long[0] = ACCEPTED;
        assert_eq!(Charset::parse(&long), Err(PayloadError::Length));
        assert!(Charset::parse(&long[..=MAX_LIST]).is_ok());
        // Separators are no names, but octets.
        let none = [&[REQUEST][..], &[b';'; MAX_LIST], b"A"].concat();
        assert_eq!(Charset::parse(&none), Err(PayloadError::Length));
    }

    #[test]
    fn a_table_is_refused_whatever_it_counts() {
        let table = b"\x04\x01;A;\x08\xFF\xFF\xFFB;\x08\xFF\xFF\xFF";
        let it = Charset::TtableIs { version: ONE, table: &table[2..] };
        assert_eq!(Charset::parse(table), Ok(it));
        for payload in [&table[..], b"\x04", b"\x04\0", b"\x04\xFF"] {
            assert_eq!(refusal(payload), Some(Charset::TtableRejected));
        }
    }

    #[test]
    fn of_two_requests_at_once_the_server_rejects() {
        assert!(must_reject(Role::Server, true));
        assert!(!must_reject(Role::Server, false));
        assert!(!must_reject(Role::Client, true));
        assert!(!must_reject(Role::Client, false));
    }

    #[test]
    fn a_name_never_offered_is_not_found() {
        let asked = Names::new(b";UTF-8;US-ASCII").unwrap();
        for (payload, known) in
            [(&b"\x02utf-8"[..], true), (b"\x02UTF-7", false)]
        {
            let Ok(Charset::Accepted(name)) = Charset::parse(payload) else {
                panic!("{payload:?}")
            };
            assert_eq!(asked.find(name).is_some(), known);
        }
    }

    #[test]
    fn only_questions_are_answered() {
        for code in 0..=255 {
            let answer = match code {
                REQUEST => Some(Charset::Rejected),
                TTABLE_IS => Some(Charset::TtableRejected),
                _ => None,
            };
            assert_eq!(refusal(&[code]), answer);
            assert_eq!(refusal(&[code, 1, 2]), answer);
        }
        assert_eq!(refusal(&[]), None);
    }

    #[test]
    fn bad_payloads() {
        for (payload, why) in [
            (&b""[..], PayloadError::Length),
            (b"\0", PayloadError::Code(0)),
            (b"\x08", PayloadError::Code(8)),
            (b"\x02", PayloadError::Length),
            (b"\x02A\x7F", PayloadError::Octet(127)),
            (b"\x03A", PayloadError::Length),
            (b"\x04", PayloadError::Length),
            (b"\x04\0;", PayloadError::Octet(0)),
            (b"\x05A", PayloadError::Length),
            (b"\x06A", PayloadError::Length),
            (b"\x07A", PayloadError::Length),
            (b"\x01;A\0", PayloadError::Octet(0)),
            (b"\x01;A;\xC3", PayloadError::Octet(0xC3)),
            (b"\x01[TTABLE]", PayloadError::Length),
            (b"\x01[TTABLE]\0;A", PayloadError::Octet(0)),
            // As the RFC prints it by mistake: a list with separator "[".
            (b"\x01[TTABLE ]\x01;A", PayloadError::Octet(1)),
        ] {
            assert_eq!(Charset::parse(payload), Err(why), "{payload:?}");
        }
    }

    #[test]
    fn parse_undoes_to_parts() {
        let names = Names::new(b" A B").unwrap();
        let table: Vec<u8> = (0..=255).collect();
        for it in [
            Charset::Request { ttable: None, names },
            Charset::Request { ttable: Some(ONE), names },
            Charset::Request { ttable: Some(NonZeroU8::MAX), names },
            Charset::Accepted(b"UTF-8"),
            Charset::Rejected,
            Charset::TtableIs { version: ONE, table: &table },
            Charset::TtableIs { version: NonZeroU8::MAX, table: &[] },
            Charset::TtableRejected,
            Charset::TtableAck,
            Charset::TtableNak,
        ] {
            let payload = it.to_parts().concat();
            assert_eq!(Charset::parse(&payload), Ok(it));
        }
        for octet in b' '..=b'~' {
            let name = [octet];
            let it = Charset::Accepted(&name);
            assert_eq!(Charset::parse(&it.to_parts().concat()), Ok(it));
        }
    }

    #[test]
    fn a_list_is_never_malformed() {
        let bad = [&b""[..], b"A;B", b"\xFF", b"A\0", b"OK"];
        let payload = request(b';', bad).collect::<Vec<_>>().concat();
        assert_eq!(payload, b"\x01;OK");
    }
}
