//! What an answer of a proxy leads to.

/// What an answer of the proxy leads to.
pub(super) enum Answer {
    /// More of it is to come.
    More,
    /// This is to be said next.
    Say(Vec<u8>),
    /// The stream is the host's.
    Done,
}
