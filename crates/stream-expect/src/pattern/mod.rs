//! One thing to wait for.

pub(crate) mod check;
pub(crate) mod dialect;
pub(crate) mod error;
pub(crate) mod into;
#[cfg(feature = "regex")]
mod regex;

use std::fmt;
use std::sync::Arc;

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Hir, HirKind, Look};

use crate::pattern::error::{PatternError, PatternFault};

/// Something to wait for: a text as it stands, a regular expression, or a
/// prompt. Cheap to clone.
///
/// ```
/// use stream_expect::Pattern;
/// let more = Pattern::literal("--More--");
/// let version = Pattern::regex(r"Version (\d+)\.(\d+)")?.greedy();
/// let prompt = Pattern::prompt(r"[\w-]+[>#] ?")?;
/// assert!(prompt.is_late() && !version.is_late());
/// # Ok::<(), stream_expect::PatternError>(())
/// ```
///
/// **A match is known with its last octet.** So the tail of a pattern is as
/// short as it can be: `\d+` matches one digit, whatever follows. Let the
/// pattern end with what ends it (`\d+\r`), or make it [`greedy`](Self::greedy).
///
/// **A pattern that looks behind its end is late**: one which ends with `$`,
/// `\z`, `\b` or the like needs the next octet, or the knowledge that none
/// follows for now: an [`End`](crate::End) of the stream, by a mark of the
/// sender, or by a silence. One late alternative makes the whole pattern wait;
/// give the others as patterns of their own.
#[derive(Clone)]
pub struct Pattern {
    inner: Arc<Inner>,
    greedy: bool,
    allow_empty: bool,
}

struct Inner {
    source: Source,
    hir: Hir,
    /// What was given for a prompt, without where it has to begin and end.
    bare: Option<Hir>,
    late: bool,
}

#[derive(Clone, PartialEq, Eq)]
enum Source {
    Literal(Box<[u8]>),
    Regex(Box<str>),
    Prompt(Box<str>),
}

/// Groups may be nested so deep.
const NESTING: u32 = 200;

impl Pattern {
    /// A text as it stands; nothing in it is special.
    #[must_use]
    pub fn literal(text: impl AsRef<[u8]>) -> Self {
        let text: Box<[u8]> = text.as_ref().into();
        let hir = Hir::literal(text.clone());
        Self::of(Source::Literal(text), hir)
    }

    /// A regular expression in the syntax of the crate `regex`, over octets:
    /// `\w`, `\d`, `\s`, `\b` and `(?i)` know ASCII alone, `.` is any octet
    /// but LF, `^` and `\A` are where the search begins, and `\xFF` is
    /// an octet. `$` is the end of the text, and not also the place before a
    /// last line end as in Python; with `(?m)` it is the end of a line, with
    /// `(?mR)` that of one which ends with CR LF.
    ///
    /// # Errors
    /// [`PatternError`] says what is wrong.
    pub fn regex(source: &str) -> Result<Self, PatternError> {
        own_dialect(source)?;
        Self::regex_as_is(source)
    }

    /// The same, where it is known to mean what it says.
    fn regex_as_is(source: &str) -> Result<Self, PatternError> {
        let hir = parse(source)?;
        Ok(Self::of(Source::Regex(source.into()), hir))
    }

    /// A prompt: a regular expression that has to match from the start of a
    /// line to the end of all that has come, when that is for now all that
    /// comes. So it is found at an end alone: at a mark of the sender, in a
    /// silence, or at the end of the stream.
    ///
    /// A line begins where the search does, behind LF, and behind a CR
    /// without LF.
    ///
    /// # Errors
    /// [`PatternError`] says what is wrong.
    pub fn prompt(source: &str) -> Result<Self, PatternError> {
        let line = Hir::look(Look::StartCRLF);
        let end = Hir::look(Look::End);
        own_dialect(source)?;
        let bare = parse(source)?;
        let hir = Hir::concat(vec![line, bare.clone(), end]);
        let late = true;
        let source = Source::Prompt(source.into());
        let inner = Arc::new(Inner { source, hir, bare: Some(bare), late });
        Ok(Self { inner, greedy: false, allow_empty: false })
    }

    /// A regular expression that matches `text` as it stands, to be put into
    /// a larger one.
    ///
    /// ```
    /// # use stream_expect::Pattern;
    /// assert_eq!(Pattern::escape("~$ "), r"\~\$ ");
    /// ```
    #[must_use]
    pub fn escape(text: &str) -> String {
        regex_syntax::escape(text)
    }

    fn of(source: Source, hir: Hir) -> Self {
        let late = check::looks_ahead(&hir);
        let inner = Arc::new(Inner { source, hir, bare: None, late });
        Self { inner, greedy: false, allow_empty: false }
    }

    /// Lets a match go on as long as octets can lengthen it, or up to an end
    /// (of the stream, by a mark, by a silence): `(\d+)` is the whole number
    /// then. Meanwhile no other pattern of the set can match.
    ///
    /// Which match it is, and where it begins, is as without. It ends where
    /// the regex would end from there, preferences and lazy repetitions
    /// included, and at most [`SetLimits::max_match`](crate::SetLimits)
    /// octets behind its start.
    #[must_use]
    pub const fn greedy(mut self) -> Self {
        self.greedy = true;
        self
    }

