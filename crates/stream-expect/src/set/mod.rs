//! Several things to wait for, compiled.

pub(crate) mod limits;
pub(crate) mod lines;
pub(crate) mod patterns;
pub(crate) mod program;
mod recent;
mod whole;

use std::fmt;
use std::sync::{Arc, OnceLock};

use memchr::memmem;
use regex_automata::meta;

use crate::pattern::Pattern;
use crate::pattern::error::{PatternError, PatternFault};
use crate::set::limits::SetLimits;
use crate::set::program::Program;

/// Things to wait for at once, compiled: for loops, and for many streams.
/// Cheap to clone; all clones share their memory.
///
/// ```
/// use stream_expect::{Pattern, PatternSet};
/// let set = PatternSet::new([
///     Pattern::prompt(r"[\w-]+[>#] ?")?,
///     Pattern::literal("--More--"),
///     Pattern::regex(r"(?m)^% .*\n")?,
/// ])?;
/// assert_eq!(set.len(), 3);
/// # Ok::<(), stream_expect::PatternError>(())
/// ```
#[derive(Clone)]
pub struct PatternSet {
    inner: Arc<Inner>,
}

struct Inner {
    patterns: Box<[Pattern]>,
    limits: SetLimits,
    engine: Engine,
    /// Whole engines of single patterns, for those who ask for groups.
    regexes: Box<[OnceLock<Option<meta::Regex>>]>,
}

/// How a set is searched for.
pub(crate) enum Engine {
    /// Nothing: there is no pattern.
    Nothing,
    /// One text as it stands.
    Literal(Box<memmem::Finder<'static>>),
    /// All else.
    Program(Box<Program>),
}

/// Most patterns in a set.
const MAX: usize = 1024;

impl PatternSet {
    /// Compiles patterns, the first of which is number 0.
    pub(crate) fn compile(
        patterns: Box<[Pattern]>,
        limits: SetLimits,
    ) -> Result<Self, PatternError> {
        if patterns.len() > MAX {
            let fault = PatternFault::Count(patterns.len());
            return Err(PatternError::new("", fault));
        }
        for pattern in &patterns {
            pattern.check()?;
        }
        let engine = Engine::new(&patterns, &limits)?;
        let regexes = patterns.iter().map(|_| OnceLock::new()).collect();
        let inner = Inner { patterns, limits, engine, regexes };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The patterns, in order.
    #[must_use]
    pub fn patterns(&self) -> &[Pattern] {
        &self.inner.patterns
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.inner.patterns.len()
    }

    /// Whether there is none: nothing can match.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.inner.patterns.is_empty()
    }

    /// What it may use.
    #[must_use]
    pub fn limits(&self) -> SetLimits {
        self.inner.limits
    }

    /// Whether it is of these patterns.
    pub(crate) fn is(&self, patterns: &[Pattern]) -> bool {
        *self.inner.patterns == *patterns
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.inner.engine
    }

    /// The pattern with this number.
    pub(crate) fn pattern(&self, index: usize) -> Option<&Pattern> {
        self.inner.patterns.get(index)
    }

    /// The whole engine of a pattern, compiled when it is first asked for.
    pub(crate) fn regex(&self, index: usize) -> Option<&meta::Regex> {
        let pattern = self.inner.patterns.get(index)?;
        let cell = self.inner.regexes.get(index)?;
        cell.get_or_init(|| whole::compile(pattern.hir())).as_ref()
    }
}

impl Engine {
    fn new(
        patterns: &[Pattern],
        limits: &SetLimits,
    ) -> Result<Self, PatternError> {
        if patterns.is_empty() {
            return Ok(Self::Nothing);
        }
        if let [only] = patterns {
            let fits = |text: &&[u8]| text.len() <= limits.max_match;
            let plain = only.as_plain().filter(fits);
            let text = only.as_literal().or(plain);
            if let Some(text) = text.filter(|text| !text.is_empty()) {
                if text.len() > limits.max_match {
                    return Err(only.error(PatternFault::TooLarge));
                }
                let finder = memmem::Finder::new(text).into_owned();
                return Ok(Self::Literal(Box::new(finder)));
            }
        }
        Ok(Self::Program(Box::new(Program::new(patterns, limits)?)))
    }
}

impl PartialEq for PatternSet {
    /// Whether it waits for the same in the same way.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner)
            || (self.is(&other.inner.patterns)
                && self.inner.limits == other.inner.limits)
    }
}

impl Eq for PatternSet {}

impl fmt::Debug for PatternSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.inner.patterns).finish()
    }
}
