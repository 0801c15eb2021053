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

/// How much of a pattern, and of what is wrong with it, an error keeps: octets.
const KEPT: usize = 400;

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
    /// Number of patterns given; a set has 1,024 at most.
    Count(usize),
}

impl PatternError {
    pub(crate) fn new(pattern: &str, fault: PatternFault) -> Self {
        let fault = match fault {
            PatternFault::Syntax(why) => PatternFault::Syntax(cut(why, KEPT)),
            PatternFault::MatchesEmpty
            | PatternFault::NeverMatches
            | PatternFault::UnicodeWordBoundary
            | PatternFault::TooLarge
            | PatternFault::Count(_) => fault,
        };
        Self { pattern: cut(pattern.to_owned(), KEPT), fault }
    }

    /// The pattern as it was given; of one longer than 400 octets the begin,
    /// and how many are missing.
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
            return write!(f, "{count} patterns in a set; 1024 are the most");
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

/// A text of at most so many octets, cut where characters meet; it says how
/// many are missing.
pub(crate) fn cut(mut text: String, most: usize) -> String {
    let len = text.len();
    if len > most {
        let at = (0..=most).rev().find(|at| text.is_char_boundary(*at));
        let at = at.unwrap_or(0);
        text.truncate(at);
        text.push_str(&format!("… and {} octets more", len - at));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{PatternSet, SetLimits};

    #[test]
    fn an_error_is_short_however_long_the_pattern() {
        let alternatives = vec!["é[0-9]{3}x"; 100_000].join("|");
        for error in [
            PatternSet::new([&*alternatives]).unwrap_err(),
            PatternSet::new([&*format!("({alternatives}")]).unwrap_err(),
            PatternSet::with_limits(
                [&*alternatives],
                SetLimits { nfa: 10, ..SetLimits::default() },
            )
            .unwrap_err(),
        ] {
            assert!(error.to_string().len() < 3 * KEPT, "{error}");
            assert!(error.pattern().len() < 2 * KEPT, "{error}");
            assert!(error.pattern().contains("octets more"), "{error}");
        }
        let short = PatternSet::new(["(a"]).unwrap_err();
        assert_eq!(short.pattern(), "(a");
    }
}
