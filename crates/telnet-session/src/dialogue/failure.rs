//! Why a dialogue ends without the prompt.

use bytes::Bytes;

use super::error::DialogueError;
use crate::error::OutputFullError;
use crate::outcome::Cause;
use crate::session::Session;

/// Why a dialogue ends without the prompt.
pub(super) enum Failure {
    Missed(Cause),
    Refused,
    /// The line that asks.
    Asked(Vec<u8>),
    TooLong,
    NotSent(OutputFullError),
}

impl From<OutputFullError> for Failure {
    fn from(full: OutputFullError) -> Self {
        Self::NotSent(full)
    }
}

impl Failure {
    /// The error, with what was expected and what was said.
    pub(super) fn error(
        self,
        wanted: &'static str,
        said: Bytes,
        session: &Session,
    ) -> DialogueError {
        match self {
            Self::Missed(cause) => {
                DialogueError::Missed { wanted, cause, said }
            }
            Self::Refused => DialogueError::Refused { said },
            Self::Asked(question) => {
                DialogueError::Asked { question: question.into(), said }
            }
            Self::TooLong => {
                let max = session.config().max_unread;
                DialogueError::TooLong { max, said }
            }
            Self::NotSent(full) => full.into(),
        }
    }
}
