//! Patterns from the crate `regex`.

use regex::bytes::Regex;

use crate::pattern::Pattern;
use crate::pattern::error::PatternError;
use crate::pattern::into::IntoPattern;

impl TryFrom<&Regex> for Pattern {
    type Error = PatternError;

    /// The regular expression as it was written, in Unicode as it is there:
    /// `\w` is a letter of any script, and `.` a whole character. What was set
    /// by a `RegexBuilder` is not in it: write it as a flag, `(?i)`.
    ///
    /// # Errors
    /// [`UnicodeWordBoundary`](crate::PatternFault::UnicodeWordBoundary) for
    /// `\b` and its kin: write `(?-u:\b)`. And if nothing can match it.
    fn try_from(regex: &Regex) -> Result<Self, PatternError> {
        Self::regex_as_is(&format!("(?u){}", regex.as_str()))
    }
}

impl TryFrom<Regex> for Pattern {
    type Error = PatternError;

    /// As from a `&Regex`.
    fn try_from(regex: Regex) -> Result<Self, PatternError> {
        Self::try_from(&regex)
    }
}

impl IntoPattern for &Regex {
    fn into_pattern(self) -> Result<Pattern, PatternError> {
        Pattern::try_from(self)
    }
}

impl IntoPattern for Regex {
    fn into_pattern(self) -> Result<Pattern, PatternError> {
        Pattern::try_from(&self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{PatternFault, PatternSet, Search, Step};

    #[test]
    fn it_means_what_it_means_there() {
        let set =
            [r"^\w+[ab&&bc]", "x(?x) # y"].map(|it| Regex::new(it).unwrap());
        let set = PatternSet::new(set).unwrap();
        let text = "éb".as_bytes();
        let Step::Found(found) = Search::new(&set).poll(text) else { panic!() };
        assert_eq!((found.index, found.start, found.end), (0, 0, 3));
        let word = Regex::new(r"\bx").unwrap();
        let error = Pattern::try_from(&word).unwrap_err();
        assert_eq!(error.fault(), &PatternFault::UnicodeWordBoundary);
    }
}
