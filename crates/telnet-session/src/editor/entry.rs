//! What a user has typed.

use bytes::Bytes;

/// What a user has typed, where a line was asked for: see
/// [`ReadLine`](crate::server::ReadLine).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Entry {
    /// A line, ended by Enter, without its end and without control characters.
    /// Octets that are no UTF-8 are as they came.
    Line(Bytes),
    /// A key of those that the wait ends at. The line stays as it is, and the
    /// next wait goes on with it.
    Key {
        /// The key.
        key: u8,
        /// The line up to the cursor.
        before: Bytes,
    },
    /// `^C`, or the command IP or BRK. The line was dropped.
    Interrupt,
    /// `^\`, or the command ABORT. The line was dropped.
    Abort,
    /// `^Z`, or the command SUSP. The line was dropped.
    Suspend,
    /// `^D` where nothing is typed, or the command EOF: no more is to come.
    End,
}

impl Entry {
    /// The line, if it is one.
    #[must_use]
    pub fn into_line(self) -> Option<Bytes> {
        match self {
            Self::Line(line) => Some(line),
            Self::Key { .. }
            | Self::Interrupt
            | Self::Abort
            | Self::Suspend
            | Self::End => None,
        }
    }
}
