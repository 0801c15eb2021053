//! MSSP, the MUD server status protocol: variables with values, all text.

use core::iter::FusedIterator;

use super::PayloadError;

/// Begins the name of a variable.
pub const VAR: u8 = 1;
/// Begins a value.
pub const VAL: u8 = 2;

/// What an MSSP payload is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "MSSP has two markers")]
pub enum Token<'a> {
    /// The name of a variable. One value follows or more.
    Var(&'a [u8]),
    /// A value of the variable before it.
    Val(&'a [u8]),
}

impl<'a> Token<'a> {
    /// Takes one token off a payload that is not empty.
    fn take(payload: &'a [u8]) -> Result<(Self, &'a [u8]), PayloadError> {
        match payload {
            [VAR, rest @ ..] => {
                let (name, rest) = take_text(rest);
                Ok((Self::Var(name), rest))
            }
            [VAL, rest @ ..] => {
                let (text, rest) = take_text(rest);
                Ok((Self::Val(text), rest))
            }
            [other, ..] => Err(PayloadError::Octet(*other)),
            [] => Err(PayloadError::Length),
        }
    }

    fn to_parts(self) -> [&'a [u8]; 2] {
        match self {
            Self::Var(name) => [&[VAR], name],
            Self::Val(text) => [&[VAL], text],
        }
    }
}

/// Splits at the next marker. The last text has none after it.
fn take_text(payload: &[u8]) -> (&[u8], &[u8]) {
    let end = payload.iter().position(|it| matches!(*it, VAR | VAL));
    end.and_then(|at| payload.split_at_checked(at)).unwrap_or((payload, &[]))
}

/// What came last, and so what may come next.
#[derive(Clone, Copy, Debug, Default)]
enum Grammar {
    #[default]
    Start,
    Name,
    Value,
}

impl Grammar {
    const fn push(self, token: Token<'_>) -> Result<Self, PayloadError> {
        match (self, token) {
            (Self::Start | Self::Value, Token::Var(_)) => Ok(Self::Name),
            (Self::Name, Token::Var(_)) => Err(PayloadError::Octet(VAR)),
            (Self::Start, Token::Val(_)) => Err(PayloadError::Octet(VAL)),
            (Self::Name | Self::Value, Token::Val(_)) => Ok(Self::Value),
        }
    }

    const fn finish(self) -> Result<(), PayloadError> {
        match self {
            Self::Start | Self::Value => Ok(()),
            Self::Name => Err(PayloadError::Length),
        }
    }
}

/// A payload of MSSP.
///
/// ```
/// use telnet_proto::sub::mssp::Mssp;
/// let mssp = Mssp::parse(b"\x01PLAYERS\x0252\x01PORT\x0280\x0223")?;
/// assert_eq!(mssp.get(b"PORT"), Some(&b"23"[..]));
/// let names: Vec<&[u8]> = mssp.variables().map(|it| it.name()).collect();
/// assert_eq!(names, [&b"PLAYERS"[..], b"PORT"]);
/// # Ok::<(), telnet_proto::sub::PayloadError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Mssp<'a> {
    payload: &'a [u8],
}

impl<'a> Mssp<'a> {
    /// Reads a payload, in linear time.
    ///
    /// Names and values may be empty. NUL and 255 may not be sent in them but
    /// do no harm here, so they are let through.
    ///
    /// # Errors
    /// [`PayloadError::Octet`] where the payload begins with text or a value,
    /// or where a variable has no value; [`PayloadError::Length`] where that is
    /// the last one.
    pub fn parse(payload: &'a [u8]) -> Result<Self, PayloadError> {
        let mut grammar = Grammar::default();
        let mut rest = payload;
        while !rest.is_empty() {
            let (token, after) = Token::take(rest)?;
            grammar = grammar.push(token)?;
            rest = after;
        }
        grammar.finish()?;
        Ok(Self { payload })
    }

    /// Reads a payload as far as it is good. Text or values before the first
    /// variable and a variable without a value are left out. The fault is what
    /// [`parse`](Self::parse) would have said, if there is one.
    ///
    /// ```
    /// use telnet_proto::sub::mssp::Mssp;
    /// let (mssp, fault) = Mssp::parse_lenient(b"?\x01NAME\x01PORT\x0223");
    /// assert!(fault.is_some());
    /// assert_eq!(mssp.get(b"PORT"), Some(&b"23"[..]));
    /// assert_eq!(mssp.get(b"NAME"), None);
    /// ```
    #[must_use]
    pub fn parse_lenient(payload: &'a [u8]) -> (Self, Option<PayloadError>) {
        (Self { payload }, Self::parse(payload).err())
    }

