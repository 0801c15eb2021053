//! Putting a run into the queue, and what is known of it as a whole.

use std::collections::BTreeSet;
use std::time::SystemTime;

use async_nats::HeaderMap;
use async_nats::jetstream::consumer::{AckPolicy, pull};
use async_nats::jetstream::kv::CreateErrorKind;
use serde::{Deserialize, Serialize};

use super::store::{is_wrong_revision, key};
use super::{KNOWN, Queue, QueueError, of, subject};
use crate::inventory::{Inventory, Site};
use crate::job::{Job, Moment};
use crate::name::Name;
use crate::order::run_key;

/// A run: a job that was given to an inventory once.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Run {
    /// How many orders it has.
    pub orders: usize,
    /// When it was submitted.
    pub submitted: Moment,
    /// Whether what has not been begun is not to be begun any more.
    pub is_cancelled: bool,
}

/// The header by which the server knows a message again.
const ID: &str = "Nats-Msg-Id";

/// The header of an order of which nothing can be known yet: its run was submitted for
/// the first time. All others are looked up before they are begun.
pub(super) const NEW: &str = "Fleet-New";

/// So many orders are on their way to the server at once.
const AT_ONCE: usize = 256;

impl Queue {
    /// Puts an order for each device into the queue, and sets the limits of their
    /// sites. The same run may be submitted again, as where this has failed in the
    /// middle: what is there is not put in twice.
    ///
    /// # Errors
    /// [`QueueError`]: some orders may be there. None is if the run was cancelled: what
    /// was not done has its result then, so that it takes a run of another name.
    pub async fn submit(
        &self,
        inventory: &Inventory,
        job: &Job,
        name: &Name,
    ) -> Result<usize, QueueError> {
        let orders: Vec<_> = inventory.orders(job, name).collect();
        let Some(first) = orders.first() else { return Ok(0) };
        let run = Run {
            orders: orders.len(),
            submitted: Moment(SystemTime::now()),
            is_cancelled: false,
        };
        let is_first = self.open_run(&first.run_key(), &run).await?;
        let sites: BTreeSet<&Name> = orders.iter().map(|it| &it.site).collect();
        for site in sites {
            self.open_site(site, &inventory.site(site)).await?;
        }
        for orders in orders.chunks(AT_ONCE) {
            let mut acks = Vec::with_capacity(orders.len());
            for order in orders {
                let text = serde_json::to_vec(order).map_err(of("an order"))?;
                let mut headers = HeaderMap::new();
                headers.insert(ID, key(order).as_str());
                if is_first && is_fresh(run.submitted.0, SystemTime::now()) {
                    headers.insert(NEW, "1");
                }
                let to = subject(&order.site);
                let sent =
                    self.context.publish_with_headers(to, headers, text.into());
                acks.push(sent.await.map_err(of("an order"))?);
            }
            for ack in acks {
                ack.await.map_err(of("an order"))?;
            }
        }
        Ok(orders.len())
    }

    /// The consumer of a site: as many orders are under way as it has sessions, at
    /// all workers together.
    async fn open_site(
        &self,
        name: &Name,
        it: &Site,
    ) -> Result<(), QueueError> {
        let word = name.as_word();
        let config = pull::Config {
            durable_name: Some(word.clone()),
            description: Some(it.refusals.to_string()),
            ack_policy: AckPolicy::Explicit,
            ack_wait: self.lease,
            max_deliver: -1,
            max_ack_pending: i64::from(it.sessions),
            filter_subject: subject(name),
            ..pull::Config::default()
        };
        let end = self.jobs.create_consumer(config).await;
        end.map(drop).map_err(of("the consumer of a site"))
    }

    /// What is known of a run.
    ///
    /// # Errors
    /// [`QueueError`].
    pub async fn find(
        &self,
        job: &Name,
        name: &Name,
    ) -> Result<Option<Run>, QueueError> {
        self.run(&run_key(job, name)).await
    }

    /// Has no order of a run begun any more that has not been. Whether there is
    /// such a run.
    ///
    /// # Errors
    /// [`QueueError`].
    pub async fn cancel(
        &self,
        job: &Name,
        name: &Name,
    ) -> Result<bool, QueueError> {
        let key = run_key(job, name);
        loop {
            let Some((mut run, revision)) = self.run_entry(&key).await? else {
                return Ok(false);
            };
            run.is_cancelled = true;
            if self.update_run(&key, &run, revision).await? {
                return Ok(true);
            }
        }
    }

    pub(super) async fn run(
        &self,
        key: &str,
    ) -> Result<Option<Run>, QueueError> {
        let run = self.runs.get(key).await.map_err(of("a run"))?;
        let Some(run) = run else { return Ok(None) };
        serde_json::from_slice(&run).map(Some).map_err(of("a run"))
    }

    /// Notes a run. Whether there was none of this name before.
    async fn open_run(&self, key: &str, run: &Run) -> Result<bool, QueueError> {
        loop {
            let text = serde_json::to_vec(run).map_err(of("a run"))?;
            match self.runs.create(key, text.into()).await {
                Ok(_) => return Ok(true),
                Err(it) if it.kind() == CreateErrorKind::AlreadyExists => {}
                Err(error) => return Err(of("a run")(error)),
            }
            let Some((found, revision)) = self.run_entry(key).await? else {
                continue;
            };
            if found.is_cancelled {
                let why = "it was cancelled: give it another name by `--run`";
                return Err(of("a run")(why));
            }
            if self.update_run(key, run, revision).await? {
                return Ok(false);
            }
        }
    }

    async fn run_entry(
        &self,
        key: &str,
    ) -> Result<Option<(Run, u64)>, QueueError> {
        let entry = self.runs.entry(key).await.map_err(of("a run"))?;
        let Some(entry) = entry else { return Ok(None) };
        let run = serde_json::from_slice(&entry.value).map_err(of("a run"))?;
        Ok(Some((run, entry.revision)))
    }

    /// Writes what is known of a run, unless somebody else has since this revision of
    /// it. Whether it was written.
    async fn update_run(
        &self,
        key: &str,
        run: &Run,
        revision: u64,
    ) -> Result<bool, QueueError> {
        let text = serde_json::to_vec(run).map_err(of("a run"))?;
        match self.runs.update(key, text.into(), revision).await {
            Ok(_) => Ok(true),
            Err(it) if is_wrong_revision(&it) => Ok(false),
            Err(error) => Err(of("a run")(error)),
        }
    }
}

/// Whether nothing can be known of an order of a run that was submitted for the first
/// time at this moment. Later on the same order may have come by a second `submit`,
/// may have been done, and be forgotten: the server knows messages for [`KNOWN`].
fn is_fresh(submitted: SystemTime, now: SystemTime) -> bool {
    let since = now.duration_since(submitted);
    since.is_ok_and(|it| it < KNOWN / 2)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn an_order_is_new_for_half_the_time_that_its_message_is_known() {
        let submitted = SystemTime::UNIX_EPOCH + KNOWN;
        let instant = Duration::from_nanos(1);
        assert!(is_fresh(submitted, submitted));
        assert!(is_fresh(submitted, submitted + KNOWN / 2 - instant));
        assert!(!is_fresh(submitted, submitted + KNOWN / 2));
        // A clock that was set back says nothing.
        assert!(!is_fresh(submitted, submitted - instant));
    }
}
