//! MSDP, the MUD server data protocol: variables with values, which can be
//! tables and arrays of values.

use core::iter::FusedIterator;

use super::PayloadError;

/// Begins the name of a variable.
pub const VAR: u8 = 1;
/// Begins a value.
pub const VAL: u8 = 2;
/// Begins a table, after [`VAL`].
pub const TABLE_OPEN: u8 = 3;
/// Ends a table.
pub const TABLE_CLOSE: u8 = 4;
/// Begins an array, after [`VAL`].
pub const ARRAY_OPEN: u8 = 5;
/// Ends an array.
pub const ARRAY_CLOSE: u8 = 6;

/// How many tables and arrays can stand in one another. The protocol sets no
/// bound; whoever builds a tree from the tokens wants one.
pub const MAX_DEPTH: usize = 32;

const _: () = assert!(MAX_DEPTH as u32 == u32::BITS);

/// What an MSDP payload is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "MSDP has six markers")]
pub enum Token<'a> {
    /// The name of a variable: at the outermost level, or in a table. One
    /// value follows or more.
    Var(&'a [u8]),
    /// A value that is text, in whatever character set.
    Val(&'a [u8]),
    /// A value that is a table begins.
    TableOpen,
    /// The table ends.
    TableClose,
    /// A value that is an array begins.
    ArrayOpen,
    /// The array ends.
    ArrayClose,
}

impl<'a> Token<'a> {
    /// Takes one token off a payload that is not empty.
    fn take(payload: &'a [u8]) -> Result<(Self, &'a [u8]), PayloadError> {
        match payload {
            [VAR, rest @ ..] => {
                let (name, rest) = take_text(rest);
                Ok((Self::Var(name), rest))
            }
            [VAL, TABLE_OPEN, rest @ ..] => Ok((Self::TableOpen, rest)),
            [VAL, ARRAY_OPEN, rest @ ..] => Ok((Self::ArrayOpen, rest)),
            [VAL, rest @ ..] => {
                let (text, rest) = take_text(rest);
                Ok((Self::Val(text), rest))
            }
            [TABLE_CLOSE, rest @ ..] => Ok((Self::TableClose, rest)),
            [ARRAY_CLOSE, rest @ ..] => Ok((Self::ArrayClose, rest)),
            [other, ..] => Err(PayloadError::Octet(*other)),
            [] => Err(PayloadError::Length),
        }
    }

    /// The token as parts of a payload.
    fn to_parts(self) -> [&'a [u8]; 2] {
        match self {
            Self::Var(name) => [&[VAR], name],
            Self::Val(text) => [&[VAL], text],
            Self::TableOpen => [&[VAL], &[TABLE_OPEN]],
            Self::TableClose => [&[TABLE_CLOSE], &[]],
            Self::ArrayOpen => [&[VAL], &[ARRAY_OPEN]],
            Self::ArrayClose => [&[ARRAY_CLOSE], &[]],
        }
    }
}

/// Splits at the next marker.
fn take_text(payload: &[u8]) -> (&[u8], &[u8]) {
    let end = payload.iter().position(|it| matches!(it, VAR..=ARRAY_CLOSE));
    end.and_then(|at| payload.split_at_checked(at)).unwrap_or((payload, &[]))
}

/// What may come next. A bit for each table and array that is open, the
/// innermost lowest, so that nothing is recursive.
#[derive(Clone, Copy, Debug, Default)]
struct Grammar {
    /// 1 for an array.
    kinds: u32,
    depth: usize,
    /// Outside an array: whether a variable has no value yet.
    named: bool,
    /// Outside an array: whether a variable has a value already.
    valued: bool,
}

impl Grammar {
    const fn in_array(self) -> bool {
        self.kinds & 1 == 1
    }

    fn push(&mut self, token: Token<'_>) -> Result<(), PayloadError> {
        match token {
            Token::Var(_) if self.in_array() || self.named => {
                return Err(PayloadError::Octet(VAR));
            }
            Token::Var(_) => {
                self.named = true;
                self.valued = false;
            }
            Token::Val(_) => self.value()?,
            Token::TableOpen => self.open(0)?,
            Token::ArrayOpen => self.open(1)?,
            Token::TableClose if self.named => {
                return Err(PayloadError::Octet(TABLE_CLOSE));
            }
            Token::TableClose => self.close(false)?,
            Token::ArrayClose => self.close(true)?,
        }
        Ok(())
    }

    fn value(&mut self) -> Result<(), PayloadError> {
        if !(self.in_array() || self.named || self.valued) {
            return Err(PayloadError::Octet(VAL));
        }
        self.named = false;
        self.valued = true;
        Ok(())
    }

    fn open(&mut self, kind: u32) -> Result<(), PayloadError> {
        self.value()?;
        if self.depth >= MAX_DEPTH {
            return Err(PayloadError::Nesting);
        }
        self.depth = self.depth.saturating_add(1);
        self.kinds = self.kinds << 1 | kind;
        self.valued = false;
        Ok(())
    }

    fn close(&mut self, array: bool) -> Result<(), PayloadError> {
        let outer = self.depth.checked_sub(1);
        match outer {
            Some(outer) if array == self.in_array() => {
                self.depth = outer;
                self.kinds >>= 1;
                // What is closed was the value of something.
                self.named = false;
                self.valued = true;
                Ok(())
            }
            _ => Err(PayloadError::Nesting),
        }
    }

    const fn finish(self) -> Result<(), PayloadError> {
        if self.depth > 0 {
            Err(PayloadError::Nesting)
        } else if self.named {
            Err(PayloadError::Length)
        } else {
            Ok(())
        }
    }
}

/// A payload of MSDP whose nesting has been checked.
///
/// ```
/// use telnet_proto::sub::msdp::{Msdp, Token};
/// let msdp = Msdp::parse(b"\x01EXITS\x02\x03\x01n\x026011\x04")?;
/// let tokens: Vec<Token> = msdp.tokens().collect();
/// let expected = [
///     Token::Var(b"EXITS"),
///     Token::TableOpen,
///     Token::Var(b"n"),
///     Token::Val(b"6011"),
///     Token::TableClose,
/// ];
/// assert_eq!(tokens, expected);
/// # Ok::<(), telnet_proto::sub::PayloadError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Msdp<'a> {
    payload: &'a [u8],
}