    /// The payload, as it was received.
    #[must_use]
    pub const fn as_bytes(self) -> &'a [u8] {
        self.payload
    }

    /// The names and values in their order.
    #[must_use]
    pub const fn tokens(self) -> Tokens<'a> {
        Tokens { rest: self.payload, is_named: false }
    }

    /// The variables in their order. One can come more than once.
    #[must_use]
    pub const fn variables(self) -> Variables<'a> {
        Variables { rest: self.payload }
    }

    /// The value of a variable: "the last reported value should be used as
    /// the default value".
    #[must_use]
    pub fn get(self, name: &[u8]) -> Option<&'a [u8]> {
        let mut found = None;
        for variable in self.variables() {
            if variable.name() == name {
                found = Some(variable.value());
            }
        }
        found
    }
}

/// Names and values: see [`Mssp::tokens`] and [`Variable::values`].
#[derive(Clone, Debug)]
pub struct Tokens<'a> {
    rest: &'a [u8],
    /// Whether a variable has been given out, whose values follow.
    is_named: bool,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        while !self.rest.is_empty() {
            let Ok((token, rest)) = Token::take(self.rest) else {
                self.rest = take_text(self.rest).1;
                continue;
            };
            self.rest = rest;
            match token {
                Token::Var(_) if matches!(rest, [VAL, ..]) => {
                    self.is_named = true;
                    return Some(token);
                }
                Token::Val(_) if self.is_named => return Some(token),
                // A variable without a value, a value without a variable.
                Token::Var(_) | Token::Val(_) => {}
            }
        }
        None
    }
}

impl FusedIterator for Tokens<'_> {}

/// A variable and its values, one at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Variable<'a> {
    name: &'a [u8],
    values: &'a [u8],
    last: &'a [u8],
}

impl<'a> Variable<'a> {
    /// "Upper case letters", and spaces, which some write as underscores.
    #[must_use]
    pub const fn name(self) -> &'a [u8] {
        self.name
    }

    /// The value to use: the last one.
    #[must_use]
    pub const fn value(self) -> &'a [u8] {
        self.last
    }

    /// All values, "ordered from least to most relevant".
    #[must_use]
    pub const fn values(self) -> Values<'a> {
        Values { tokens: Tokens { rest: self.values, is_named: true } }
    }
}

/// The values of a variable: see [`Variable::values`].
#[derive(Clone, Debug)]
pub struct Values<'a> {
    tokens: Tokens<'a>,
}

impl<'a> Iterator for Values<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        match self.tokens.next()? {
            Token::Val(value) => Some(value),
            Token::Var(_) => None,
        }
    }
}

impl FusedIterator for Values<'_> {}

/// The variables of a payload: see [`Mssp::variables`].
#[derive(Clone, Debug)]
pub struct Variables<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Variables<'a> {
    type Item = Variable<'a>;

    fn next(&mut self) -> Option<Variable<'a>> {
        loop {
            // What stands before it is none.
            let at = self.rest.iter().position(|it| *it == VAR)?;
            let start = self.rest.get(at.saturating_add(1)..)?;
            let (name, rest) = take_text(start);
            let end = rest.iter().position(|it| *it == VAR);
            let (values, after) = end
                .and_then(|at| rest.split_at_checked(at))
                .unwrap_or((rest, &[]));
            self.rest = after;
            if !values.is_empty() {
                let last = values.rsplit(|it| *it == VAL).next();
                let last = last.unwrap_or_default();
                return Some(Variable { name, values, last });
            }
        }
    }
}

impl FusedIterator for Variables<'_> {}

