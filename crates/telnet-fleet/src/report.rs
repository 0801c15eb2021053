//! What became of an order.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::job::Moment;
use crate::name::Name;
use crate::order::Order;

/// What became of an order: the result, as JSON. It has no secret in it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// The order's: `JOB/RUN/DEVICE`.
    pub id: String,
    /// The job.
    pub job: Name,
    /// Which time it was given.
    pub run: Name,
    /// The device.
    pub device: Name,
    /// Its site.
    pub site: Name,
    /// Its name or address and its port.
    pub console: String,
    /// How it ended.
    pub status: Status,
    /// Why it did not end as `done`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// How many attempts were made.
    pub attempts: u32,
    /// Who made the last one.
    pub worker: String,
    /// When the last one ended.
    pub ended: Moment,
    /// How long the last one took, in milliseconds.
    pub took_ms: u64,
    /// What was done in the last one, as far as it came.
    #[serde(default)]
    pub steps: Vec<Done>,
}

/// How an order ended.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Deserialize,
    JsonSchema,
    Serialize,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Status {
    /// All steps are done.
    Done,
    /// A step failed, and it is known how far it came.
    Failed,
    /// The host did not take the name or the password.
    Refused,
    /// It broke off in a step that changes the device: nobody knows whether
    /// the device has done it, and it is not done again.
    Unknown,
    /// It was not begun: its credential was refused too often at this site.
    Stopped,
    /// It was not begun before the end of its window.
    Missed,
    /// It was not begun: it was cancelled.
    Cancelled,
}

/// A line that was sent, or another step, and what came of it.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema, Serialize,
)]
#[non_exhaustive]
pub struct Done {
    /// The step, as in the job.
    pub step: String,
    /// The line that was sent, if it is one of the job.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<String>,
    /// What the host said, as a terminal shows it. Octets that are no UTF-8 are
    /// U+FFFD.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub output: String,
    /// The line by which the host refused it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// Which of the patterns matched, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matched: Option<usize>,
}

impl Status {
    /// All there are.
    pub const ALL: [Self; 7] = [
        Self::Done,
        Self::Failed,
        Self::Refused,
        Self::Unknown,
        Self::Stopped,
        Self::Missed,
        Self::Cancelled,
    ];

    /// Its name, as in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
            Self::Stopped => "stopped",
            Self::Missed => "missed",
            Self::Cancelled => "cancelled",
        }
    }
}

impl Report {
    /// The report of an order that ended without an attempt, or before one.
    #[must_use]
    pub fn without(
        order: &Order,
        status: Status,
        why: impl Into<String>,
        ended: Moment,
    ) -> Self {
        Self {
            id: order.id(),
            job: order.job.name.clone(),
            run: order.run.clone(),
            device: order.device.clone(),
            site: order.site.clone(),
            console: order.console(),
            status,
            error: Some(why.into()),
            attempts: 0,
            worker: String::new(),
            ended,
            took_ms: 0,
            steps: Vec::new(),
        }
    }
}
