//! Patterns that are compared with a line that is there in whole.

use regex_automata::meta;
use regex_automata::{Anchored, Input};
use regex_syntax::hir::{Hir, Look};

use crate::pattern::Pattern;
use crate::pattern::error::{PatternError, PatternFault};
use crate::set::limits::SetLimits;

/// What part of a line a pattern has to match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a line has no other parts")]
pub enum Part {
    /// From the begin to the end, blanks at the end left aside.
    Whole,
    /// From anywhere to the end, blanks at the end left aside.
    End,
    /// From anywhere to anywhere.
    Any,
}

/// Octets of the longest line that is looked at.
const LONGEST: usize = 4096;

/// Octets for the automaton of all patterns of one kind.
const LARGEST: usize = 16 << 20;

/// Patterns for lines that are there in whole: of a terminal's screen, of a log.
///
/// A stream is searched by a [`Search`](crate::Search). This is for who has
/// made lines of it, and asks which of the same patterns stand in one.
///
/// ```
/// use stream_expect::{LineSet, Part, Pattern};
/// let prompts = [Pattern::prompt(r"[\w-]+[>#]")?, Pattern::literal("--More--")];
/// let prompts = LineSet::new(&prompts, Part::End)?;
/// let found = prompts.find(b"done. router1# ").ok_or("no prompt")?;
/// assert_eq!((found.index, found.start), (0, 6));
/// assert!(!prompts.is_match(b"router1# show"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct LineSet {
    /// None if there is no pattern.
    regex: Option<meta::Regex>,
    is_whole: bool,
}

/// Where in a line one of them matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LineFound {
    /// The number of the pattern.
    pub index: usize,
    /// Where in the line it begins.
    pub start: usize,
}

impl LineSet {
    /// Compiles patterns, the first of which is number 0. Of a prompt it takes
    /// what the line looks like; which part that has to be, `part` says. None
    /// at all match no line.
    ///
    /// # Errors
    /// [`PatternError`] if they need more than 16 MiB.
    pub fn new(patterns: &[Pattern], part: Part) -> Result<Self, PatternError> {
        if patterns.is_empty() {
            return Ok(Self::default());
        }
        let each = patterns.iter().map(|it| wrap(it.bare().clone(), part));
        let hirs: Vec<Hir> = each.collect();
        let config = meta::Config::new()
            .utf8_empty(false)
            .nfa_size_limit(Some(LARGEST))
            .hybrid_cache_capacity(SetLimits::default().dfa);
        let regex = meta::Builder::new()
            .configure(config)
            .build_many_from_hir(&hirs)
            .map_err(|_| {
                let which = patterns.first().map(Pattern::to_string);
                let which = which.unwrap_or_default();
                PatternError::new(&which, PatternFault::TooLarge)
            })?;
        Ok(Self { regex: Some(regex), is_whole: part == Part::Whole })
    }

    /// The match that begins first; of those that begin there, that of the
    /// first pattern. The line is without its end. In one longer than 4 KiB
    /// nothing is found.
    #[must_use]
    pub fn find(&self, line: &[u8]) -> Option<LineFound> {
        if line.len() > LONGEST {
            return None;
        }
        let anchored = if self.is_whole { Anchored::Yes } else { Anchored::No };
        let input = Input::new(line).anchored(anchored);
        let found = self.regex.as_ref()?.search(&input)?;
        let index = found.pattern().as_usize();
        Some(LineFound { index, start: found.start() })
    }

    /// Whether one of them matches: see [`find`](Self::find).
    #[must_use]
    pub fn is_match(&self, line: &[u8]) -> bool {
        self.find(line).is_some()
    }
}

fn wrap(pattern: Hir, part: Part) -> Hir {
    let blank = Hir::literal(&b" "[..]);
    let blanks = Hir::repetition(regex_syntax::hir::Repetition {
        min: 0,
        max: None,
        greedy: true,
        sub: Box::new(blank),
    });
    match part {
        Part::Whole | Part::End => {
            Hir::concat(vec![pattern, blanks, Hir::look(Look::End)])
        }
        Part::Any => pattern,
    }
}