/// The payload that the tokens make, as parts for
/// [`encode::subnegotiation`](crate::encode::subnegotiation). The tokens are
/// gone through twice.
///
/// ```
/// use telnet_proto::sub::mssp::{Token, encode};
/// let tokens = [Token::Var(b"PLAYERS"), Token::Val(b"52")];
/// let payload: Vec<u8> = encode(tokens)?.flatten().copied().collect();
/// assert_eq!(payload, b"\x01PLAYERS\x0252");
/// # Ok::<(), telnet_proto::sub::PayloadError>(())
/// ```
///
/// # Errors
/// Those of [`Mssp::parse`]; and [`PayloadError::Octet`] where a name or value
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
        grammar = grammar.push(token)?;
        let (Token::Var(text) | Token::Val(text)) = token;
        let bad = text.iter().find(|it| matches!(it, 0..=VAL | 255));
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
    use std::vec::Vec;

    fn payload(tokens: &[Token<'_>]) -> Result<Vec<u8>, PayloadError> {
        Ok(encode(tokens.iter().copied())?.flatten().copied().collect())
    }

    #[test]
    fn parse_undoes_encode() {
        for it in [
            &[][..],
            &[Token::Var(b"PLAYERS"), Token::Val(b"52")],
            &[Token::Var(b""), Token::Val(b""), Token::Val(b"")],
            &[
                Token::Var(b"XTERM 256 COLORS"),
                Token::Val(b"1"),
                Token::Var(b"PORT"),
                Token::Val(b"80"),
                Token::Val(b"23"),
            ],
        ] {
            let payload = payload(it).unwrap();
            let back = Mssp::parse(&payload).unwrap();
            assert_eq!(back.tokens().collect::<Vec<_>>(), it);
        }
    }

    #[test]
    fn several_values_of_a_variable() {
        let mssp = Mssp::parse(
            b"\x01PORT\x0280\x0223\x023000\x01CREATED\x021996\x01PORT\x02\x01E\x02",
        )
        .unwrap();
        let expected = [
            (&b"PORT"[..], &[&b"80"[..], b"23", b"3000"][..]),
            (b"CREATED", &[b"1996"]),
            (b"PORT", &[b""]),
            (b"E", &[b""]),
        ];
        assert_eq!(mssp.variables().count(), expected.len());
        for (it, (name, values)) in mssp.variables().zip(expected) {
            assert_eq!(it.name(), name);
            assert_eq!(it.values().collect::<Vec<_>>(), values);
            assert_eq!(Some(&it.value()), values.last());
        }
        // "the last reported value should be used as the default value"
        assert_eq!(mssp.get(b"PORT"), Some(&b""[..]));
        assert_eq!(mssp.get(b"port"), None);
    }

    #[test]
    fn the_last_value_needs_no_marker_after_it() {
        let mssp = Mssp::parse(b"\x01NAME\x02x").unwrap();
        assert_eq!(mssp.get(b"NAME"), Some(&b"x"[..]));
        let mssp = Mssp::parse(b"\x01NAME\x02").unwrap();
        assert_eq!(mssp.get(b"NAME"), Some(&b""[..]));
    }

    #[test]
    fn every_octet_of_a_text() {
        for octet in 0..=255 {
            let text = [octet];
            let it = [Token::Var(b"V"), Token::Val(&text)];
            let encoded = payload(&it);
            if matches!(octet, 0..=2 | 255) {
                assert_eq!(encoded, Err(PayloadError::Octet(octet)));
                let name = [Token::Var(&text), Token::Val(b"")];
                assert_eq!(payload(&name), Err(PayloadError::Octet(octet)));
            } else {
                let encoded = encoded.unwrap();
                let back = Mssp::parse(&encoded).unwrap();
                assert_eq!(back.get(b"V"), Some(&text[..]));
            }
        }
        for octet in [0, 255] {
            let received = [VAR, VAL, octet];
            assert!(Mssp::parse(&received).is_ok(), "let through");
        }
    }

    #[test]
    fn of_a_payload_with_a_fault_the_good_part_is_read() {
        let good = [Token::Var(b"A"), Token::Val(b"x"), Token::Val(b"y")];
        for (payload, why) in [
            (&b"?\x01A\x02x\x02y"[..], PayloadError::Octet(b'?')),
            (b"\x02v\x02\x01A\x02x\x02y", PayloadError::Octet(VAL)),
            (b"\x01B\x01A\x02x\x02y", PayloadError::Octet(VAR)),
            (b"\x01A\x02x\x02y\x01", PayloadError::Length),
        ] {
            let (it, fault) = Mssp::parse_lenient(payload);
            assert_eq!(fault, Some(why), "{payload:?}");
            assert_eq!(it.tokens().collect::<Vec<_>>(), good);
            let all: Vec<_> = it.variables().collect();
            assert_eq!(all.len(), 1);
            assert_eq!((all[0].name(), all[0].value()), (&b"A"[..], &b"y"[..]));
            assert_eq!(all[0].values().count(), 2);
        }
        for nothing in [&b""[..], b"text", b"\x01", b"\x02"] {
            let (it, fault) = Mssp::parse_lenient(nothing);
            assert_eq!(fault.is_none(), nothing.is_empty());
            assert_eq!(it.tokens().count() + it.variables().count(), 0);
        }
    }

    /// However short or wrong: tokens and variables say the same, and can be sent.
    #[test]
    fn all_short_payloads_have_a_good_part() {
        for number in 0..3usize.pow(8) {
            let it: Vec<u8> = (0..8)
                .map(|at| [VAR, VAL, b'a'][number / 3usize.pow(at) % 3])
                .collect();
            let (mssp, fault) = Mssp::parse_lenient(&it);
            let tokens: Vec<_> = mssp.tokens().collect();
            let again = payload(&tokens).unwrap();
            assert_eq!(fault.is_none(), again == it);
            let variables = mssp.variables().flat_map(|it| {
                let name = core::iter::once(Token::Var(it.name()));
                name.chain(it.values().map(Token::Val))
            });
            assert!(variables.eq(tokens));
        }
    }

    #[test]
    fn markers_and_text_out_of_place() {
        for (bad, why) in [
            (&b"x\x01"[..], PayloadError::Octet(b'x')),
            (b"\x02x", PayloadError::Octet(VAL)),
            (b"\x01a\x01b\x02c", PayloadError::Octet(VAR)),
            (b"\x01a", PayloadError::Length),
            (b"\x01a\x02b\x01", PayloadError::Length),
        ] {
            assert_eq!(Mssp::parse(bad), Err(why), "{bad:?}");
        }
        let alone = [Token::Val(b"")];
        assert_eq!(payload(&alone), Err(PayloadError::Octet(VAL)));
        assert_eq!(payload(&[Token::Var(b"")]), Err(PayloadError::Length));
    }
}
