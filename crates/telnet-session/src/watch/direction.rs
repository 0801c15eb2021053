//! Which way.

use std::fmt;

/// Which way something crossed the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "there are two ways")]
pub enum Direction {
    /// From the peer.
    Received,
    /// To the peer.
    Sent,
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Received => "RCVD",
            Self::Sent => "SENT",
        })
    }
}