impl<'a> Msdp<'a> {
    /// Reads a payload, in linear time and without recursion.
    ///
    /// Names and texts may be empty, and a variable may have several values
    /// in a row: "simple value reassignments", as a client sends them. NUL
    /// and 255 may not be sent in texts but do no harm here, so they are let
    /// through.
    ///
    /// # Errors
    /// [`PayloadError::Nesting`] where a table or array is closed that is not
    /// the innermost open one, stays open, or stands in [`MAX_DEPTH`] others;
    /// [`PayloadError::Octet`] where a marker or text stands in no place for
    /// it, such as a value without a variable; [`PayloadError::Length`] where
    /// the payload ends on a variable without a value.
    pub fn parse(payload: &'a [u8]) -> Result<Self, PayloadError> {
        match Self::parse_lenient(payload) {
            (_, Some(fault)) => Err(fault),
            (it, None) => Ok(it),
        }
    }

    /// Reads a payload up to its first fault: the variables at the outermost level
    /// that are good are there, the one with the fault is not, nor is what comes
    /// behind it, since nobody can tell in which table that would be. The fault is
    /// what [`parse`](Self::parse) would have said, if there is one.
    ///
    /// ```
    /// use telnet_proto::sub::msdp::{Msdp, Token};
    /// let (msdp, fault) = Msdp::parse_lenient(b"\x01HP\x0210\x01ROOM\x02\x03");
    /// assert!(fault.is_some());
    /// let tokens: Vec<Token> = msdp.tokens().collect();
    /// assert_eq!(tokens, [Token::Var(b"HP"), Token::Val(b"10")]);
    /// ```
    #[must_use]
    pub fn parse_lenient(payload: &'a [u8]) -> (Self, Option<PayloadError>) {
        let mut grammar = Grammar::default();
        let mut rest = payload;
        // How much is left behind the last variable that is whole.
        let mut left = payload.len();
        let fault = loop {
            if rest.is_empty() {
                break grammar.finish().err();
            }
            let (token, after) = match Token::take(rest) {
                Ok(taken) => taken,
                Err(fault) => break Some(fault),
            };
            let starts_another =
                matches!(token, Token::Var(_)) && grammar.finish().is_ok();
            if starts_another {
                left = rest.len();
            }
            if let Err(fault) = grammar.push(token) {
                break Some(fault);
            }
            rest = after;
        };
        if fault.is_none() {
            left = 0;
        }
        let end = payload.len().saturating_sub(left);
        let good = payload.get(..end).unwrap_or_default();
        (Self { payload: good }, fault)
    }