    /// Allows it to match where there is nothing. Without this, such a
    /// pattern is refused: it would match at once.
    #[must_use]
    pub const fn allow_empty(mut self) -> Self {
        self.allow_empty = true;
        self
    }

    /// Whether it needs the octet behind its match, or an end: see
    /// [`Pattern`].
    #[must_use]
    pub fn is_late(&self) -> bool {
        self.inner.late
    }

    /// Whether [`greedy`](Self::greedy) was said.
    #[must_use]
    pub const fn is_greedy(&self) -> bool {
        self.greedy
    }

    pub(crate) fn hir(&self) -> &Hir {
        &self.inner.hir
    }

    /// What is to match, wherever in a line.
    pub(crate) fn bare(&self) -> &Hir {
        self.inner.bare.as_ref().unwrap_or(&self.inner.hir)
    }

    /// Whether it is a [prompt](Self::prompt).
    #[must_use]
    pub fn is_prompt(&self) -> bool {
        self.inner.bare.is_some()
    }

    /// Whether it names a line end, CR or LF, as `\r` or `\n` or by its number:
    /// then it is of more than one line.
    #[must_use]
    pub fn names_line_end(&self) -> bool {
        let is_end = |it: &u8| matches!(it, b'\r' | b'\n');
        match &self.inner.source {
            Source::Literal(text) => text.iter().any(is_end),
            Source::Regex(source) | Source::Prompt(source) => {
                let escapes =
                    ["\\r", "\\n", "\\x0a", "\\x0A", "\\x0d", "\\x0D"];
                source.bytes().any(|it| is_end(&it))
                    || escapes.iter().any(|it| source.contains(it))
            }
        }
    }

    /// How many groups it has, besides the whole.
    pub(crate) fn group_count(&self) -> usize {
        self.hir().properties().explicit_captures_len()
    }

    /// The text, if it is one as it stands.
    pub(crate) fn as_literal(&self) -> Option<&[u8]> {
        match &self.inner.source {
            Source::Literal(text) => Some(text),
            Source::Regex(_) | Source::Prompt(_) => None,
        }
    }

    /// The text, if it is a regular expression for one and no more.
    pub(crate) fn as_plain(&self) -> Option<&[u8]> {
        let HirKind::Literal(text) = self.hir().kind() else { return None };
        (!self.greedy).then_some(&text.0)
    }

    /// Whether it is what [`regex`](Self::regex) makes of this.
    pub(crate) fn is_of(&self, source: &str) -> bool {
        let Source::Regex(own) = &self.inner.source else { return false };
        **own == *source && !self.greedy && !self.allow_empty
    }

    /// Whether it may be in a set.
    pub(crate) fn check(&self) -> Result<(), PatternError> {
        if !self.allow_empty && check::can_be_empty(self.hir()) {
            return Err(self.error(PatternFault::MatchesEmpty));
        }
        Ok(())
    }

    pub(crate) fn error(&self, fault: PatternFault) -> PatternError {
        PatternError::new(&self.to_string(), fault)
    }
}

/// Refuses what other dialects mean otherwise.
fn own_dialect(source: &str) -> Result<(), PatternError> {
    match dialect::set_operator(source, NESTING) {
        Some(why) => Err(PatternError::new(source, PatternFault::Syntax(why))),
        None => Ok(()),
    }
}

fn parse(source: &str) -> Result<Hir, PatternError> {
    let fault = |fault| PatternError::new(source, fault);
    let hir = ParserBuilder::new()
        .unicode(false)
        .utf8(false)
        .nest_limit(NESTING)
        .build()
        .parse(source)
        .map_err(|error| dialect::explain(source, &error))
        .map_err(|why| fault(PatternFault::Syntax(why)))?;
    let looks = hir.properties().look_set();
    if looks.contains_word_unicode() {
        return Err(fault(PatternFault::UnicodeWordBoundary));
    }
    if check::never_matches(&hir) {
        return Err(fault(PatternFault::NeverMatches));
    }
    Ok(hir)
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        let same = Arc::ptr_eq(&self.inner, &other.inner)
            || self.inner.source == other.inner.source;
        same && self.greedy == other.greedy
            && self.allow_empty == other.allow_empty
    }
}

impl Eq for Pattern {}

impl TryFrom<&str> for Pattern {
    type Error = PatternError;

    /// The regular expression: see [`Pattern::regex`].
    fn try_from(source: &str) -> Result<Self, PatternError> {
        Self::regex(source)
    }
}

impl TryFrom<&String> for Pattern {
    type Error = PatternError;

    fn try_from(source: &String) -> Result<Self, PatternError> {
        Self::regex(source)
    }
}

impl fmt::Display for Pattern {
    /// As it was given, a text escaped.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.inner.source {
            Source::Literal(text) => f.pad(&text.escape_ascii().to_string()),
            Source::Regex(source) | Source::Prompt(source) => source.fmt(f),
        }
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match &self.inner.source {
            Source::Literal(_) => "literal",
            Source::Regex(_) => "regex",
            Source::Prompt(_) => "prompt",
        };
        let greedy = if self.greedy { " greedy" } else { "" };
        write!(f, "Pattern({kind}{greedy} \"{self}\")")
    }
}
