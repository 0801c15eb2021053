//! What the two environment options share: the views of variables and the
//! encoder. [`Codes`] is all in which they differ.

mod answers;
mod list;
mod parts;
mod text;

use super::{IS, PayloadError, SEND};

pub use answers::Answers;
pub use list::{RequestIter, Requests, VariableIter, Variables};
pub use parts::Parts;
pub use text::{Slices, Text};

/// INFO: variables that have changed (RFC 1572, page 3).
pub const INFO: u8 = 2;
/// VAR: the name of a well-known variable follows.
pub const VAR: u8 = 0;
/// VALUE: a value follows.
pub const VALUE: u8 = 1;
/// ESC: the next octet is text.
pub const ESC: u8 = 2;
/// USERVAR: the name of any other variable follows.
pub const USERVAR: u8 = 3;

/// Most variables in one payload. RFC 1572 sets no bound.
pub const MAX_VARIABLES: usize = 64;
/// Longest name, in octets without their ESC. RFC 1572 sets no bound.
pub const MAX_NAME: usize = 256;
/// Longest value, in octets without their ESC. RFC 1572 sets no bound.
pub const MAX_VALUE: usize = 4096;
/// Longest payload that [`Answers`] makes, in octets. RFC 1572 sets no bound.
pub const MAX_REPLY: usize = 16 * 1024;

/// Which octet is VAR and which is VALUE.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "two octets have two orders")]
pub enum Codes {
    /// VAR is 0 and VALUE is 1, as the RFCs have it.
    #[default]
    Straight,
    /// VAR is 1 and VALUE is 0, as in the BSD programs of that time
    /// (RFC 1571, page 1).
    Reversed,
}

/// Whether a variable is one of those that RFC 1572 names.
///
/// It is the word of the peer, and calls for no more trust than the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "RFC 1572 has two")]
pub enum Kind {
    /// VAR, a well-known variable (RFC 1572, pages 3-4).
    Var,
    /// USERVAR, any other variable.
    UserVar,
}

/// What ends a text and begins the next.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Name(Kind),
    Value,
}

impl Mark {
    const fn of(octet: u8, codes: Codes) -> Option<Self> {
        match (octet, codes) {
            (VAR, Codes::Straight) | (VALUE, Codes::Reversed) => {
                Some(Self::Name(Kind::Var))
            }
            (VALUE, Codes::Straight) | (VAR, Codes::Reversed) => {
                Some(Self::Value)
            }
            (USERVAR, _) => Some(Self::Name(Kind::UserVar)),
            _ => None,
        }
    }

    const fn octet(self, codes: Codes) -> &'static [u8] {
        match (self, codes) {
            (Self::Name(Kind::Var), Codes::Straight)
            | (Self::Value, Codes::Reversed) => &[VAR],
            (Self::Name(Kind::Var), Codes::Reversed)
            | (Self::Value, Codes::Straight) => &[VALUE],
            (Self::Name(Kind::UserVar), _) => &[USERVAR],
        }
    }
}

/// The marks of a payload, each with the text that follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tokens<'a> {
    pub(super) rest: &'a [u8],
    pub(super) codes: Codes,
}

impl<'a> Tokens<'a> {
    /// A VALUE where none may stand.
    pub(super) const fn stray_value(self) -> PayloadError {
        PayloadError::Octet(match self.codes {
            Codes::Straight => VALUE,
            Codes::Reversed => VAR,
        })
    }

    /// The next one, or why there is none.
    pub(super) fn take(
        &mut self,
    ) -> Result<Option<(Mark, Text<'a>)>, PayloadError> {
        let Some((&first, rest)) = self.rest.split_first() else {
            return Ok(None);
        };
        let Some(mark) = Mark::of(first, self.codes) else {
            return Err(PayloadError::Octet(first));
        };
        let end = text_end(rest).ok_or(PayloadError::Length)?;
        let (text, rest) = rest.split_at_checked(end).unwrap_or_default();
        self.rest = rest;
        Ok(Some((mark, Text::escaped(text))))
    }

    /// Whether a VALUE is next.
    pub(super) fn is_at_value(self) -> bool {
        let mark = self.rest.first().and_then(|it| Mark::of(*it, self.codes));
        mark == Some(Mark::Value)
    }

    /// Drops what cannot be taken: text up to the next mark, or, where an ESC has
    /// nothing behind it, all.
    pub(super) fn skip(&mut self) {
        let end = text_end(self.rest).filter(|end| *end > 0);
        let rest = end.and_then(|end| self.rest.get(end..));
        self.rest = rest.unwrap_or_default();
    }
}

/// How long the text is that stands in front; `None` where it ends in an ESC.
fn text_end(octets: &[u8]) -> Option<usize> {
    let mut end = 0usize;
    let mut octets = octets.iter();
    while let Some(&octet) = octets.next() {
        end = match octet {
            VAR | VALUE | USERVAR => break,
            ESC => {
                octets.next()?;
                end.saturating_add(2)
            }
            _ => end.saturating_add(1),
        };
    }
    Some(end)
}

/// One variable.
///
/// ```
/// use telnet_proto::sub::new_environ::{Kind, Variable};
/// let it = Variable::new(Kind::Var, b"USER", Some(b"guest"));
/// assert_eq!(it.name, b"USER"[..]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "RFC 1572 has three parts")]
pub struct Variable<'a> {
    /// VAR or USERVAR.
    pub kind: Kind,
    /// The name; in what was parsed it is not empty.
    pub name: Text<'a>,
    /// The value: `None` where the variable is undefined, an empty text where
    /// it "is defined, but has no value" (RFC 1572, page 2).
    pub value: Option<Text<'a>>,
}

