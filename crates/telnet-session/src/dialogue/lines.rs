//! Patterns that are compared with a line as it is shown.

use regex_automata::meta;
use regex_automata::{Anchored, Input};
use regex_syntax::hir::{Hir, Look};

use crate::expect::{PatternFault, SetLimits};
use crate::{Pattern, PatternError};

/// What part of a line a pattern has to match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
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

/// Several patterns for a line.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// None if there is no pattern.
    regex: Option<meta::Regex>,
    is_whole: bool,
}

/// Where in a line one of them matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Which one.
    pub(super) index: usize,
    pub(super) start: usize,
}

impl Lines {
    pub(super) fn new(
        patterns: &[Pattern],
        part: Part,
    ) -> Result<Self, PatternError> {
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

    /// The first that matches, the one that begins first before others.
    ///
    /// A line that is too long is none that a pattern is for.
    pub(super) fn find(&self, line: &[u8]) -> Option<Found> {
        if line.len() > LONGEST {
            return None;
        }
        let anchored = if self.is_whole { Anchored::Yes } else { Anchored::No };
        let input = Input::new(line).anchored(anchored);
        let found = self.regex.as_ref()?.search(&input)?;
        let index = found.pattern().as_usize();
        Some(Found { index, start: found.start() })
    }

    pub(super) fn is_match(&self, line: &[u8]) -> bool {
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
