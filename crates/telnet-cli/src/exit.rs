//! How the program ends: a code, and what is said on standard error.

use std::path::Path;
use std::process::ExitCode;
use std::{fmt, io};

/// The exit codes. 128 and the number of a signal follow from a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    /// There is no connection, or it broke.
    Connection,
    /// The command line, or a file that it names, is wrong.
    Usage,
    /// TLS failed: the peer has none, or nobody trusts its certificate.
    Tls,
    /// What a script expects did not come, or was refused.
    Missed,
    /// The host closed the connection before it came.
    Closed,
}

impl Code {
    /// The number of it.
    pub(crate) const fn number(self) -> u8 {
        match self {
            Self::Connection => 1,
            Self::Usage => 2,
            Self::Tls => 3,
            Self::Missed => 4,
            Self::Closed => 5,
        }
    }
}

/// Why the program does not end with 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Exit {
    code: u8,
    message: String,
}

impl Exit {
    /// Ends with a code, and says why: what was wanted, what was seen, what can
    /// be done.
    pub(crate) fn new(code: Code, message: impl fmt::Display) -> Self {
        Self { code: code.number(), message: message.to_string() }
    }

    /// Ends as a script says; without a message nothing is said.
    pub(crate) const fn by_script(code: u8, message: String) -> Self {
        Self { code, message }
    }

    /// A file that the command line names cannot be read, or written.
    pub(crate) fn file(file: &Path, error: &io::Error) -> Self {
        Self::new(Code::Usage, format_args!("{}: {error}", file.display()))
    }

    /// The connection broke: an error of reading or writing it.
    pub(crate) fn broken(error: &io::Error) -> Self {
        Self::new(
            Code::Connection,
            format_args!("the connection broke: {error}"),
        )
    }

    /// The number that the program ends with.
    pub(crate) const fn number(&self) -> u8 {
        self.code
    }

    /// What is to be said.
    pub(crate) fn message(&self) -> &str {
        &self.message
    }
}

impl From<&Exit> for ExitCode {
    fn from(exit: &Exit) -> Self {
        Self::from(exit.number())
    }
}
