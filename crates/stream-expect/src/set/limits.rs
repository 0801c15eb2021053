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
    /// automata; 4 MiB. Searches that share a set share them, but for those
    /// on other threads which search at that moment. With less than it wants
    /// a search is slower.
    pub dfa: usize,
    /// How much one look at the text may work; 16,384. The unit is a state of
    /// the automaton that is looked at, which takes some 20 to 40 nanoseconds;
    /// 16 octets for which it is known where they lead, or 256 that are skipped,
    /// count as one. So a look takes less than a millisecond on machines of
    /// today, whatever the patterns are; what is left to do then is
    /// [`Step::More`](crate::Step). It makes no difference to what is found.
    pub work: usize,
}

impl Default for SetLimits {
    fn default() -> Self {
        Self { max_match: 16 << 10, nfa: 1 << 20, dfa: 4 << 20, work: 1 << 14 }
    }
}
