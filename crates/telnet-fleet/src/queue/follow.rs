//! The results of a run, as they come.

use std::time::Duration;

use async_nats::jetstream::consumer::{self, PullConsumer};
use async_nats::jetstream::kv::Operation;
use futures_util::{StreamExt as _, TryStreamExt as _};

use super::{Queue, QueueError, of};
use crate::measure;
use crate::name::Name;
use crate::order::run_key;
use crate::report::Report;

/// A bucket that has nothing of a run says nothing: after so long that is taken for
/// all.
const SILENCE: Duration = Duration::from_secs(2);

impl Queue {
    /// Hands over each result of a run: those that are there, and, if `waits`, those
    /// that come, until there is one for each order. `false` ends it before. How many
    /// there were.
    ///
    /// # Errors
    /// [`QueueError`]; there is no such run.
    pub async fn follow(
        &self,
        job: &Name,
        name: &Name,
        waits: bool,
        mut tell: impl FnMut(Report) -> bool,
    ) -> Result<usize, QueueError> {
        let Some(run) = self.find(job, name).await? else {
            let why = format!("there is no run {name} of {job}");
            return Err(of("a run")(why));
        };
        let keys = format!("{}.*", run_key(job, name));
        let watch = self.results.watch_with_history(&keys).await;
        let mut watch = watch.map_err(of("results"))?;
        let mut count = 0;
        while count < run.orders {
            let entry = if waits {
                watch.next().await
            } else {
                let next = tokio::time::timeout(SILENCE, watch.next());
                next.await.unwrap_or_default()
            };
            let Some(entry) = entry else { break };
            let entry = entry.map_err(of("results"))?;
            if entry.operation != Operation::Put {
                continue;
            }
            count += 1;
            if !tell(self.whole(&entry.value).await?) {
                break;
            }
            if !waits && entry.delta == 0 {
                break;
            }
        }
        Ok(count)
    }

    /// How many orders of all runs are under way.
    ///
    /// # Errors
    /// [`QueueError`].
    pub async fn under_way(&self) -> Result<usize, QueueError> {
        let consumers = self.jobs.consumers();
        let infos: Vec<consumer::Info> =
            consumers.try_collect().await.map_err(of("consumers"))?;
        Ok(infos.iter().map(|it| it.num_ack_pending).sum())
    }

    /// The sites that have a consumer, by the word that names them, and how many
    /// refusals of a credential each takes.
    pub(super) async fn site(
        &self,
        word: &str,
    ) -> Result<(PullConsumer, u32), QueueError> {
        let it: PullConsumer = self
            .jobs
            .get_consumer(word)
            .await
            .map_err(of("the consumer of a site"))?;
        let waiting = it.cached_info().num_pending;
        measure::queued(&word.replace('=', "."), waiting);
        let told = it.cached_info().config.description.as_deref();
        let refusals = told.and_then(|it| it.parse().ok());
        Ok((it, refusals.unwrap_or(3)))
    }

    pub(super) async fn sites(&self) -> Result<Vec<String>, QueueError> {
        let names = self.jobs.consumer_names();
        names.try_collect().await.map_err(of("consumers"))
    }
}
