//! From variables to the parts of a payload.

use core::iter::FusedIterator;

use super::{Codes, ESC, Mark, Slices, Text, USERVAR, VALUE, VAR, Variable};

/// The parts of a payload, for
/// [`encode::subnegotiation`](crate::encode::subnegotiation).
#[derive(Clone, Debug)]
#[must_use = "it is to be written"]
pub struct Parts<'a, I> {
    command: Option<&'static [u8]>,
    codes: Codes,
    variables: I,
    text: Quoted<'a>,
    value: Option<Text<'a>>,
}

impl<I> Parts<'_, I> {
    pub(in crate::sub) const fn new(
        command: &'static [u8],
        codes: Codes,
        variables: I,
    ) -> Self {
        let text = Quoted::new(Text::new(&[]));
        Self { command: Some(command), codes, variables, text, value: None }
    }
}

impl<'a, I> Iterator for Parts<'a, I>
where
    I: Iterator<Item: Into<Variable<'a>>>,
{
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if let Some(command) = self.command.take() {
            return Some(command);
        }
        if let Some(slice) = self.text.next() {
            return Some(slice);
        }
        if let Some(value) = self.value.take() {
            self.text = Quoted::new(value);
            return Some(Mark::Value.octet(self.codes));
        }
        let variable: Variable<'a> = self.variables.next()?.into();
        self.text = Quoted::new(variable.name);
        self.value = variable.value;
        Some(Mark::Name(variable.kind).octet(self.codes))
    }
}

impl<'a, I> FusedIterator for Parts<'a, I> where
    I: FusedIterator<Item: Into<Variable<'a>>>
{
}

/// The slices of a text, with the ESC that each needs.
#[derive(Clone, Debug)]
struct Quoted<'a> {
    slices: Slices<'a>,
    rest: &'a [u8],
    /// ESC went out for the first octet of the rest.
    quoted: bool,
}

impl<'a> Quoted<'a> {
    const fn new(text: Text<'a>) -> Self {
        Self { slices: text.slices(), rest: &[], quoted: false }
    }

    fn next(&mut self) -> Option<&'a [u8]> {
        if self.rest.is_empty() {
            self.rest = self.slices.next()?;
        }
        let (&first, tail) = self.rest.split_first()?;
        self.quoted = !self.quoted && needs_esc(first);
        if self.quoted {
            return Some(&[ESC]);
        }
        let end = tail
            .iter()
            .position(|&octet| needs_esc(octet))
            .map_or(self.rest.len(), |at| at.saturating_add(1));
        let (slice, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        Some(slice)
    }
}

/// "If a variable or a value contains a VAR, it must be sent as ESC VAR", and
/// so for USERVAR, VALUE and ESC (RFC 1572, page 2).
pub(super) const fn needs_esc(octet: u8) -> bool {
    matches!(octet, VAR | VALUE | ESC | USERVAR)
}
