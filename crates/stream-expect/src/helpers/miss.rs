//! What a helper says when there is no match.

use std::fmt;
use std::io;

use crate::set::PatternSet;

/// How much of the text an error shows, in octets from its end.
const SHOWN: usize = 80;

/// How many patterns it names.
const NAMED: usize = 8;

/// What was expected did not come.
#[derive(Debug)]
struct Miss {
    expected: PatternSet,
    last: Vec<u8>,
    why: &'static str,
}

/// An error that names the patterns, and shows the last of the text.
pub(super) fn miss(
    kind: io::ErrorKind,
    set: &PatternSet,
    text: &[u8],
    why: &'static str,
) -> io::Error {
    let from = text.len().saturating_sub(SHOWN);
    let last = text.get(from..).unwrap_or_default().to_vec();
    io::Error::new(kind, Miss { expected: set.clone(), last, why })
}

/// The text has to be taken before more can come.
pub(super) fn full(set: &PatternSet, text: &[u8]) -> io::Error {
    let why = "there is no room for more text";
    miss(io::ErrorKind::QuotaExceeded, set, text, why)
}

/// The stream has ended.
pub(super) fn ended(set: &PatternSet, text: &[u8]) -> io::Error {
    miss(io::ErrorKind::UnexpectedEof, set, text, "the stream ended")
}

impl fmt::Display for Miss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected ")?;
        if self.expected.is_empty() {
            f.write_str("nothing")?;
        }
        let patterns = self.expected.patterns();
        for (n, pattern) in patterns.iter().take(NAMED).enumerate() {
            let or = if n > 0 { " or " } else { "" };
            write!(f, "{or}\"{pattern:.SHOWN$}\"")?;
        }
        if let Some(more) = patterns.len().checked_sub(NAMED + 1) {
            write!(f, " or one of {} more", more + 1)?;
        }
        write!(f, ", but {} ", self.why)?;
        if self.last.is_empty() {
            return f.write_str("with nothing read");
        }
        write!(f, "after \"{}\"", self.last.escape_ascii())
    }
}

impl std::error::Error for Miss {}
