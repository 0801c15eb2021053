//! ENVIRON, the option before NEW-ENVIRON (RFC 1408, Historic).
//!
//! Its payloads are those of [`new_environ`](super::new_environ), but VAR and
//! VALUE may be exchanged: the BSD programs had them the other way round than
//! the RFC. [`codes_of`] tells by the payloads of the peer which it has
//! (RFC 1571). All that is said there on trust holds here.
//!
//! ```
//! use telnet_proto::sub::new_environ::{Environ, Kind};
//! use telnet_proto::sub::old_environ::{self, Codes};
//! let mut codes = Codes::default();
//! let payload = b"\0\x01USER\0guest";
//! codes = old_environ::codes_of(payload).unwrap_or(codes);
//! assert_eq!(codes, Codes::Reversed);
//! let Environ::Is(it) = old_environ::parse(payload, codes)? else {
//!     panic!("it is an IS");
//! };
//! let user = it.get(Kind::Var, b"USER").unwrap();
//! assert_eq!(user.value.unwrap(), b"guest"[..]);
//! # Ok::<(), telnet_proto::sub::PayloadError>(())
//! ```

use super::environ::{
    Environ, INFO, Kind, Mark, Parts, Request, Tokens, Variable,
};
use super::new_environ::WELL_KNOWN;
use super::{IS, PayloadError, SEND};

pub use super::environ::Codes;

/// Reads a payload of a peer whose codes are known, or assumed.
///
/// # Errors
/// Those of [`Environ::parse`].
pub fn parse(
    payload: &[u8],
    codes: Codes,
) -> Result<Environ<'_>, PayloadError> {
    Environ::parse_with(payload, codes)
}

/// Reads a payload as far as it is good: see [`Environ::parse_lenient`].
///
/// # Errors
/// Those of [`Environ::parse_lenient`].
pub fn parse_lenient(
    payload: &[u8],
    codes: Codes,
) -> Result<(Environ<'_>, Option<PayloadError>), PayloadError> {
    Environ::parse_lenient_with(payload, codes)
}

/// The payload of an IS. Of the client, in answer to a SEND.
pub fn is<'a, V>(codes: Codes, variables: V) -> Parts<'a, V::IntoIter>
where
    V: IntoIterator<Item = Variable<'a>>,
{
    Parts::new(&[IS], codes, variables.into_iter())
}

/// The payload of an INFO. Of the client, where variables have changed.
pub fn info<'a, V>(codes: Codes, variables: V) -> Parts<'a, V::IntoIter>
where
    V: IntoIterator<Item = Variable<'a>>,
{
    Parts::new(&[INFO], codes, variables.into_iter())
}

/// The payload of a SEND. Of the server; without requests it asks for all.
pub fn send<'a, R>(codes: Codes, requests: R) -> Parts<'a, R::IntoIter>
where
    R: IntoIterator<Item = Request<'a>>,
{
    Parts::new(&[SEND], codes, requests.into_iter())
}

/// Which codes the sender of a payload has, by the rules of RFC 1571.
///
/// `None` where the payload does not tell: then what was known before stands,
/// and at first [`Codes::Straight`]. An answer holds "from that point on"
/// (RFC 1571, page 1), so keep it and send by it. A payload that breaks off
/// in an ESC, or is none of this option, does not tell.
#[must_use]
pub fn codes_of(payload: &[u8]) -> Option<Codes> {
    let (command, rest) = payload.split_first()?;
    let mut tokens = Tokens { rest, codes: Codes::Straight };
    let mut scan = Scan::default();
    while let Some((mark, text)) = tokens.take().ok()? {
        scan.see(mark, text.is_empty(), || {
            WELL_KNOWN.iter().any(|&name| text == *name)
        });
    }
    match *command {
        SEND => scan.of_send(),
        IS | INFO => scan.of_is(),
        _ => None,
    }
}

/// VAR, VALUE and USERVAR, as their octets 0, 1 and 3 have it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    Var,
    Value,
    UserVar,
}

/// What the rules look for in a payload.
#[derive(Default)]
struct Scan {
    first: Option<Seen>,
    last: Option<Seen>,
    var: Of,
    value: Of,
    /// "Consecutive USERVARs ... should only be counted as one" (RFC 1571,
    /// page 2).
    uservars: usize,
}

