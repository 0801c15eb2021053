//! What makes a pattern.

use crate::pattern::Pattern;
use crate::pattern::error::PatternError;

/// What makes a pattern: a [`Pattern`], or a regular expression as `&str`, or,
/// with the feature `regex`, as that crate has it.
pub trait IntoPattern {
    /// Makes it.
    ///
    /// # Errors
    /// [`PatternError`] if it is none.
    fn into_pattern(self) -> Result<Pattern, PatternError>;

    /// Whether it makes this pattern, as far as that can be told without making
    /// it. The default cannot tell.
    fn makes(&self, pattern: &Pattern) -> bool {
        let _unused = pattern;
        false
    }
}

impl IntoPattern for Pattern {
    fn into_pattern(self) -> Result<Pattern, PatternError> {
        Ok(self)
    }

    fn makes(&self, pattern: &Pattern) -> bool {
        self == pattern
    }
}

impl IntoPattern for &Pattern {
    fn into_pattern(self) -> Result<Pattern, PatternError> {
        Ok(self.clone())
    }

    fn makes(&self, pattern: &Pattern) -> bool {
        *self == pattern
    }
}

impl IntoPattern for &str {
    /// The regular expression: see [`Pattern::regex`].
    fn into_pattern(self) -> Result<Pattern, PatternError> {
        Pattern::regex(self)
    }

    fn makes(&self, pattern: &Pattern) -> bool {
        pattern.is_of(self)
    }
}

impl IntoPattern for &String {
    /// The regular expression: see [`Pattern::regex`].
    fn into_pattern(self) -> Result<Pattern, PatternError> {
        Pattern::regex(self)
    }

    fn makes(&self, pattern: &Pattern) -> bool {
        pattern.is_of(self)
    }
}
