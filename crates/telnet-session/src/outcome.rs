//! How a read for a text ended.

use std::fmt;
use std::io;
#[cfg(feature = "expect")]
use std::sync::OnceLock;

use bytes::Bytes;
#[cfg(feature = "expect")]
use stream_expect::{Decided, Found, Groups, Pattern, PatternSet};

use crate::error::ClosedError;
use crate::text::Sought;

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
    pub(crate) const fn of(result: Result<Match, NoMatch>) -> Self {
        Self { result }
    }

    pub(crate) const fn miss(
        text: Bytes,
        expected: Expected,
        cause: Cause,
    ) -> Self {
        Self { result: Err(NoMatch { text, cause, expected }) }
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

    /// Whether time ended it: the deadline, or the peer's silence.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.result.as_ref().is_err_and(|miss| miss.cause != Cause::Eof)
    }

    /// Whether the peer closed the connection before there was a match.
    #[must_use]
    pub fn is_eof(&self) -> bool {
        self.result.as_ref().is_err_and(|miss| miss.cause == Cause::Eof)
    }

    /// What a group of the match matched: see [`Match::group`].
    #[must_use]
    pub fn group(&self, number: usize) -> Option<&[u8]> {
        self.result.as_ref().ok()?.group(number)
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
    /// loop that calls until [`ClosedError`] is to take it away itself.
    ///
    /// # Errors
    /// [`ClosedError`] where telnetlib raised `EOFError`: the connection is closed
    /// and there is no text.
    pub fn text_or_closed(self) -> Result<Bytes, ClosedError> {
        match self.result {
            Ok(it) => Ok(it.text),
            Err(miss) if miss.cause == Cause::Eof && miss.text.is_empty() => {
                Err(ClosedError)
            }
            Err(miss) => Ok(miss.text),
        }
    }
}

impl fmt::Debug for Outcome {
    /// Shows lengths, not the text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let how = match &self.result {
            Ok(_) => "match",
            Err(NoMatch { cause: Cause::Deadline, .. }) => "deadline",
            Err(NoMatch { cause: Cause::Idle, .. }) => "silence",
            Err(NoMatch { cause: Cause::Eof, .. }) => "end of stream",
        };
        write!(f, "Outcome({how}, {} octets)", self.text().len())
    }
}

/// What was waited for has come, and was consumed with all before it.
#[derive(Clone)]
pub struct Match {
    text: Bytes,
    start: usize,
    #[cfg(feature = "expect")]
    of_set: Option<OfSet>,
}

/// What there is to say of a match of a set.
#[cfg(feature = "expect")]
#[derive(Clone)]
struct OfSet {
    found: Found,
    groups: Option<Groups>,
}

impl Match {
    /// A match of a pattern, the text through its end, and its groups in that.
    #[cfg(feature = "expect")]
    pub(crate) const fn of_pattern(
        text: Bytes,
        start: usize,
        groups: Option<Groups>,
        found: &Found,
    ) -> Self {
        Self { text, start, of_set: Some(OfSet { found: *found, groups }) }
    }

    /// A match of one text.
    pub(crate) const fn of_text(text: Bytes, start: usize) -> Self {
        Self {
            text,
            start,
            #[cfg(feature = "expect")]
            of_set: None,
        }
    }

    /// That of nothing, at once.
    pub(crate) const fn empty() -> Self {
        Self::of_text(Bytes::new(), 0)
    }

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

    /// What matched: the same as [`matched`](Self::matched), by the name that
    /// matches of the crate `regex` have.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.matched()
    }

    /// What matched.
    #[must_use]
    pub fn matched(&self) -> &[u8] {
        self.text.get(self.start..).unwrap_or_default()
    }

    /// Which of the things expected it is, from 0.
    #[must_use]
    pub const fn index(&self) -> usize {
        #[cfg(feature = "expect")]
        if let Some(it) = &self.of_set {
            return it.found.index;
        }
        0
    }

    /// What a group of the pattern matched; `None` if there is no such group,
    /// or it took no part. Group 0 is the whole match.
    #[must_use]
    pub fn group(&self, number: usize) -> Option<&[u8]> {
        let (start, end) = self.span(number)?;
        self.text.get(start..end)
    }

    /// Where in [`text`](Self::text) a group lies.
    #[must_use]
    pub fn span(&self, number: usize) -> Option<(usize, usize)> {
        if number == 0 {
            return Some((self.start, self.text.len()));
        }
        #[cfg(feature = "expect")]
        if let Some(groups) = self.groups() {
            return groups.get(number).map(|it| (it.start, it.end));
        }
        None
    }
}

