//! The lists of a payload: variables and requests.

use core::iter::FusedIterator;

use super::{
    Kind, MAX_NAME, MAX_VALUE, MAX_VARIABLES, Mark, PayloadError, Request,
    Tokens, Variable,
};

/// The variables of an IS or an INFO: those that are good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variables<'a> {
    tokens: Tokens<'a>,
}

impl<'a> Variables<'a> {
    pub(super) fn parse(tokens: Tokens<'a>) -> Result<Self, PayloadError> {
        let mut left = MAX_VARIABLES;
        let mut named = false;
        let mut rest = tokens;
        while let Some((mark, text)) = rest.take()? {
            match mark {
                Mark::Name(_) => {
                    left = left.checked_sub(1).ok_or(PayloadError::TooMany)?;
                    if text.is_empty() || text.len() > MAX_NAME {
                        return Err(PayloadError::Length);
                    }
                    named = true;
                }
                // One value for each name: "the characters following a VALUE
                // up to the next "type" specify the value" (RFC 1572, page 2).
                Mark::Value if !named => return Err(tokens.stray_value()),
                Mark::Value if text.len() > MAX_VALUE => {
                    return Err(PayloadError::Length);
                }
                Mark::Value => named = false,
            }
        }
        Ok(Self { tokens })
    }

    /// What is not good is left out.
    pub(super) const fn of(tokens: Tokens<'a>) -> Self {
        Self { tokens }
    }

    /// The variables, as they were sent.
    #[must_use]
    pub const fn iter(self) -> VariableIter<'a> {
        VariableIter { tokens: self.tokens, left: MAX_VARIABLES }
    }

    /// The variable of a name; where it was sent twice, the last.
    #[must_use]
    pub fn get(self, kind: Kind, name: &[u8]) -> Option<Variable<'a>> {
        self.iter().filter(|it| it.kind == kind && it.name == *name).last()
    }

    /// Whether there are none: "an empty environment" (RFC 1572, page 5).
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.tokens.rest.is_empty()
    }
}

impl<'a> IntoIterator for Variables<'a> {
    type Item = Variable<'a>;
    type IntoIter = VariableIter<'a>;

    fn into_iter(self) -> VariableIter<'a> {
        self.iter()
    }
}

/// See [`Variables::iter`].
#[derive(Clone, Debug)]
pub struct VariableIter<'a> {
    tokens: Tokens<'a>,
    left: usize,
}

impl<'a> Iterator for VariableIter<'a> {
    type Item = Variable<'a>;

    fn next(&mut self) -> Option<Variable<'a>> {
        self.left = self.left.checked_sub(1)?;
        loop {
            let (kind, name) = match self.tokens.take() {
                Ok(Some((Mark::Name(kind), name))) => (kind, name),
                Ok(Some((Mark::Value, _))) => continue,
                Ok(None) => return None,
                Err(_) => {
                    self.tokens.skip();
                    continue;
                }
            };
            let value = if self.tokens.is_at_value() {
                let Ok(Some((_, value))) = self.tokens.take() else {
                    self.tokens.skip();
                    continue;
                };
                Some(value)
            } else {
                None
            };
            let fits = !name.is_empty()
                && name.len() <= MAX_NAME
                && value.is_none_or(|it| it.len() <= MAX_VALUE);
            if fits {
                return Some(Variable { kind, name, value });
            }
        }
    }
}

impl FusedIterator for VariableIter<'_> {}

/// The list of a SEND: what is good of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Requests<'a> {
    tokens: Tokens<'a>,
}

impl<'a> Requests<'a> {
    pub(super) fn parse(tokens: Tokens<'a>) -> Result<Self, PayloadError> {
        let mut left = MAX_VARIABLES;
        let mut rest = tokens;
        while let Some((mark, text)) = rest.take()? {
            left = left.checked_sub(1).ok_or(PayloadError::TooMany)?;
            if mark == Mark::Value {
                return Err(tokens.stray_value());
            }
            if text.len() > MAX_NAME {
                return Err(PayloadError::Length);
            }
        }
        Ok(Self { tokens })
    }

    /// What is not good is left out.
    pub(super) const fn of(tokens: Tokens<'a>) -> Self {
        Self { tokens }
    }

    /// The requests, as they were sent.
    #[must_use]
    pub const fn iter(self) -> RequestIter<'a> {
        RequestIter { tokens: self.tokens, left: MAX_VARIABLES }
    }

    /// Whether all variables are asked for: "if no list is specified"
    /// (RFC 1572, page 2).
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.tokens.rest.is_empty()
    }
}

impl<'a> IntoIterator for Requests<'a> {
    type Item = Request<'a>;
    type IntoIter = RequestIter<'a>;

    fn into_iter(self) -> RequestIter<'a> {
        self.iter()
    }
}

/// See [`Requests::iter`].
#[derive(Clone, Debug)]
pub struct RequestIter<'a> {
    tokens: Tokens<'a>,
    left: usize,
}

impl<'a> Iterator for RequestIter<'a> {
    type Item = Request<'a>;

    fn next(&mut self) -> Option<Request<'a>> {
        self.left = self.left.checked_sub(1)?;
        loop {
            match self.tokens.take() {
                Ok(Some((Mark::Name(kind), name)))
                    if name.len() <= MAX_NAME =>
                {
                    return Some(Request { kind, name });
                }
                Ok(Some(_)) => {}
                Ok(None) => return None,
                Err(_) => self.tokens.skip(),
            }
        }
    }
}

impl FusedIterator for RequestIter<'_> {}
