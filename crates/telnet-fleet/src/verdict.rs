//! What becomes of an order behind an attempt.

use std::time::Duration;

use crate::job::Job;
use crate::report::{Done, Status};

/// One attempt: how far it came, and what stopped it.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Attempt {
    /// What stopped it, if something did.
    pub trouble: Option<Trouble>,
    /// Whether the host took the name and the password; nothing if it was not
    /// asked.
    pub login: Option<bool>,
    /// How far the steps are that change the device.
    pub changes: Changes,
    /// What was done.
    pub steps: Vec<Done>,
    /// How long it took.
    pub took: Duration,
}

/// What stopped an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Trouble {
    /// Of what kind it is.
    pub kind: Kind,
    /// What it is.
    pub why: String,
}

/// Kinds of trouble.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// There is no connection.
    Unreachable,
    /// The connection broke, or the host did not say what it was to say.
    Broken,
    /// The host did not take a name or a password.
    Refused,
    /// The host refused a line.
    Rejected,
    /// It cannot be done as it was ordered, now or later.
    Unfit,
}

/// How far the steps are that change the device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Changes {
    /// None was begun.
    #[default]
    None,
    /// One was begun, and has not ended.
    Begun,
    /// One or several have ended, and none stands open.
    Ended,
}

/// What becomes of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// It has ended.
    End(Status),
    /// It is tried again after so long.
    Again(Duration),
}

/// The longest wait between two attempts.
const LONGEST: Duration = Duration::from_secs(3600);

impl Trouble {
    pub(crate) fn new(kind: Kind, why: impl Into<String>) -> Self {
        Self { kind, why: why.into() }
    }
}

/// What becomes of an order behind its attempt of this number, from 1.
#[must_use]
pub fn verdict(job: &Job, number: u32, attempt: &Attempt) -> Verdict {
    let Some(trouble) = &attempt.trouble else {
        return Verdict::End(Status::Done);
    };
    let may_repeat = job.idempotent || attempt.changes == Changes::None;
    match trouble.kind {
        Kind::Refused => return Verdict::End(Status::Refused),
        Kind::Rejected => return Verdict::End(Status::Failed),
        Kind::Unreachable | Kind::Broken if may_repeat => {
            if number < job.retry.attempts {
                return Verdict::Again(pause(job, number));
            }
        }
        Kind::Unreachable | Kind::Broken | Kind::Unfit => {}
    }
    Verdict::End(match attempt.changes {
        Changes::Begun => Status::Unknown,
        Changes::None | Changes::Ended => Status::Failed,
    })
}

/// How long to wait behind an attempt of this number, from 1.
fn pause(job: &Job, number: u32) -> Duration {
    let doubled = 1_u32.checked_shl(number.saturating_sub(1));
    let factor = doubled.unwrap_or(u32::MAX);
    job.retry.wait.0.saturating_mul(factor).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(more: &str) -> Job {
        let steps = r#"steps = [{ do = "configure", lines = ["x"] }]"#;
        let retry = r#"retry = { attempts = 3, wait = "10s" }"#;
        Job::parse(&format!("name = \"j\"\n{more}\n{retry}\n{steps}")).unwrap()
    }

    fn broken(kind: Kind, changes: Changes) -> Attempt {
        let trouble = Some(Trouble::new(kind, "x"));
        Attempt { trouble, changes, ..Attempt::default() }
    }

    #[test]
    fn what_may_have_changed_is_not_done_twice() {
        let (once, twice) = (job(""), job("idempotent = true"));
        let begun = broken(Kind::Broken, Changes::Begun);
        assert_eq!(verdict(&once, 1, &begun), Verdict::End(Status::Unknown));
        let ended = broken(Kind::Broken, Changes::Ended);
        assert_eq!(verdict(&once, 1, &ended), Verdict::End(Status::Failed));
        let again = Verdict::Again(Duration::from_secs(10));
        assert_eq!(verdict(&twice, 1, &begun), again);
        assert_eq!(verdict(&twice, 3, &begun), Verdict::End(Status::Unknown));
        let none = broken(Kind::Unreachable, Changes::None);
        assert_eq!(verdict(&once, 1, &none), again);
        let longer = Verdict::Again(Duration::from_secs(20));
        assert_eq!(verdict(&once, 2, &none), longer);
        assert_eq!(verdict(&once, 3, &none), Verdict::End(Status::Failed));
    }

    #[test]
    fn refusals_are_final() {
        let it = job("idempotent = true");
        for (kind, status) in [
            (Kind::Refused, Status::Refused),
            (Kind::Rejected, Status::Failed),
            (Kind::Unfit, Status::Failed),
        ] {
            let attempt = broken(kind, Changes::None);
            assert_eq!(verdict(&it, 1, &attempt), Verdict::End(status));
        }
        let done = verdict(&it, 1, &Attempt::default());
        assert_eq!(done, Verdict::End(Status::Done));
    }
}