/// Of a match of several patterns.
#[cfg(feature = "expect")]
impl Match {
    /// What a group with a name matched.
    #[must_use]
    pub fn name(&self, name: &str) -> Option<&[u8]> {
        self.text.get(self.groups()?.name(name)?)
    }

    /// Whether the match is longer than
    /// [`SetLimits::max_match`](crate::expect::SetLimits): then it is cut to
    /// its last so many octets, and has no groups.
    #[must_use]
    pub const fn is_clipped(&self) -> bool {
        match &self.of_set {
            Some(it) => it.found.clipped,
            None => false,
        }
    }

    /// What decided it: an octet of text, or an end.
    #[must_use]
    pub const fn decided(&self) -> Decided {
        match &self.of_set {
            Some(it) => it.found.by,
            None => Decided::Octet,
        }
    }

    fn groups(&self) -> Option<&Groups> {
        self.of_set.as_ref()?.groups.as_ref()
    }
}

impl fmt::Debug for Match {
    /// Shows lengths, not the text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (index, len) = (self.index(), self.text.len());
        write!(f, "Match({index}, {len} octets)")
    }
}

/// What was expected did not come. It carries what came instead.
#[derive(Clone)]
#[non_exhaustive]
pub struct NoMatch {
    /// What was received and is unread.
    pub text: Bytes,
    /// What ended the wait.
    pub cause: Cause,
    expected: Expected,
}

/// What was waited for.
#[derive(Clone)]
pub(crate) enum Expected {
    Text(Text),
    #[cfg(feature = "expect")]
    Set(PatternSet),
}

/// One text that was waited for.
#[derive(Clone)]
pub(crate) struct Text {
    sought: Sought,
    /// Made when it is asked for.
    #[cfg(feature = "expect")]
    pattern: OnceLock<Pattern>,
}

impl Expected {
    pub(crate) const fn text(sought: Sought) -> Self {
        Self::Text(Text {
            sought,
            #[cfg(feature = "expect")]
            pattern: OnceLock::new(),
        })
    }
}

/// What ended a wait without a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// The deadline passed.
    Deadline,
    /// No text arrived for [`Timeouts::idle`](crate::Timeouts).
    Idle,
    /// The peer closed the connection.
    Eof,
}

impl NoMatch {
    /// What was expected.
    #[must_use]
    #[cfg(feature = "expect")]
    pub fn expected(&self) -> &[Pattern] {
        match &self.expected {
            Expected::Text(Text { sought, pattern }) => {
                let make = || Pattern::literal(sought.text());
                std::slice::from_ref(pattern.get_or_init(make))
            }
            Expected::Set(set) => set.patterns(),
        }
    }
}

/// How much of the text an error shows, in octets from its end.
const SHOWN: usize = 80;

/// How many of the things expected an error names.
#[cfg(feature = "expect")]
const NAMED: usize = 8;

/// A text of at most so many octets, cut where characters meet; it says how
/// many are missing.
fn cut(mut text: String, most: usize) -> String {
    let len = text.len();
    if len > most {
        let at = (0..=most).rev().find(|at| text.is_char_boundary(*at));
        let at = at.unwrap_or(0);
        text.truncate(at);
        text.push_str(&format!("… and {} octets more", len - at));
    }
    text
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => {
                let text = text.sought.text().escape_ascii().to_string();
                write!(f, "\"{}\"", cut(text, SHOWN))
            }
            #[cfg(feature = "expect")]
            Self::Set(set) => {
                if set.is_empty() {
                    f.write_str("nothing")?;
                }
                let patterns = set.patterns().iter().take(NAMED);
                for (n, pattern) in patterns.enumerate() {
                    let or = if n > 0 { " or " } else { "" };
                    write!(f, "{or}\"{}\"", cut(pattern.to_string(), SHOWN))?;
                }
                match set.len().checked_sub(NAMED + 1) {
                    Some(more) => write!(f, " or one of {} more", more + 1),
                    None => Ok(()),
                }
            }
        }
    }
}

impl fmt::Display for NoMatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}", self.expected)?;
        f.write_str(match self.cause {
            Cause::Deadline => ", but the deadline passed ",
            Cause::Idle => ", but the peer fell silent ",
            Cause::Eof => ", but the peer closed the connection ",
        })?;
        let from = self.text.len().saturating_sub(SHOWN);
        let last = self.text.get(from..).unwrap_or_default();
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
        let kind = match error.cause {
            Cause::Eof => io::ErrorKind::UnexpectedEof,
            Cause::Deadline | Cause::Idle => io::ErrorKind::TimedOut,
        };
        Self::new(kind, error)
    }
}
