//! What a wait for several things takes.

use crate::pattern::Pattern;
use crate::pattern::error::PatternError;
use crate::set::PatternSet;
use crate::set::limits::SetLimits;

/// Several things to wait for, in order: a [`PatternSet`], or a slice, an
/// array or a vector of [`Pattern`]s or of regular expressions as `&str`.
///
/// A set is compiled already. Anything else is compiled at each call, but
/// where it is the same as at the call before.
pub trait Patterns {
    /// Hands them out.
    ///
    /// # Errors
    /// [`PatternError`] if one of them is none.
    fn into_patterns(self) -> Result<Given, PatternError>;
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

impl Given {
    /// Compiles them, unless they are those of `last`.
    ///
    /// # Errors
    /// Those of [`PatternSet::new`].
    pub fn compile(
        self,
        last: Option<&PatternSet>,
    ) -> Result<PatternSet, PatternError> {
        match self {
            Self::Set(set) => Ok(set),
            Self::List(list) => match last.filter(|set| set.is(&list)) {
                Some(set) => Ok(set.clone()),
                None => PatternSet::compile(list.into(), SetLimits::default()),
            },
        }
    }
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
}

impl<P> Patterns for Vec<P>
where
    P: TryInto<Pattern>,
    PatternError: From<P::Error>,
{
    fn into_patterns(self) -> Result<Given, PatternError> {
        let each = self.into_iter().map(|it| Ok(it.try_into()?));
        each.collect::<Result<_, _>>().map(Given::List)
    }
}

impl<P> Patterns for &[P]
where
    P: TryInto<Pattern> + Clone,
    PatternError: From<P::Error>,
{
    fn into_patterns(self) -> Result<Given, PatternError> {
        self.to_vec().into_patterns()
    }
}

impl<P, const N: usize> Patterns for &[P; N]
where
    P: TryInto<Pattern> + Clone,
    PatternError: From<P::Error>,
{
    fn into_patterns(self) -> Result<Given, PatternError> {
        self.to_vec().into_patterns()
    }
}

impl<P, const N: usize> Patterns for [P; N]
where
    P: TryInto<Pattern>,
    PatternError: From<P::Error>,
{
    fn into_patterns(self) -> Result<Given, PatternError> {
        Vec::from(self).into_patterns()
    }
}
