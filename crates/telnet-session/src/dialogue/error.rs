//! Why a dialogue did not come to its end.

use std::fmt;
use std::io;
use std::sync::Arc;

use bytes::Bytes;

use super::reply::Reply;
use crate::error::OutputFullError;
use crate::outcome::Cause;

/// A dialogue did not come to its end.
///
/// What the host said is with it, as a terminal shows it, passwords masked:
/// it was consumed. As [`io::Error`] it is what [`get_ref`] and
/// [`downcast`](io::Error::downcast) give.
///
/// [`get_ref`]: io::Error::get_ref
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum DialogueError {
    /// The host did not take the name or the password. As [`io::Error`] its
    /// kind is `PermissionDenied`.
    Refused {
        /// What it said.
        said: Bytes,
    },
    /// What was expected did not come. As [`io::Error`] its kind is `TimedOut`
    /// or `UnexpectedEof`.
    Missed {
        /// What was expected, in words.
        wanted: &'static str,
        /// What ended the wait.
        cause: Cause,
        /// What the host said meanwhile, the line that stands at its end.
        said: Bytes,
    },
    /// The host asks what nothing answers. As [`io::Error`] its kind is
    /// `Other`.
    Asked {
        /// The line that asks.
        question: Bytes,
        /// What it said before.
        said: Bytes,
    },
    /// The host does not take the command that begins to configure. As
    /// [`io::Error`] its kind is `PermissionDenied`.
    Rejected {
        /// The line by which it says so.
        line: Bytes,
        /// What it said.
        said: Bytes,
    },
    /// A dialogue before this one did not come to its end, and what comes
    /// cannot be told from its reply. As [`io::Error`] its kind is
    /// `InvalidData`.
    OutOfStep {
        /// What came.
        said: Bytes,
    },
    /// The reply is longer than
    /// [`Config::max_unread`](crate::Config::max_unread). As [`io::Error`] its
    /// kind is `QuotaExceeded`.
    TooLong {
        /// The cap, in octets.
        max: usize,
        /// As much as came before that.
        said: Bytes,
    },
    /// What is to be sent has a line end in it. Nothing was sent. As
    /// [`io::Error`] its kind is `InvalidInput`.
    LineEnd {
        /// What it is: a command, a name, a password.
        what: &'static str,
    },
    /// One of several commands did not come to its end; the others behind it
    /// were not sent. As [`io::Error`] its kind is that of `error`.
    Stopped {
        /// The command.
        line: Bytes,
        /// The replies to those before it.
        done: Vec<Reply>,
        /// What became of it.
        error: Box<Self>,
    },
    /// A line is too long to be sent. As [`io::Error`] its kind is
    /// `QuotaExceeded`.
    NotSent(OutputFullError),
    /// The output cannot be written where it is to go. As [`io::Error`] its
    /// kind is the kind of that error.
    NotWritten(Arc<io::Error>),
}

/// How much of a text an error shows, in octets from its end.
const SHOWN: usize = 200;

/// The last words of a host, escaped.
struct Last<'a>(&'a [u8]);

impl fmt::Display for Last<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = self.0.trim_ascii();
        if said.is_empty() {
            return f.write_str("it said nothing");
        }
        let from = said.len().saturating_sub(SHOWN);
        let last = said.get(from..).unwrap_or_default();
        let more = if from > 0 { "…" } else { "" };
        write!(f, "it said \"{more}{}\"", last.escape_ascii())
    }
}

impl DialogueError {
    /// What the host said, as far as the dialogue has consumed it.
    #[must_use]
    pub fn said(&self) -> &[u8] {
        match self {
            Self::Refused { said }
            | Self::Missed { said, .. }
            | Self::Asked { said, .. }
            | Self::Rejected { said, .. }
            | Self::OutOfStep { said }
            | Self::TooLong { said, .. } => said,
            Self::Stopped { error, .. } => error.said(),
            Self::LineEnd { .. } | Self::NotSent(_) | Self::NotWritten(_) => {
                b""
            }
        }
    }
}

impl fmt::Display for DialogueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { said } => {
                write!(f, "the host refused the login: {}", Last(said))
            }
            Self::Missed { wanted, cause, said } => {
                let why = match cause {
                    Cause::Deadline => "the deadline passed",
                    Cause::Idle => "the host fell silent",
                    Cause::Eof => "the host closed the connection",
                };
                write!(f, "expected {wanted}, but {why}: {}", Last(said))?;
                let stands = said.last().is_some_and(|it| *it != b'\n');
                if *cause != Cause::Eof && stands {
                    f.write_str(
                        "; if its last line is the prompt, name it by \
                         Cli::with_prompt, or mend what is named there: a \
                         regular expression for the whole line",
                    )?;
                }
                Ok(())
            }
            Self::Asked { question, .. } => write!(
                f,
                "the host asks \"{}\", and nothing answers it: give the \
                 answer with the call, or in CliPatterns::questions",
                question.trim_ascii().escape_ascii()
            ),
            Self::Rejected { line, .. } => write!(
                f,
                "the host does not let us configure: it said \"{}\"",
                line.trim_ascii().escape_ascii()
            ),
            Self::OutOfStep { said } => write!(
                f,
                "a command before this one did not come to its end, and what \
                 comes may be its reply: call resync; {}",
                Last(said)
            ),
            Self::TooLong { max, .. } => write!(
                f,
                "the reply is longer than {max} octets: raise \
                 Config::max_unread, or hand it on while it comes by run_to"
            ),
            Self::LineEnd { what } => write!(
                f,
                "{what} has a line end in it: send one line at a time"
            ),
            Self::Stopped { line, error, .. } => {
                write!(f, "\"{}\": {error}", line.escape_ascii())
            }
            Self::NotSent(full) => full.fmt(f),
            Self::NotWritten(error) => {
                write!(f, "the output cannot be handed on: {error}")
            }
        }
    }
}

impl std::error::Error for DialogueError {}

impl From<OutputFullError> for DialogueError {
    fn from(full: OutputFullError) -> Self {
        Self::NotSent(full)
    }
}

impl DialogueError {
    /// Of what kind it is as [`io::Error`].
    #[must_use]
    pub fn kind(&self) -> io::ErrorKind {
        match self {
            Self::Missed { cause: Cause::Eof, .. } => {
                io::ErrorKind::UnexpectedEof
            }
            Self::Missed { .. } => io::ErrorKind::TimedOut,
            Self::Refused { .. } | Self::Rejected { .. } => {
                io::ErrorKind::PermissionDenied
            }
            Self::Asked { .. } => io::ErrorKind::Other,
            Self::OutOfStep { .. } => io::ErrorKind::InvalidData,
            Self::TooLong { .. } => io::ErrorKind::QuotaExceeded,
            Self::LineEnd { .. } => io::ErrorKind::InvalidInput,
            Self::Stopped { error, .. } => error.kind(),
            Self::NotSent(full) => io::Error::from(*full).kind(),
            Self::NotWritten(error) => error.kind(),
        }
    }
}

impl From<DialogueError> for io::Error {
    fn from(error: DialogueError) -> Self {
        if let DialogueError::NotSent(full) = error {
            return full.into();
        }
        Self::new(error.kind(), error)
    }
}