/// What they look for in each VAR, and in each VALUE.
#[derive(Default)]
struct Of {
    count: usize,
    twice: bool,
    empty: bool,
    well_known: bool,
}

impl Scan {
    fn see(&mut self, mark: Mark, empty: bool, known: impl Fn() -> bool) {
        let seen = match mark {
            Mark::Name(Kind::Var) => Seen::Var,
            Mark::Name(Kind::UserVar) => Seen::UserVar,
            Mark::Value => Seen::Value,
        };
        let again = self.last == Some(seen);
        self.first = self.first.or(Some(seen));
        self.last = Some(seen);
        let of = match seen {
            Seen::Var => &mut self.var,
            Seen::Value => &mut self.value,
            Seen::UserVar => {
                let new = usize::from(!again);
                self.uservars = self.uservars.saturating_add(new);
                return;
            }
        };
        of.count = of.count.saturating_add(1);
        of.twice |= again;
        of.empty |= empty;
        of.well_known |= known();
    }

    /// The client summary (RFC 1571, page 3).
    const fn of_send(&self) -> Option<Codes> {
        match (self.var.count, self.value.count) {
            (1.., 0) => Some(Codes::Straight),
            (0, 1..) => Some(Codes::Reversed),
            // Not a word on it, or "the SEND command is not well formed".
            _ => None,
        }
    }

