//! How a read for a text ended.

use core::fmt;
use std::io;

use bytes::Bytes;

use crate::Closed;

/// How a read for a text ended: with a match, at its deadline, or with the
/// connection.
///
/// In each case [`text`](Self::text) shows what was received, as telnetlib
/// promised. A match consumed its text; without one nothing was consumed (in
/// the telnetlib profile, all of it was). Use it like a value, or let
/// [`matched`](Self::matched) turn "no match" into an error that says what was
/// expected and what was seen.
#[derive(Clone)]
#[must_use = "it may be that nothing matched: see `Outcome::matched`"]
pub struct Outcome {
    text: Bytes,
    end: End,
}

/// How it ended.
#[derive(Clone)]
enum End {
    /// The match of that index begins there in the text.
    Match { index: usize, start: usize },
    /// No match, for want of time or text.
    Miss { expected: Bytes, eof: bool },
}

impl Outcome {
    pub(crate) const fn matching(
        text: Bytes,
        index: usize,
        start: usize,
    ) -> Self {
        Self { text, end: End::Match { index, start } }
    }

    pub(crate) const fn miss(text: Bytes, expected: Bytes, eof: bool) -> Self {
        Self { text, end: End::Miss { expected, eof } }
    }

    /// What was received: through the end of the match, or, without a match,
    /// all that is unread.
    #[must_use]
    pub const fn text(&self) -> &Bytes {
        &self.text
    }

    /// What was received before the match; all of it without one.
    #[must_use]
    pub fn before(&self) -> &[u8] {
        let end = match self.end {
            End::Match { start, .. } => start,
            End::Miss { .. } => self.text.len(),
        };
        self.text.get(..end).unwrap_or_default()
    }

    /// Which of the things expected matched, from 0; `None` without a match.
    #[must_use]
    pub const fn index(&self) -> Option<usize> {
        match self.end {
            End::Match { index, .. } => Some(index),
            End::Miss { .. } => None,
        }
    }

    /// Whether there was a match.
    #[must_use]
    pub const fn is_match(&self) -> bool {
        self.index().is_some()
    }

    /// Whether the deadline ended it.
    #[must_use]
    pub const fn is_timeout(&self) -> bool {
        matches!(self.end, End::Miss { eof: false, .. })
    }

    /// Whether the peer closed the connection before there was a match.
    #[must_use]
    pub const fn is_eof(&self) -> bool {
        matches!(self.end, End::Miss { eof: true, .. })
    }

    /// The outcome again if there was a match.
    ///
    /// # Errors
    /// [`NoMatch`] otherwise. As [`io::Error`] its kind is `TimedOut` or
    /// `UnexpectedEof`.
    pub fn matched(self) -> Result<Self, NoMatch> {
        match self.end {
            End::Match { .. } => Ok(self),
            End::Miss { expected, eof } => {
                Err(NoMatch { text: self.text, expected, eof })
            }
        }
    }

    /// The text, match or not, as telnetlib's `read_until` returned it.
    ///
    /// # Errors
    /// [`Closed`] where telnetlib raised `EOFError`: the connection is closed
    /// and there is no text.
    pub fn text_or_closed(self) -> Result<Bytes, Closed> {
        if self.is_eof() && self.text.is_empty() {
            Err(Closed)
        } else {
            Ok(self.text)
        }
    }
}

impl fmt::Debug for Outcome {
    /// Shows lengths, not the text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let how = match self.end {
            End::Match { .. } => "match",
            End::Miss { eof: false, .. } => "timeout",
            End::Miss { eof: true, .. } => "end of stream",
        };
        write!(f, "Outcome({how}, {} octets)", self.text.len())
    }
}

/// What was expected did not come. It carries what came instead.
#[derive(Clone)]
#[non_exhaustive]
pub struct NoMatch {
    /// What was received and is unread.
    pub text: Bytes,
    /// What was expected.
    pub expected: Bytes,
    /// Whether the peer closed the connection; otherwise time ran out.
    pub eof: bool,
}

/// How much of the text an error shows, in octets from its end.
const SHOWN: usize = 80;

impl fmt::Display for NoMatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = if self.eof {
            "the peer closed the connection"
        } else {
            "the deadline passed"
        };
        let from = self.text.len().saturating_sub(SHOWN);
        let last = self.text.get(from..).unwrap_or_default();
        write!(f, "expected \"{}\", but {why} ", self.expected.escape_ascii())?;
        if last.is_empty() {
            return f.write_str("with nothing received");
        }
        let more = if from > 0 { "…" } else { "" };
        write!(f, "after \"{more}{}\"", last.escape_ascii())
    }
}

impl fmt::Debug for NoMatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for NoMatch {}

impl From<NoMatch> for io::Error {
    fn from(error: NoMatch) -> Self {
        let kind = if error.eof {
            io::ErrorKind::UnexpectedEof
        } else {
            io::ErrorKind::TimedOut
        };
        Self::new(kind, error)
    }
}