    /// The payload, as far as it was read.
    #[must_use]
    pub const fn as_bytes(self) -> &'a [u8] {
        self.payload
    }

    /// The tokens in their order. Every open one has its close.
    #[must_use]
    pub const fn tokens(self) -> Tokens<'a> {
        Tokens { rest: self.payload }
    }
}

/// The tokens of a payload: see [`Msdp::tokens`].
#[derive(Clone, Debug)]
pub struct Tokens<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        // The end is the only error in what has been checked.
        let (token, rest) = Token::take(self.rest).ok()?;
        self.rest = rest;
        Some(token)
    }
}

impl FusedIterator for Tokens<'_> {}

/// The payload that the tokens make, as parts for
/// [`encode::subnegotiation`](crate::encode::subnegotiation). The tokens are
/// gone through twice.
///
/// ```
/// use telnet_proto::sub::msdp::{Token, encode};
/// let tokens = [Token::Var(b"LIST"), Token::Val(b"COMMANDS")];
/// let payload: Vec<u8> = encode(tokens)?.flatten().copied().collect();
/// assert_eq!(payload, b"\x01LIST\x02COMMANDS");
/// # Ok::<(), telnet_proto::sub::PayloadError>(())
/// ```
///
/// # Errors
/// Those of [`Msdp::parse`]; and [`PayloadError::Octet`] where a name or text
/// has NUL, a marker or 255, which it "cannot contain".
pub fn encode<'a, T>(
    tokens: T,
) -> Result<impl Iterator<Item = &'a [u8]> + Clone, PayloadError>
where
    T: IntoIterator<Item = Token<'a>>,
    T::IntoIter: Clone,
{
    let tokens = tokens.into_iter();
    let mut grammar = Grammar::default();
    for token in tokens.clone() {
        grammar.push(token)?;
        let (Token::Var(text) | Token::Val(text)) = token else { continue };
        let bad = text.iter().find(|it| matches!(it, 0..=ARRAY_CLOSE | 255));
        if let Some(octet) = bad {
            return Err(PayloadError::Octet(*octet));
        }
    }
    grammar.finish()?;
    Ok(tokens.flat_map(Token::to_parts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec;
    use std::vec::Vec;

    fn tokens(payload: &[u8]) -> Result<Vec<Token<'_>>, PayloadError> {
        Ok(Msdp::parse(payload)?.tokens().collect())
    }

    fn payload(tokens: &[Token<'_>]) -> Result<Vec<u8>, PayloadError> {
        Ok(encode(tokens.iter().copied())?.flatten().copied().collect())
    }

    /// `count` arrays in one another as the value of a variable.
    fn arrays(count: usize) -> Vec<Token<'static>> {
        let mut tokens = vec![Token::Var(b"A")];
        tokens.extend(std::iter::repeat_n(Token::ArrayOpen, count));
        tokens.extend(std::iter::repeat_n(Token::ArrayClose, count));
        tokens
    }

    #[test]
    fn parse_undoes_encode() {
        for it in [
            vec![],
            vec![Token::Var(b"LIST"), Token::Val(b"COMMANDS")],
            vec![Token::Var(b""), Token::Val(b"")],
            // Lists: "simple value reassignments".
            vec![Token::Var(b"REPORT"), Token::Val(b"A"), Token::Val(b"B")],
            vec![
                Token::Var(b"ROOM"),
                Token::TableOpen,
                Token::Var(b"VNUM"),
                Token::Val(b"6008"),
                Token::Var(b"EXITS"),
                Token::TableOpen,
                Token::TableClose,
                Token::Val(b"again"),
                Token::TableClose,
                Token::Var(b"COMMANDS"),
                Token::ArrayOpen,
                Token::Val(b"LIST"),
                Token::TableOpen,
                Token::Var(b"x"),
                Token::ArrayOpen,
                Token::ArrayClose,
                Token::TableClose,
                Token::Val(b""),
                Token::ArrayClose,
                Token::Val(b"and one"),
            ],
            arrays(MAX_DEPTH),
        ] {
            assert_eq!(tokens(&payload(&it).unwrap()), Ok(it));
        }
    }

    #[test]
    fn the_array_of_the_specification() {
        assert_eq!(
            payload(&[
                Token::Var(b"REPORTABLE_VARIABLES"),
                Token::ArrayOpen,
                Token::Val(b"HEALTH"),
                Token::Val(b"MANA"),
                Token::ArrayClose,
            ])
            .unwrap(),
            b"\x01REPORTABLE_VARIABLES\x02\x05\x02HEALTH\x02MANA\x06"
        );
    }

    #[test]
    fn every_octet_of_a_text() {
        for octet in 0..=255 {
            let text = [octet];
            let it = [Token::Var(b"V"), Token::Val(&text)];
            let encoded = payload(&it);
            if matches!(octet, 0..=6 | 255) {
                assert_eq!(encoded, Err(PayloadError::Octet(octet)));
                let name = [Token::Var(&text), Token::Val(b"")];
                assert_eq!(payload(&name), Err(PayloadError::Octet(octet)));
            } else {
                assert_eq!(tokens(&encoded.unwrap()), Ok(it.to_vec()));
            }
        }
        for octet in [0, 255] {
            let received = [VAR, VAL, octet];
            assert_eq!(
                tokens(&received).unwrap()[1],
                Token::Val(&[octet]),
                "let through"
            );
        }
    }

    /// The grammar once more, by recursion: what follows the variables of a
    /// table, or the values of a variable or an array.
    fn variables(mut it: &[u8]) -> Option<&[u8]> {
        while let [VAR, rest @ ..] = it {
            let rest = take_text(rest).1;
            it = values(rest)?;
            if it.len() == rest.len() {
                return None;
            }
        }
        Some(it)
    }

    fn values(mut it: &[u8]) -> Option<&[u8]> {
        while let [VAL, rest @ ..] = it {
            it = match rest {
                [TABLE_OPEN, rest @ ..] => {
                    variables(rest)?.strip_prefix(&[TABLE_CLOSE])?
                }
                [ARRAY_OPEN, rest @ ..] => {
                    values(rest)?.strip_prefix(&[ARRAY_CLOSE])?
                }
                _ => take_text(rest).1,
            };
        }
        Some(it)
    }

    #[test]
    fn all_short_payloads_by_the_grammar() {
        let mut good = 0;
        for len in 0..=7 {
            for number in 0..7usize.pow(len) {
                // A number in base 7 for each payload of six markers and a
                // letter.
                let it: Vec<u8> = (0..len)
                    .map(|at| match number / 7usize.pow(at) % 7 {
                        0 => b'a',
                        marker => marker as u8,
                    })
                    .collect();
                let expected = variables(&it) == Some(&[]);
                let tokens = tokens(&it);
                assert_eq!(tokens.is_ok(), expected, "{it:?}");
                let (part, fault) = Msdp::parse_lenient(&it);
                assert_eq!(fault, tokens.as_ref().err().copied());
                assert_eq!(variables(part.as_bytes()), Some(&[][..]));
                if let Ok(tokens) = tokens {
                    assert_eq!(payload(&tokens), Ok(it));
                    good += 1;
                }
            }
        }
        assert!(good > 100, "{good}");
    }

    #[test]
    fn up_to_a_fault_whole_variables_are_read() {
        let good = [Token::Var(b"A"), Token::Val(b"x"), Token::Val(b"y")];
        for bad in [
            &b"\x01B"[..],
            b"\x01B\x01C\x02z",
            b"\x01B\x02\x03",
            b"\x01B\x02z\x04",
            b"\x01B\x02\x05\x04\x01C\x02z",
            b"\x01B\x02\x05b\x06",
        ] {
            let wire = [b"\x01A\x02x\x02y", bad].concat();
            let (it, fault) = Msdp::parse_lenient(&wire);
            assert_eq!(fault, Msdp::parse(&wire).err(), "{bad:?}");
            assert!(fault.is_some());
            assert_eq!(it.tokens().collect::<Vec<_>>(), good);
        }
        // The fault is in the first one.
        for bad in [&b"a\x01A\x02x"[..], b"\x02", b"\x01A\x02x\x04\x01B\x02y"] {
            let (it, fault) = Msdp::parse_lenient(bad);
            assert!(fault.is_some());
            assert_eq!(it.tokens().count(), 0, "{bad:?}");
        }
    }

    #[test]
    fn too_deep_is_refused_without_recursion() {
        let deep = [&[VAR][..], &[VAL, ARRAY_OPEN].repeat(16_384)].concat();
        assert_eq!(tokens(&deep), Err(PayloadError::Nesting));
        let deep = [VAL, TABLE_OPEN, VAR].repeat(16_384);
        let deep = [&[VAR][..], &deep].concat();
        assert_eq!(tokens(&deep), Err(PayloadError::Nesting));
        assert_eq!(payload(&arrays(MAX_DEPTH + 1)), Err(PayloadError::Nesting));
        let open = [VAL, TABLE_OPEN, VAR].repeat(MAX_DEPTH);
        let close = [VAL].into_iter().chain([TABLE_CLOSE; MAX_DEPTH]);
        let mut deep = [&[VAR][..], &open].concat();
        deep.extend(close);
        assert!(tokens(&deep).is_ok());
        let deep = [&[VAR, VAL, TABLE_OPEN], &deep[..], &[TABLE_CLOSE]];
        assert_eq!(tokens(&deep.concat()), Err(PayloadError::Nesting));
        let bare = [TABLE_OPEN; 16_384];
        assert_eq!(tokens(&bare), Err(PayloadError::Octet(TABLE_OPEN)));
    }

    #[test]
    fn unbalanced_tables_and_arrays() {
        for bad in [
            &b"\x04"[..],
            b"\x06",
            b"\x01a\x02b\x04",
            b"\x01a\x02\x03",
            b"\x01a\x02\x05",
            b"\x01a\x02\x03\x06",
            b"\x01a\x02\x05\x04",
            b"\x01a\x02\x05\x02\x03\x06\x04",
            b"\x01a\x02\x03\x04\x04",
            // An unfinished variable is the lesser fault.
            b"\x01a\x02\x03\x01b",
        ] {
            assert_eq!(tokens(bad), Err(PayloadError::Nesting), "{bad:?}");
        }
    }

    #[test]
    fn markers_and_text_out_of_place() {
        for (bad, octet) in [
            (&b"\x02b"[..], VAL),
            (b"\x02\x05\x06", VAL),
            (b"\x01a\x02\x03\x02b\x04", VAL),
            (b"\x01a\x01b\x02c", VAR),
            (b"\x01a\x02\x05\x01b\x02c\x06", VAR),
            (b"\x01a\x02\x03\x01b\x04", TABLE_CLOSE),
            (b"\x01a\x03\x04", TABLE_OPEN),
            (b"\x01a\x05\x06", ARRAY_OPEN),
            (b"\x01a\x02b\x03\x04", TABLE_OPEN),
            (b"\x01a\x02\x05b\x06", b'b'),
            (b"\x01a\x02\x03\x04b", b'b'),
            (b"a\x02b", b'a'),
            (b"\0", 0),
        ] {
            assert_eq!(tokens(bad), Err(PayloadError::Octet(octet)), "{bad:?}");
        }
        assert_eq!(tokens(b"\x01a"), Err(PayloadError::Length));
        assert_eq!(payload(&[Token::Var(b"a")]), Err(PayloadError::Length));
    }
}
