//! GMCP, the generic MUD communication protocol: a name and, after a space,
//! data in JSON.

use super::PayloadError;

/// A GMCP message: `Package.Sub.Command data`.
///
/// Both are the peer's octets: UTF-8 and JSON by the specification, but
/// nothing makes the peer keep to it. The payload has no bound here; cap it
/// where it is collected.
///
/// ```
/// use telnet_proto::sub::gmcp::Gmcp;
/// let it = Gmcp::parse(br#"Char.Vitals {"hp": 12}"#)?;
/// assert!(it.is("char.vitals"));
/// assert_eq!(it.data_str(), Some(r#"{"hp": 12}"#));
/// assert_eq!(it.segments().collect::<Vec<_>>(), [&b"Char"[..], b"Vitals"]);
/// # Ok::<(), telnet_proto::sub::PayloadError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Gmcp<'a> {
    name: &'a [u8],
    data: Option<&'a [u8]>,
}

impl<'a> Gmcp<'a> {
    /// A message to send. Data of any form are taken; they should be JSON in
    /// UTF-8.
    ///
    /// # Errors
    /// [`PayloadError::Length`] where a part of the name is empty;
    /// [`PayloadError::Octet`] where the name has an octet that is not a
    /// printable ASCII character.
    pub fn new(
        name: &'a [u8],
        data: Option<&'a [u8]>,
    ) -> Result<Self, PayloadError> {
        let it = Self { name, data };
        let bad = name.iter().find(|it| !it.is_ascii_graphic());
        match bad {
            Some(octet) => Err(PayloadError::Octet(*octet)),
            None if it.segments().any(<[u8]>::is_empty) => {
                Err(PayloadError::Length)
            }
            None => Ok(it),
        }
    }

    /// Reads a payload. The name ends at the first space; all after it is
    /// data, as it is.
    ///
    /// "When sending a command without a data section the space should be
    /// omitted": with one there are data, which are empty.
    ///
    /// # Errors
    /// [`PayloadError::Length`] where there is no name.
    pub fn parse(payload: &'a [u8]) -> Result<Self, PayloadError> {
        let space = payload.iter().position(|it| *it == b' ');
        let split = space.and_then(|at| payload.split_at_checked(at));
        let (name, data) = match split {
            Some((name, [_, data @ ..])) => (name, Some(data)),
            Some((name, [])) => (name, None),
            None => (payload, None),
        };
        if name.is_empty() {
            return Err(PayloadError::Length);
        }
        Ok(Self { name, data })
    }

    /// The name of package and command.
    #[must_use]
    pub const fn name(self) -> &'a [u8] {
        self.name
    }

    /// The data, if there are any.
    #[must_use]
    pub const fn data(self) -> Option<&'a [u8]> {
        self.data
    }

    /// The data, if there are any and they are UTF-8.
    #[must_use]
    pub fn data_str(self) -> Option<&'a str> {
        core::str::from_utf8(self.data?).ok()
    }

    /// Whether it has this name. "The package name can be case insensitive",
    /// so case makes no difference.
    #[must_use]
    pub fn is(self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name.as_bytes())
    }

    /// The parts of the name between its dots.
    pub fn segments(self) -> impl Iterator<Item = &'a [u8]> + Clone {
        self.name.split(|it| *it == b'.')
    }

    /// The payload as parts for
    /// [`encode::subnegotiation`](crate::encode::subnegotiation).
    #[must_use]
    pub const fn to_parts(self) -> [&'a [u8]; 3] {
        match self.data {
            Some(data) => [self.name, b" ", data],
            None => [self.name, &[], &[]],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec;
    use std::vec::Vec;

    #[test]
    fn parse_undoes_to_parts() {
        for (name, data) in [
            (&b"Core.KeepAlive"[..], None),
            (b"Core.Ping", Some(&b"120"[..])),
            (b"Core.Ping", Some(b"")),
            (b"MSDP", Some(br#"{"LIST" : "COMMANDS"}"#)),
            (b"a.b.c", Some(b" \0\xFF ")),
        ] {
            let it = Gmcp::new(name, data).unwrap();
            assert_eq!(Gmcp::parse(&it.to_parts().concat()), Ok(it));
            assert_eq!((it.name(), it.data()), (name, data));
        }
        let all: Vec<u8> = (0..=255).collect();
        let it = Gmcp::new(b"A", Some(&all)).unwrap();
        assert_eq!(Gmcp::parse(&it.to_parts().concat()), Ok(it));
        assert_eq!(
            Gmcp::new(b"A", Some(b"1")).unwrap().to_parts().concat(),
            b"A 1"
        );
        assert_eq!(Gmcp::new(b"A", None).unwrap().to_parts().concat(), b"A");
    }

    #[test]
    fn invalid_utf_8_is_handed_out_as_octets() {
        let it = Gmcp::parse(b"Room.\xFF \xFF{").unwrap();
        assert_eq!(it.name(), b"Room.\xFF");
        assert_eq!(it.data(), Some(&b"\xFF{"[..]));
        assert_eq!(it.data_str(), None);
        assert_eq!(Gmcp::parse(b"x").unwrap().data_str(), None);
        assert_eq!(
            Gmcp::parse("x ü".as_bytes()).unwrap().data_str(),
            Some("ü")
        );
    }

    #[test]
    fn a_message_without_a_space_is_a_name() {
        let mut long = vec![b'n'; 1 << 20];
        let it = Gmcp::parse(&long).unwrap();
        assert_eq!((it.name().len(), it.data()), (1 << 20, None));
        long.splice(..0, *b"x ");
        let it = Gmcp::parse(&long).unwrap();
        assert_eq!(it.data().map(<[u8]>::len), Some(1 << 20));
    }

    #[test]
    fn bad_payloads_and_names() {
        assert_eq!(Gmcp::parse(b""), Err(PayloadError::Length));
        assert_eq!(Gmcp::parse(b" {}"), Err(PayloadError::Length));
        for bad in [&b""[..], b".", b"a.", b".a", b"a..b"] {
            assert_eq!(Gmcp::new(bad, None), Err(PayloadError::Length));
        }
        for octet in (0..=b' ').chain(0x7F..=255) {
            let why = Err(PayloadError::Octet(octet));
            assert_eq!(Gmcp::new(&[b'a', octet], None), why);
        }
        assert!(Gmcp::new(b"IRE.Misc-1_a", None).is_ok());
    }

    #[test]
    fn names_in_any_case() {
        let it = Gmcp::parse(b"core.HELLO {}").unwrap();
        assert!(it.is("Core.Hello"));
        assert!(!it.is("Core.Hell"));
        assert_eq!(it.segments().count(), 2);
    }
}
