//! Platforms by their names.

use std::fmt;
use std::io;

/// No platform has that name: see [`Cli::platform`](crate::Cli::platform).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownPlatformError {
    name: Box<str>,
}

impl UnknownPlatformError {
    pub(super) fn new(name: &str) -> Self {
        Self { name: name.into() }
    }

    /// The name that was given.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl fmt::Display for UnknownPlatformError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name.escape_debug();
        write!(
            f,
            "no platform is called `{name}`; Cli::platforms() names them \
             all, and Cli::default() needs none"
        )
    }
}

impl std::error::Error for UnknownPlatformError {}

impl From<UnknownPlatformError> for io::Error {
    fn from(error: UnknownPlatformError) -> Self {
        Self::new(io::ErrorKind::InvalidInput, error)
    }
}
