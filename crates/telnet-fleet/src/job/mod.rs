//! What is to be done at each device, as data.

mod span;
mod step;

use std::time::SystemTime;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use span::{Moment, Span};
pub use step::Step;

use crate::error::FileError;
use crate::name::Name;

/// What is to be done at each device of an inventory: a file in TOML.
///
/// ```
/// use telnet_fleet::{Job, Step};
/// let job = Job::parse(r#"
///     name = "versions"
///     deadline = "1m"
///     retry = { attempts = 3, wait = "10s" }
///     steps = [
///         { do = "login" },
///         { do = "run", commands = ["show version"] },
///     ]
/// "#)?;
/// assert!(matches!(job.steps[..], [Step::Login, Step::Run { .. }]));
/// assert!(!job.changes());
/// # Ok::<(), telnet_fleet::FileError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Job {
    /// What it is called: part of the id of each result.
    pub name: Name,
    /// What to do, in this order.
    pub steps: Vec<Step>,
    /// How long one attempt at one device may take, connecting included.
    /// Two minutes if nothing is said.
    #[serde(default = "Job::usual_deadline")]
    pub deadline: Span,
    /// Whether steps that change a device may be done twice. If not, an attempt
    /// that broke off in them ends as `unknown`, and is not repeated.
    #[serde(default)]
    pub idempotent: bool,
    /// How often to try.
    #[serde(default)]
    pub retry: Retry,
    /// When attempts may begin.
    #[serde(default)]
    pub window: Window,
    /// Each device begins at a time of its own within this one, so that not all
    /// begin at once. The same job begins at the same time at the same device.
    #[serde(default = "Job::no_jitter")]
    pub jitter: Span,
}

/// How often an attempt is made again that may be repeated.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Retry {
    /// Most attempts, the first included; at least one is made.
    pub attempts: u32,
    /// How long to wait after the first; after each other one twice as long, an
    /// hour at most.
    pub wait: Span,
}

/// When attempts may begin. One that has begun goes on to its deadline.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema, Serialize,
)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Window {
    /// Not before this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Moment>,
    /// Not after this: what has not begun by then ends as `missed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_after: Option<Moment>,
}

impl Job {
    /// Reads a file's text.
    ///
    /// # Errors
    /// [`FileError`] says what is wrong with it, and in which line.
    pub fn parse(text: &str) -> Result<Self, FileError> {
        let job: Self = toml::from_str(text).map_err(FileError::toml)?;
        job.check()?;
        Ok(job)
    }

    /// Whether a step of it changes the device.
    #[must_use]
    pub fn changes(&self) -> bool {
        self.steps.iter().any(Step::changes)
    }

    fn check(&self) -> Result<(), FileError> {
        if self.steps.is_empty() {
            return Err(FileError::new("a job without steps does nothing"));
        }
        self.steps.iter().try_for_each(Step::check)
    }

    const fn usual_deadline() -> Span {
        Span::seconds(120)
    }

    const fn no_jitter() -> Span {
        Span::seconds(0)
    }
}

impl Default for Retry {
    fn default() -> Self {
        Self { attempts: 1, wait: Span::seconds(10) }
    }
}

impl Window {
    /// Whether it is over.
    #[must_use]
    pub fn is_over(&self, now: SystemTime) -> bool {
        self.not_after.is_some_and(|it| it.0 < now)
    }

    /// How long it is until it begins.
    #[must_use]
    pub fn begins_in(&self, now: SystemTime) -> std::time::Duration {
        let wait = self.not_before.map(|it| it.0.duration_since(now));
        wait.and_then(Result::ok).unwrap_or_default()
    }
}
