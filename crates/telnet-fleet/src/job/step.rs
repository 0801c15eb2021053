//! One thing to do at a device.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use telnet_tokio::Pattern;

use super::Span;
use crate::error::FileError;

/// One thing to do at a device. What it sends is one line a string.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Step {
    /// Log in with the name and the password of the device's credential.
    Login,
    /// Ask for more rights with the second password of the credential.
    Enable,
    /// Run commands one after the other.
    Run {
        /// The lines.
        commands: Vec<String>,
        /// Go on where the host refuses one; if not, the job fails there.
        #[serde(default)]
        keep_going: bool,
        /// They change the device: what holds of `configure` holds of them.
        #[serde(default)]
        changes: bool,
    },
    /// Run lines between the commands that begin and end to configure.
    Configure {
        /// The lines.
        lines: Vec<String>,
        /// Go on where the host refuses one; if not, the job is reported as
        /// failed. The lines behind it have been sent in either case.
        #[serde(default)]
        keep_going: bool,
    },
    /// Wait for one of several patterns, maybe behind a line that is sent.
    Expect {
        /// The line to send before, if any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        send: Option<String>,
        /// Regular expressions; the first that matches ends it.
        patterns: Vec<String>,
        /// How long to wait, if not to the deadline of the job.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        within: Option<Span>,
        /// What is sent changes the device.
        #[serde(default)]
        changes: bool,
    },
}

impl Step {
    /// Whether it changes the device: then it is not done twice, see
    /// [`Job::idempotent`](crate::Job).
    #[must_use]
    pub const fn changes(&self) -> bool {
        match self {
            Self::Configure { .. } => true,
            Self::Run { changes, .. } | Self::Expect { changes, .. } => {
                *changes
            }
            Self::Login | Self::Enable => false,
        }
    }

    /// Its name, as in files.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Enable => "enable",
            Self::Run { .. } => "run",
            Self::Configure { .. } => "configure",
            Self::Expect { .. } => "expect",
        }
    }

    pub(super) fn check(&self) -> Result<(), FileError> {
        let lines: &[String] = match self {
            Self::Login | Self::Enable => &[],
            Self::Run { commands, .. } => commands,
            Self::Configure { lines, .. } => lines,
            Self::Expect { send, patterns, .. } => {
                if patterns.is_empty() {
                    let why = "a step `expect` without patterns never ends";
                    return Err(FileError::new(why));
                }
                for pattern in patterns {
                    Pattern::regex(pattern).map_err(FileError::new)?;
                }
                send.as_slice()
            }
        };
        let has_end = |it: &&String| it.contains(['\r', '\n']);
        match lines.iter().find(has_end) {
            None => Ok(()),
            Some(line) => Err(FileError::new(format_args!(
                "{line:?} has a line end in it: write one string for each line"
            ))),
        }
    }
}
