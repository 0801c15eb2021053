//! What is wrong with a file.

use std::fmt;

/// A file, or a message, is not what it is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    why: String,
}

impl FileError {
    pub(crate) fn new(why: impl fmt::Display) -> Self {
        Self { why: why.to_string() }
    }

    #[expect(
        clippy::needless_pass_by_value,
        reason = "it is what map_err hands over"
    )]
    pub(crate) fn toml(error: toml::de::Error) -> Self {
        Self::new(error.to_string().trim_end())
    }

    /// The same with the place that it is about.
    #[must_use]
    pub fn of(self, place: impl fmt::Display) -> Self {
        Self { why: format!("{place}: {}", self.why) }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.why)
    }
}

impl std::error::Error for FileError {}
