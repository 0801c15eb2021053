//! What a set may use.

/// What a [`PatternSet`](crate::PatternSet) may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SetLimits {
    /// The longest match, in octets; 16 KiB. Of a longer one the last so many
    /// octets are the match: see
    /// [`Found::clipped`](crate::Found).
    pub max_match: usize,
    /// Octets for each of the two automata; 1 MiB. Patterns that need more
    /// are refused.
    pub nfa: usize,
    /// Octets in which a search remembers what it has found out about the
    /// automata; 1 MiB. Searches that share a set share them, but for those
    /// on other threads which search at that moment. With less than it wants
    /// a search is slower.
    pub dfa: usize,
}

impl Default for SetLimits {
    fn default() -> Self {
        Self { max_match: 16 << 10, nfa: 1 << 20, dfa: 1 << 20 }
    }
}
