//! One job at one device.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::time::Duration;

use crate::job::{Job, Step};
use crate::name::Name;

/// One job at one device: what a queue carries. It has no secret in it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Order {
    /// Which time the job was given.
    pub run: Name,
    /// What to do.
    pub job: Job,
    /// At which device.
    pub device: Name,
    /// Its name or address in the network.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Its platform, if one was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// Its prompt, if one was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prompt: Option<String>,
    /// Its site.
    pub site: Name,
    /// The name of its credential: where that is, is for who does the job to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential: Option<Name>,
}

impl Order {
    /// What tells it from all others: `JOB/RUN/DEVICE`. There is one result with
    /// this id.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}/{}/{}", self.job.name, self.run, self.device)
    }

    /// What only one session at a time may be at: host and port.
    #[must_use]
    pub fn console(&self) -> String {
        format!("{}:{}", self.host.to_ascii_lowercase(), self.port)
    }

    /// How long after the window's begin it is its turn.
    #[must_use]
    pub fn jitter(&self) -> Duration {
        self.job.jitter.0.mul_f64(share(&self.id()))
    }

    /// What the brake counts refusals by, if it logs in: a credential at a site in
    /// a run, `JOB.RUN.SITE.CREDENTIAL`.
    #[must_use]
    pub fn brake_key(&self) -> Option<String> {
        let logs_in = self.job.steps.contains(&Step::Login);
        let name = self.credential.as_ref().filter(|_| logs_in)?;
        let (run, site) = (self.run_key(), self.site.as_word());
        Some(format!("{run}.{site}.{}", name.as_word()))
    }

    /// The same for all orders of a run, and for no other: `JOB.RUN`.
    pub(crate) fn run_key(&self) -> String {
        run_key(&self.job.name, &self.run)
    }
}

/// The key of a run: `JOB.RUN`.
pub(crate) fn run_key(job: &Name, run: &Name) -> String {
    format!("{}.{}", job.as_word(), run.as_word())
}

/// A number from 0 to 1 that is always the same for a text: FNV-1a, mixed once
/// more, since texts here differ in their last octets alone.
fn share(text: &str) -> f64 {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, it| {
        (hash ^ u64::from(it)).wrapping_mul(0x100_0000_01b3)
    });
    let mixed = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    f64::from(u32::try_from(mixed >> 32).unwrap_or_default())
        / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_spread() {
        let shares: Vec<f64> =
            (0..1000).map(|it| share(&format!("r{it}"))).collect();
        assert!(shares.iter().all(|it| (0.0..=1.0).contains(it)));
        let low = shares.iter().filter(|it| **it < 0.5).count();
        assert!((400..600).contains(&low), "{low}");
    }
}
