//! What a user is asked for.

use bytes::Bytes;

/// How what is typed is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Face {
    /// As it is.
    #[default]
    Open,
    /// One sign for each character: it is a secret.
    Masked(u8),
    /// Not at all: it is a secret.
    Hidden,
}

/// What a user is asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Task {
    pub(crate) prompt: Bytes,
    pub(crate) face: Face,
    /// The keys that end it besides Enter.
    pub(crate) stops: Bytes,
    /// Whether lines are kept in the history, and fetched from there.
    pub(crate) has_history: bool,
}
