//! How a read for a text ended.

use std::fmt;
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
    result: Result<Match, NoMatch>,
}

impl Outcome {
    pub(crate) const fn matching(
        text: Bytes,
        index: usize,
        start: usize,
    ) -> Self {
        Self { result: Ok(Match { text, index, start }) }
    }

    pub(crate) const fn miss(text: Bytes, expected: Bytes, eof: bool) -> Self {
        Self { result: Err(NoMatch { text, expected, eof }) }
    }

    /// What was received: through the end of the match, or, without a match,
    /// all that is unread.
    #[must_use]
    pub const fn text(&self) -> &Bytes {
        match &self.result {
            Ok(it) => &it.text,
            Err(miss) => &miss.text,
        }
    }

    /// Which of the things expected matched, from 0; `None` without a match.
    #[must_use]
    pub fn index(&self) -> Option<usize> {
        self.result.as_ref().ok().map(Match::index)
    }

    /// Whether there was a match.
    #[must_use]
    pub const fn is_match(&self) -> bool {
        self.result.is_ok()
    }

    /// Whether the deadline ended it.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.result.as_ref().is_err_and(|miss| !miss.eof)
    }

    /// Whether the peer closed the connection before there was a match.
    #[must_use]
    pub fn is_eof(&self) -> bool {
        self.result.as_ref().is_err_and(|miss| miss.eof)
    }

    /// The match.
    ///
    /// # Errors
    /// [`NoMatch`] if there is none. As [`io::Error`] its kind is `TimedOut`
    /// or `UnexpectedEof`.
    pub fn matched(self) -> Result<Match, NoMatch> {
        self.result
    }

    /// The text, match or not, as telnetlib's `read_until` returned it.
    ///
    /// Without a match the text stays unread, but in the telnetlib profile: a
    /// loop that calls until [`Closed`] is to take it away itself.
    ///
    /// # Errors
    /// [`Closed`] where telnetlib raised `EOFError`: the connection is closed
    /// and there is no text.
    pub fn text_or_closed(self) -> Result<Bytes, Closed> {
        match self.result {
            Ok(it) => Ok(it.text),
            Err(miss) if miss.eof && miss.text.is_empty() => Err(Closed),
            Err(miss) => Ok(miss.text),
        }
    }
}

impl fmt::Debug for Outcome {
    /// Shows lengths, not the text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let how = match &self.result {
            Ok(_) => "match",
            Err(NoMatch { eof: false, .. }) => "timeout",
            Err(NoMatch { eof: true, .. }) => "end of stream",
        };
        write!(f, "Outcome({how}, {} octets)", self.text().len())
    }
}

/// What was waited for has come, and was consumed with all before it.
#[derive(Clone)]
pub struct Match {
    text: Bytes,
    index: usize,
    start: usize,
}

impl Match {
    /// What was received, through the end of the match.
    #[must_use]
    pub const fn text(&self) -> &Bytes {
        &self.text
    }

    /// What was received before the match.
    #[must_use]
    pub fn before(&self) -> &[u8] {
        self.text.get(..self.start).unwrap_or_default()
    }

    /// Which of the things expected it is, from 0.
    #[must_use]
    pub const fn index(&self) -> usize {
        self.index
    }
}

impl fmt::Debug for Match {
    /// Shows lengths, not the text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (index, len) = (self.index, self.text.len());
        write!(f, "Match({index}, {len} octets)")
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

impl std::error::Error for NoMatch {}

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
