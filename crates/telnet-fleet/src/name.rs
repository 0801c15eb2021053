//! Names of jobs, devices, sites and credentials.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::FileError;

/// A name: 1 to 64 letters, digits, `-`, `_` and `.` of ASCII, a letter or a
/// digit at its begin and at its end. It is fit for a file, a key and a subject.
#[derive(
    Clone,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Deserialize,
    JsonSchema,
    Serialize,
)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Name(String);

impl Name {
    /// The most characters.
    pub const LONGEST: usize = 64;

    /// `main`: the site of who names none.
    pub(crate) fn main() -> Self {
        Self("main".to_owned())
    }

    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same where a dot would part words.
    #[must_use]
    pub fn as_word(&self) -> String {
        self.0.replace('.', "=")
    }
}

impl FromStr for Name {
    type Err = FileError;

    fn from_str(text: &str) -> Result<Self, FileError> {
        let octets = text.as_bytes();
        let is_inner =
            |it: &u8| it.is_ascii_alphanumeric() || b"-_.".contains(it);
        let is_outer =
            |it: Option<&u8>| it.is_some_and(u8::is_ascii_alphanumeric);
        let is_name = octets.len() <= Self::LONGEST
            && octets.iter().all(is_inner)
            && is_outer(octets.first())
            && is_outer(octets.last())
            && !text.contains("..");
        if is_name {
            return Ok(Self(text.to_owned()));
        }
        Err(FileError::new(format_args!(
            "{text:?} is no name: letters, digits, `-`, `_`, single `.`, at most \
             {} of them, the first and the last a letter or a digit",
            Self::LONGEST
        )))
    }
}

impl TryFrom<String> for Name {
    type Error = FileError;

    fn try_from(text: String) -> Result<Self, FileError> {
        text.parse()
    }
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_fit_for_a_file_a_key_and_a_subject() {
        for good in ["r1", "edge-7.berlin", "a_b", "7"] {
            assert_eq!(good.parse::<Name>().unwrap().as_str(), good);
        }
        let long = "a".repeat(65);
        for bad in ["", ".", "..", "a..b", "-a", "a/", "a b", "ä", "*", &long]
        {
            assert!(bad.parse::<Name>().is_err(), "{bad:?}");
        }
    }
}
