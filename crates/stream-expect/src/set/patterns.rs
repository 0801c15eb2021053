//! What a wait for several things takes.

use crate::pattern::Pattern;
use crate::pattern::error::PatternError;
use crate::pattern::into::IntoPattern;
use crate::set::PatternSet;
use crate::set::limits::SetLimits;

/// Several things to wait for, in order: a [`PatternSet`], or a slice, an
/// array or a vector of what makes patterns: of [`Pattern`]s, or of regular
/// expressions as `&str`.
///
/// A set is compiled already. Anything else is compiled when it is first given,
/// and found again while it is among the lists that were given last: see
/// [`PatternSet::recent`].
pub trait Patterns {
    /// Hands them out.
    ///
    /// # Errors
    /// [`PatternError`] if one of them is none.
    fn into_patterns(self) -> Result<Given, PatternError>;

    /// Whether they are the patterns of a set, as far as that can be told
    /// without making patterns of them. The default cannot tell.
    fn are(&self, set: &PatternSet) -> bool {
        let _unused = set;
        false
    }
}

/// Patterns that were given: compiled, or not.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Given {
    /// Compiled.
    Set(PatternSet),
    /// Not yet.
    List(Vec<Pattern>),
}

impl PatternSet {
    /// Compiles patterns, the first of which is number 0. None at all is a
    /// set, too, in which nothing is found.
    ///
    /// # Errors
    /// [`PatternError`] names the pattern, what is wrong, and what to do.
    pub fn new(patterns: impl Patterns) -> Result<Self, PatternError> {
        Self::with_limits(patterns, SetLimits::default())
    }

    /// Compiles patterns as [`new`](Self::new) does, with limits of one's own.
    ///
    /// # Errors
    /// [`PatternError`] names the pattern, what is wrong, and what to do.
    pub fn with_limits(
        patterns: impl Patterns,
        limits: SetLimits,
    ) -> Result<Self, PatternError> {
        match patterns.into_patterns()? {
            Given::Set(set) if set.limits() == limits => Ok(set),
            Given::Set(set) => Self::compile(set.patterns().into(), limits),
            Given::List(list) => Self::compile(list.into(), limits),
        }
    }
}

impl Patterns for PatternSet {
    fn into_patterns(self) -> Result<Given, PatternError> {
        Ok(Given::Set(self))
    }
}

impl Patterns for &PatternSet {
    fn into_patterns(self) -> Result<Given, PatternError> {
        Ok(Given::Set(self.clone()))
    }
}

impl Patterns for Pattern {
    fn into_patterns(self) -> Result<Given, PatternError> {
        Ok(Given::List(vec![self]))
    }

    fn are(&self, set: &PatternSet) -> bool {
        set.is(std::slice::from_ref(self))
    }
}

impl<P: IntoPattern> Patterns for Vec<P> {
    fn into_patterns(self) -> Result<Given, PatternError> {
        let each = self.into_iter().map(P::into_pattern);
        each.collect::<Result<_, _>>().map(Given::List)
    }

    fn are(&self, set: &PatternSet) -> bool {
        are(self, set)
    }
}

impl<P: IntoPattern + Clone> Patterns for &[P] {
    fn into_patterns(self) -> Result<Given, PatternError> {
        self.to_vec().into_patterns()
    }

    fn are(&self, set: &PatternSet) -> bool {
        are(self, set)
    }
}

impl<P: IntoPattern + Clone, const N: usize> Patterns for &[P; N] {
    fn into_patterns(self) -> Result<Given, PatternError> {
        self.to_vec().into_patterns()
    }

    fn are(&self, set: &PatternSet) -> bool {
        are(*self, set)
    }
}

impl<P: IntoPattern, const N: usize> Patterns for [P; N] {
    fn into_patterns(self) -> Result<Given, PatternError> {
        Vec::from(self).into_patterns()
    }

    fn are(&self, set: &PatternSet) -> bool {
        are(self, set)
    }
}

fn are<P: IntoPattern>(list: &[P], set: &PatternSet) -> bool {
    let patterns = set.patterns();
    list.len() == patterns.len()
        && list.iter().zip(patterns).all(|(it, pattern)| it.makes(pattern))
}
