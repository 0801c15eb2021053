//! Why a dialogue did not come to its end.

use std::fmt;
use std::io;

use bytes::Bytes;

use crate::{NoMatch, OutputFull};

/// A dialogue did not come to its end. What the host said last is with it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum DialogueError {
    /// The host did not take the name or the password. As [`io::Error`] its
    /// kind is `PermissionDenied`.
    Refused {
        /// What it said to that.
        said: Bytes,
    },
    /// What was expected did not come. As [`io::Error`] its kind is `TimedOut`
    /// or `UnexpectedEof`.
    NoMatch {
        /// What had come before, and was consumed.
        said: Bytes,
        /// What was expected, and what came instead.
        miss: NoMatch,
    },
    /// The reply is longer than
    /// [`Config::max_unread`](crate::Config::max_unread); what was received
    /// after that is unread. As [`io::Error`] its kind is `QuotaExceeded`.
    TooLong {
        /// The cap, in octets.
        max: usize,
    },
    /// A line is too long to be sent. As [`io::Error`] its kind is
    /// `QuotaExceeded`.
    NotSent(OutputFull),
}

impl fmt::Display for DialogueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { said } => write!(
                f,
                "the host refused the login: it said \"{}\"",
                said.trim_ascii().escape_ascii()
            ),
            Self::NoMatch { miss, .. } => miss.fmt(f),
            Self::TooLong { max } => write!(
                f,
                "the reply is longer than {max} octets: raise \
                 Config::max_unread, or read it piece by piece with expect"
            ),
            Self::NotSent(full) => full.fmt(f),
        }
    }
}

impl std::error::Error for DialogueError {}

impl From<OutputFull> for DialogueError {
    fn from(full: OutputFull) -> Self {
        Self::NotSent(full)
    }
}

impl From<DialogueError> for io::Error {
    fn from(error: DialogueError) -> Self {
        match error {
            DialogueError::NoMatch { miss, .. } => miss.into(),
            DialogueError::NotSent(full) => full.into(),
            DialogueError::Refused { .. } => {
                Self::new(io::ErrorKind::PermissionDenied, error)
            }
            DialogueError::TooLong { .. } => {
                Self::new(io::ErrorKind::QuotaExceeded, error)
            }
        }
    }
}