    /// The server summary (RFC 1571, page 3), line by line.
    fn of_is(&self) -> Option<Codes> {
        match self.first? {
            Seen::Var => return Some(Codes::Straight),
            Seen::Value => return Some(Codes::Reversed),
            Seen::UserVar => {}
        }
        let names = self.uservars.saturating_add(self.var.count);
        let reversed_names = self.uservars.saturating_add(self.value.count);
        [
            (self.var.twice, Codes::Straight),
            (self.value.twice, Codes::Reversed),
            (self.value.empty, Codes::Straight),
            (self.var.empty, Codes::Reversed),
            (names == self.value.count, Codes::Straight),
            (reversed_names == self.var.count, Codes::Reversed),
            (self.var.well_known, Codes::Straight),
            (self.value.well_known, Codes::Reversed),
        ]
        .into_iter()
        .find_map(|(holds, codes)| holds.then_some(codes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sub::new_environ::{self, VALUE, VAR};
    use std::vec::Vec;

    const BOTH: [Codes; 2] = [Codes::Straight, Codes::Reversed];

    fn octets<'a>(parts: impl Iterator<Item = &'a [u8]>) -> Vec<u8> {
        parts.flatten().copied().collect()
    }

    /// The payload with 0 and 1 exchanged, and what it then tells.
    fn tells(payload: &[u8], codes: Option<Codes>) {
        assert_eq!(codes_of(payload), codes, "{payload:?}");
        let (command, rest) = payload.split_first().unwrap();
        let exchanged = rest.iter().map(|&octet| match octet {
            VAR => VALUE,
            VALUE => VAR,
            other => other,
        });
        let exchanged: Vec<u8> =
            core::iter::once(*command).chain(exchanged).collect();
        let codes = codes.map(|codes| match codes {
            Codes::Straight => Codes::Reversed,
            Codes::Reversed => Codes::Straight,
        });
        assert_eq!(codes_of(&exchanged), codes, "{exchanged:?}");
    }

    #[test]
    fn a_send_tells_by_value() {
        tells(b"\x01\0USER", Some(Codes::Straight));
        tells(b"\x01\x03TERM\0", Some(Codes::Straight));
        tells(b"\x01\x03TERM\x01", Some(Codes::Reversed));
        tells(b"\x01\x03TERM", None);
        tells(b"\x01", None);
        tells(b"\x01\0USER\x01ACCT", None);
    }

    #[test]
    fn an_is_tells_by_its_first_mark() {
        for rest in [&b"A"[..], b"A\x01B", b"A\x01B\x01", b""] {
            for command in [IS, INFO] {
                let payload = [&[command, VAR], rest].concat();
                tells(&payload, Some(Codes::Straight));
            }
        }
    }

    #[test]
    fn an_is_tells_by_two_in_a_row() {
        tells(b"\0\x03A\0B\0C", Some(Codes::Straight));
        tells(b"\0\x03A\x01B\x01C", Some(Codes::Reversed));
        // Not in a row.
        tells(b"\0\x03A\0B\x03C\0D\x03E", None);
    }

    #[test]
    fn an_is_tells_by_an_empty_one() {
        tells(b"\0\x03A\x01\x03B\0C\x03D", Some(Codes::Straight));
        tells(b"\0\x03A\0\x03B\x01C\x03D", Some(Codes::Reversed));
    }

    #[test]
    fn an_is_tells_by_its_counts() {
        tells(b"\0\x03A\x01B", Some(Codes::Straight));
        tells(b"\0\x03A\x01B\0C\x01D", Some(Codes::Straight));
        // Consecutive USERVARs count as one.
        tells(b"\0\x03A\x03B\x03C\x01D", Some(Codes::Straight));
        tells(b"\0\x03A\0B", Some(Codes::Reversed));
    }

    #[test]
    fn an_is_tells_by_well_known_names() {
        for name in WELL_KNOWN {
            let payload = [b"\0\x03A\0", name, b"\x03B\x01x\x03C"].concat();
            tells(&payload, Some(Codes::Straight));
            let payload = [b"\0\x03A\x01", name, b"\x03B\0x\x03C"].concat();
            tells(&payload, Some(Codes::Reversed));
        }
        tells(b"\0\x03A\0user\x03B\x01x\x03C", None);
    }

    #[test]
    fn an_is_of_uservars_without_values_does_not_tell() {
        tells(b"\0\x03A", None);
        tells(b"\0\x03A\x03B", None);
        tells(b"\0", None);
        assert_eq!(codes_of(b""), None);
        assert_eq!(codes_of(b"\x03\0A"), None);
        assert_eq!(codes_of(b"\0\0A\x02"), None);
        assert_eq!(codes_of(b"\0A"), None);
    }

    #[test]
    fn straight_it_is_new_environ() {
        let list = [
            Variable::new(Kind::Var, b"USER", Some(b"a\x01b")),
            Variable::new(Kind::UserVar, b"\0", None),
        ];
        let asked = list.map(|it| Request { kind: it.kind, name: it.name });
        let straight = Codes::Straight;
        let payload = octets(is(straight, list));
        assert_eq!(payload, octets(new_environ::is(list)));
        assert_eq!(parse(&payload, straight), Environ::parse(&payload));
        assert_eq!(
            octets(info(straight, list)),
            octets(new_environ::info(list))
        );
        assert_eq!(
            octets(send(straight, asked)),
            octets(new_environ::send(asked))
        );
    }

    #[test]
    fn parse_undoes_the_encoder() {
        let all: Vec<u8> = (0..=255).collect();
        for codes in BOTH {
            let list = [
                Variable::new(Kind::Var, &all, Some(&all)),
                Variable::new(Kind::UserVar, b"\0\x01", None),
                Variable::new(Kind::Var, b"A", Some(b"")),
            ];
            let payload = octets(is(codes, list));
            assert_eq!(codes_of(&payload), Some(codes));
            let Ok(Environ::Is(read)) = parse(&payload, codes) else {
                panic!()
            };
            assert!(read.iter().eq(list));
            let payload = octets(info(codes, list));
            let Ok(Environ::Info(read)) = parse(&payload, codes) else {
                panic!()
            };
            assert!(read.iter().eq(list));
            let asked = list.map(|it| Request { kind: it.kind, name: it.name });
            let payload = octets(send(codes, asked));
            assert_eq!(codes_of(&payload), Some(codes));
            let Ok(Environ::Send(read)) = parse(&payload, codes) else {
                panic!()
            };
            assert!(read.iter().eq(asked));
        }
    }

    #[test]
    fn the_wrong_codes_are_an_error() {
        let payload = b"\0\x01USER\0joe";
        let error = Err(PayloadError::Octet(1));
        assert_eq!(parse(payload, Codes::Straight), error);
        assert!(parse(payload, Codes::Reversed).is_ok());
        let error = Err(PayloadError::Octet(0));
        assert_eq!(parse(b"\0\0A", Codes::Reversed), error);
        assert_eq!(parse(b"\x01\0A", Codes::Reversed), error);
    }
}
