//! What is told of orders while they go on: metrics, by the crate `metrics`, and logs,
//! by `tracing`. Nothing here has a secret in it, and what a device has said is
//! escaped.
//!
//! | metric | kind | labels |
//! |---|---|---|
//! | `telnet_fleet_jobs_queued` | gauge: orders that wait | `site` |
//! | `telnet_fleet_jobs_running` | gauge: attempts under way here | `site` |
//! | `telnet_fleet_jobs_ended_total` | counter: results of this process | `site`, `status` |
//! | `telnet_fleet_attempt_seconds` | histogram: how long an attempt took | `site` |
//! | `telnet_fleet_refusals` | gauge: refusals one after the other | `site`, `credential` |
//! | `telnet_fleet_brake_stopped` | gauge: 1 where the brake holds | `site`, `credential` |
//! | `telnet_fleet_reconnects_total` | counter: connections to the queue after the first | |

use std::time::Duration;

use metrics::{counter, gauge, histogram};
use tracing::{debug, info, warn};

use crate::order::Order;
use crate::report::Report;
use crate::verdict::Attempt;

/// The bounds of `telnet_fleet_attempt_seconds`, in seconds.
pub const SECONDS: [f64; 12] =
    [0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 25.0, 60.0, 120.0, 300.0, 900.0];

/// The histogram's name.
pub const ATTEMPT_SECONDS: &str = "telnet_fleet_attempt_seconds";

const QUEUED: &str = "telnet_fleet_jobs_queued";
const RUNNING: &str = "telnet_fleet_jobs_running";

/// An attempt that is under way as long as this lives.
pub(crate) struct Running {
    site: String,
}

impl Running {
    pub(crate) fn new(order: &Order) -> Self {
        let site = order.site.to_string();
        gauge!(RUNNING, "site" => site.clone()).increment(1.0);
        debug!(id = order.id(), console = order.console(), "an attempt begins");
        Self { site }
    }

    pub(crate) fn ended(self, order: &Order, attempt: &Attempt) {
        let site = self.site.clone();
        histogram!(ATTEMPT_SECONDS, "site" => site).record(attempt.took);
        if let Some(trouble) = &attempt.trouble {
            let (id, why) = (order.id(), &trouble.why);
            debug!(id, error = ?why, "an attempt broke off");
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        gauge!(RUNNING, "site" => self.site.clone()).decrement(1.0);
    }
}

/// An order has ended.
pub(crate) fn ended(report: &Report) {
    let site = report.site.to_string();
    let status = report.status.name();
    counter!(
        "telnet_fleet_jobs_ended_total", "site" => site.clone(), "status" => status
    )
    .increment(1);
    let Report { id, attempts, took_ms, .. } = report;
    match &report.error {
        None => info!(id, site, status, attempts, took_ms, "it has ended"),
        Some(why) => {
            warn!(id, site, status, attempts, took_ms, error = ?why, "it has ended");
        }
    }
}

/// An order waits, or does not any more.
pub(crate) fn waits(order: &Order) {
    gauge!(QUEUED, "site" => order.site.to_string()).increment(1.0);
}

pub(crate) fn waits_no_more(order: &Order) {
    gauge!(QUEUED, "site" => order.site.to_string()).decrement(1.0);
}

/// So many orders of a site wait.
pub(crate) fn queued(site: &str, count: u64) {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    gauge!(QUEUED, "site" => site.to_owned()).set(count);
}

/// The credential of an order was refused so often at its site, and is stopped or is
/// not.
pub(crate) fn refused(order: &Order, count: u32, is_stopped: bool) {
    let Some(credential) = &order.credential else { return };
    let (site, credential) = (order.site.to_string(), credential.to_string());
    let labels = [("site", site.clone()), ("credential", credential.clone())];
    gauge!("telnet_fleet_refusals", &labels).set(count);
    let stopped = gauge!("telnet_fleet_brake_stopped", &labels);
    stopped.set(if is_stopped { 1.0 } else { 0.0 });
    if is_stopped {
        warn!(site, credential, count, "a credential is not tried any more");
    }
}

/// The connection to the queue was lost.
pub(crate) fn queue_lost() {
    warn!("the queue is away");
}

/// It is there again.
pub(crate) fn queue_back() {
    counter!("telnet_fleet_reconnects_total").increment(1);
    info!("the queue is there again");
}

/// A worker could not do what the queue asked for, and gives it back.
pub(crate) fn given_back(order: &str, why: &str, wait: Duration) {
    warn!(order, error = ?why, ?wait, "an order is given back");
}
