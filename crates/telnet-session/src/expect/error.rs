//! What is wrong with a pattern, and what to do about it.

use std::fmt;
use std::io;

/// A pattern that cannot be waited for. As [`io::Error`] its kind is
/// `InvalidInput`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    pattern: String,
    fault: PatternFault,
}

/// What is wrong with a pattern: see [`PatternError`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PatternFault {
    /// It is no regular expression, or one with something that cannot be done
    /// in linear time.
    Syntax(String),
    /// It matches where there is nothing, so there is nothing to wait for.
    MatchesEmpty,
    /// Nothing can match it.
    NeverMatches,
    /// It has a word boundary after Unicode, which is not a matter of octets.
    UnicodeWordBoundary,
    /// It, or the set it is in, is larger than
    /// [`SetLimits`](crate::SetLimits) allow.
    TooLarge,
    /// A set has so many patterns; 1,024 are the most, one is the least.
    Count(usize),
}

impl PatternError {
    pub(super) fn new(pattern: &str, fault: PatternFault) -> Self {
        Self { pattern: pattern.to_owned(), fault }
    }

    /// The pattern as it was given.
    #[must_use]
    pub fn pattern(&self) -> &str {
        &self.pattern
    }

    /// What is wrong with it.
    #[must_use]
    pub const fn fault(&self) -> &PatternFault {
        &self.fault
    }
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let PatternFault::Count(count) = self.fault {
            return write!(f, "a set of {count} patterns; 1 to 1024 can be");
        }
        write!(f, "pattern \"{}\" ", self.pattern)?;
        match &self.fault {
            PatternFault::Syntax(why) => f.write_str(why),
            PatternFault::MatchesEmpty => f.write_str(
                "matches where there is nothing, so there is nothing to wait \
                 for: let it need an octet (`+` for `*`), or say allow_empty",
            ),
            PatternFault::NeverMatches => f.write_str(
                "can never match, for it wants octets behind the end (`$`, \
                 `\\z`) or before the start (`^`, `\\A`): escape what is meant \
                 as it stands (`\\$ `), or use Pattern::literal",
            ),
            PatternFault::UnicodeWordBoundary => f.write_str(
                "has a word boundary after Unicode, which octets cannot \
                 tell: write `(?-u:\\b)`",
            ),
            PatternFault::TooLarge | PatternFault::Count(_) => f.write_str(
                "is too large: bound its repetitions lower, split it, or \
                 raise the SetLimits",
            ),
        }
    }
}

impl std::error::Error for PatternError {}

impl From<PatternError> for io::Error {
    fn from(error: PatternError) -> Self {
        Self::new(io::ErrorKind::InvalidInput, error)
    }
}

impl From<std::convert::Infallible> for PatternError {
    fn from(never: std::convert::Infallible) -> Self {
        match never {}
    }
}