impl<'a> Variable<'a> {
    /// A variable to send. Any octets can be sent; but a peer like us takes no
    /// empty name, and none of the limits exceeded.
    #[must_use]
    pub const fn new(
        kind: Kind,
        name: &'a [u8],
        value: Option<&'a [u8]>,
    ) -> Self {
        let value = match value {
            Some(value) => Some(Text::new(value)),
            None => None,
        };
        Self { kind, name: Text::new(name), value }
    }
}

/// One part of a SEND.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "RFC 1572 has two parts")]
pub struct Request<'a> {
    /// VAR or USERVAR.
    pub kind: Kind,
    /// The name asked for. Empty, it asks for all variables of that kind
    /// (RFC 1572, page 2).
    pub name: Text<'a>,
}

impl<'a> Request<'a> {
    /// A request to send.
    #[must_use]
    pub const fn new(kind: Kind, name: &'a [u8]) -> Self {
        Self { kind, name: Text::new(name) }
    }
}

/// The answer that a variable is undefined; for the encoder, the request.
impl<'a> From<Request<'a>> for Variable<'a> {
    fn from(request: Request<'a>) -> Self {
        Self { kind: request.kind, name: request.name, value: None }
    }
}

/// The payload of NEW-ENVIRON, and of the old ENVIRON.
///
/// ```
/// use telnet_proto::sub::new_environ::{Environ, Kind};
/// let payload = b"\0\0USER\x01guest\x03TERM";
/// let Environ::Is(variables) = Environ::parse(payload)? else {
///     panic!("it is an IS");
/// };
/// let [user, term] = [0, 1].map(|at| variables.iter().nth(at).unwrap());
/// assert_eq!(user.kind, Kind::Var);
/// assert_eq!(user.name, b"USER"[..]);
/// assert_eq!(user.value.unwrap(), b"guest"[..]);
/// assert_eq!(term.kind, Kind::UserVar);
/// assert_eq!(term.value, None);
/// # Ok::<(), telnet_proto::sub::PayloadError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "RFC 1572 has three")]
pub enum Environ<'a> {
    /// The server asks for variables.
    Send(Requests<'a>),
    /// The client answers.
    Is(Variables<'a>),
    /// The client says what has changed, unasked.
    Info(Variables<'a>),
}

impl<'a> Environ<'a> {
    /// Reads a payload of NEW-ENVIRON.
    ///
    /// # Errors
    /// [`PayloadError::Length`] where it is empty, where nothing follows an
    /// ESC, where a variable of IS or INFO has an empty name, or where a name
    /// is longer than [`MAX_NAME`] or a value than [`MAX_VALUE`];
    /// [`PayloadError::Code`] for another sub-command; [`PayloadError::Octet`] for
    /// text before the first type, for a VALUE in SEND and for one that
    /// follows no name; [`PayloadError::TooMany`] beyond [`MAX_VARIABLES`].
    pub fn parse(payload: &'a [u8]) -> Result<Self, PayloadError> {
        Self::parse_with(payload, Codes::Straight)
    }

    /// Reads a payload as far as it is good. A part of its list that is not is
    /// left out: a variable without a name, as the names of MNES come from some
    /// clients, one whose name or value is too long, a VALUE or text that belongs
    /// to none, and all that is more than [`MAX_VARIABLES`]. The fault is what
    /// [`parse`](Self::parse) would have said, if there is one.
    ///
    /// ```
    /// use telnet_proto::sub::new_environ::{Environ, Kind};
    /// let payload = b"\0\0CHARSET\x01UTF-8\0\0CLIENT_NAME\x01X";
    /// assert!(Environ::parse(payload).is_err());
    /// let (Environ::Is(list), Some(_)) = Environ::parse_lenient(payload)?
    /// else {
    ///     panic!("it is an IS with a fault");
    /// };
    /// assert!(list.get(Kind::Var, b"CLIENT_NAME").is_some());
    /// # Ok::<(), telnet_proto::sub::PayloadError>(())
    /// ```
    ///
    /// # Errors
    /// [`PayloadError::Length`] where it is empty; [`PayloadError::Code`] for
    /// another sub-command.
    pub fn parse_lenient(
        payload: &'a [u8],
    ) -> Result<(Self, Option<PayloadError>), PayloadError> {
        Self::parse_lenient_with(payload, Codes::Straight)
    }

    pub(super) fn parse_lenient_with(
        payload: &'a [u8],
        codes: Codes,
    ) -> Result<(Self, Option<PayloadError>), PayloadError> {
        let fault = match Self::parse_with(payload, codes) {
            Ok(good) => return Ok((good, None)),
            Err(fault) => fault,
        };
        let (&command, rest) = payload.split_first().ok_or(fault)?;
        let tokens = Tokens { rest, codes };
        let read = match command {
            IS => Self::Is(Variables::of(tokens)),
            SEND => Self::Send(Requests::of(tokens)),
            INFO => Self::Info(Variables::of(tokens)),
            _ => return Err(fault),
        };
        Ok((read, Some(fault)))
    }

    pub(super) fn parse_with(
        payload: &'a [u8],
        codes: Codes,
    ) -> Result<Self, PayloadError> {
        let (&command, rest) =
            payload.split_first().ok_or(PayloadError::Length)?;
        let tokens = Tokens { rest, codes };
        match command {
            IS => Variables::parse(tokens).map(Self::Is),
            SEND => Requests::parse(tokens).map(Self::Send),
            INFO => Variables::parse(tokens).map(Self::Info),
            code => Err(PayloadError::Code(code)),
        }
    }
}
