//! Putting a run into the queue, and what is known of it as a whole.

use std::collections::BTreeSet;
use std::time::SystemTime;

use async_nats::HeaderMap;
use async_nats::jetstream::consumer::{AckPolicy, pull};
use async_nats::jetstream::kv::CreateErrorKind;
use serde::{Deserialize, Serialize};

use super::store::key;
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
    /// [`QueueError`]: some orders may be there.
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
        let is_first = self.create_run(&first.run_key(), &run).await?;
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
                // Behind that, somebody else may have had it done meanwhile.
                let since = run.submitted.0.elapsed();
                if is_first && since.is_ok_and(|it| it < KNOWN / 2) {
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
        let Some(mut run) = self.find(job, name).await? else {
            return Ok(false);
        };
        run.is_cancelled = true;
        self.put_run(&run_key(job, name), &run).await.map(|()| true)
    }

    pub(super) async fn run(
        &self,
        key: &str,
    ) -> Result<Option<Run>, QueueError> {
        let run = self.runs.get(key).await.map_err(of("a run"))?;
        let Some(run) = run else { return Ok(None) };
        serde_json::from_slice(&run).map(Some).map_err(of("a run"))
    }

    /// Whether there was no such run before.
    async fn create_run(
        &self,
        key: &str,
        run: &Run,
    ) -> Result<bool, QueueError> {
        let text = serde_json::to_vec(run).map_err(of("a run"))?;
        match self.runs.create(key, text.into()).await {
            Ok(_) => Ok(true),
            Err(it) if it.kind() == CreateErrorKind::AlreadyExists => {
                self.put_run(key, run).await.map(|()| false)
            }
            Err(error) => Err(of("a run")(error)),
        }
    }

    async fn put_run(&self, key: &str, run: &Run) -> Result<(), QueueError> {
        let text = serde_json::to_vec(run).map_err(of("a run"))?;
        let end = self.runs.put(key, text.into()).await;
        end.map(drop).map_err(of("a run"))
    }
}
