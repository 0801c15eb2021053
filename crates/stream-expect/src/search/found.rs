//! What a scan of the unread text has come to.

/// What has arrived is all there is, for now. This is what lets a late
/// pattern match, and a greedy one end: see [`Pattern`](crate::Pattern).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum End {
    /// Nothing more has come for a while.
    Quiet,
    /// The sender said so: see [`Text::marks`](crate::Text::marks).
    Mark,
    /// The end of the stream.
    Eof,
}

/// What decided a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Decided {
    /// An octet of text: the last of the match, or the one behind it.
    Octet,
    /// That the text ended there.
    End(End),
}

/// How far a scan has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "it goes on, or it is over")]
pub enum Step {
    /// There is more text to be searched than one look may: see
    /// [`SetLimits::work`](crate::SetLimits). Look again, at once or after
    /// others have had their turn.
    More,
    /// All was scanned, and nothing has matched.
    Pending {
        /// Whether something would match if this were the end: then, and only
        /// then, a silence means something.
        quiet: bool,
    },
    /// A match.
    Found(Found),
}

/// Where a match lies in the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Found {
    /// The number of the pattern in the set.
    pub index: usize,
    /// The stream offset of its first octet.
    pub start: u64,
    /// The stream offset behind its last octet.
    pub end: u64,
    /// Whether it is longer than [`SetLimits::max_match`](crate::SetLimits):
    /// then it begins before `start`, and has no groups.
    pub clipped: bool,
    /// What decided it.
    pub by: Decided,
    /// Whether the octet behind it, if there is one, was looked at.
    pub(crate) followed: bool,
}
