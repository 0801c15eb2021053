//! What of an order outlives workers: its result, its mark, its lock.

use std::time::Instant;

use async_nats::header::NATS_EXPECTED_LAST_SUBJECT_SEQUENCE;
use async_nats::jetstream::kv::CreateErrorKind;
use async_nats::{HeaderMap, HeaderValue};
use serde::{Deserialize, Serialize};

use super::effect::Mark;
use super::lease::Lease;
use super::{DEAD, Queue, QueueError, of};
use crate::order::Order;
use crate::report::Report;

/// A result in its bucket: all of it, or where the rest is.
#[derive(Debug, Deserialize, Serialize)]
struct Kept<R> {
    report: R,
    /// The object that has the report with its steps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    object: Option<String>,
}

/// A longer report goes to the object store, in octets.
const LONGEST: usize = 256 << 10;

/// A lock that is held.
#[derive(Debug)]
pub(super) struct Lock {
    key: String,
    revision: u64,
    pub(super) lease: Lease,
}

/// The key of an order in the buckets.
pub(super) fn key(order: &Order) -> String {
    format!("{}.{}", order.run_key(), order.device.as_word())
}

/// The key of a console: what a key may have, octet by octet.
fn console_key(order: &Order) -> String {
    let hex = |it: u8| {
        if it.is_ascii_alphanumeric() || it == b'-' {
            char::from(it).to_string()
        } else {
            format!("={it:02x}")
        }
    };
    order.console().bytes().map(hex).collect()
}

impl Queue {
    /// Locks the device of an order; nothing if another one has it.
    pub(super) async fn lock(
        &self,
        order: &Order,
        worker: &str,
    ) -> Result<Option<Lock>, QueueError> {
        let (key, asked) = (console_key(order), Instant::now());
        let worker = worker.to_owned().into();
        match self.locks.create(&key, worker).await {
            Ok(revision) => {
                let lease = Lease::new(asked, self.lease);
                Ok(Some(Lock { key, revision, lease }))
            }
            Err(it) if it.kind() == CreateErrorKind::AlreadyExists => Ok(None),
            Err(error) => Err(of("locking a device")(error)),
        }
    }

    /// Renews a lock. One that another one has taken is lost.
    pub(super) async fn renew(&self, lock: &mut Lock, worker: &str) {
        let asked = Instant::now();
        let worker = worker.to_owned().into();
        let end = self.locks.update(&lock.key, worker, lock.revision).await;
        match end {
            Ok(revision) => {
                lock.revision = revision;
                lock.lease.renew(asked, self.lease);
            }
            Err(it) if is_wrong_revision(&it) => lock.lease.lose(),
            // It holds up to its end, and the next one may get through.
            Err(_) => {}
        }
    }

    /// Gives a lock back, and waits for no answer. One that cannot be given back
    /// ends by itself.
    pub(super) async fn unlock(&self, lock: &Lock) {
        let mut headers = HeaderMap::new();
        headers.insert("KV-Operation", "DEL");
        headers.insert(
            NATS_EXPECTED_LAST_SUBJECT_SEQUENCE,
            HeaderValue::from(lock.revision),
        );
        let subject = format!("{}{}", self.locks.prefix, lock.key);
        let nothing = Vec::new().into();
        let _ends_by_itself =
            self.client.publish_with_headers(subject, headers, nothing).await;
    }

    /// What is known of an order: whether it has a result, and its mark.
    pub(super) async fn seen(
        &self,
        order: &Order,
    ) -> Result<(bool, Mark), QueueError> {
        let key = key(order);
        let both = (self.results.get(&key), self.marks.get(&key));
        let (result, mark) = tokio::join!(both.0, both.1);
        let result = result.map_err(of("a result"))?;
        let mark: Option<Mark> = match mark.map_err(of("a mark"))? {
            Some(it) => {
                Some(serde_json::from_slice(&it).map_err(of("a mark"))?)
            }
            None => None,
        };
        Ok((result.is_some(), mark.unwrap_or_default()))
    }

    /// Writes a mark. `false`, and nothing is written, if the order is held to be new
    /// and has one.
    pub(super) async fn note(
        &self,
        order: &Order,
        mark: Mark,
        is_new: bool,
    ) -> Result<bool, QueueError> {
        if !is_new {
            return self.mark(order, mark).await.map(|()| true);
        }
        let text = serde_json::to_vec(&mark).map_err(of("a mark"))?;
        match self.marks.create(key(order), text.into()).await {
            Ok(_) => Ok(true),
            Err(it) if it.kind() == CreateErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(of("a mark")(error)),
        }
    }

    async fn mark(&self, order: &Order, mark: Mark) -> Result<(), QueueError> {
        let text = serde_json::to_vec(&mark).map_err(of("a mark"))?;
        let end = self.marks.put(key(order), text.into()).await;
        end.map(drop).map_err(of("a mark"))
    }

    /// Stores a result, unless the order has one.
    pub(super) async fn store(
        &self,
        order: &Order,
        report: &Report,
    ) -> Result<(), QueueError> {
        let key = key(order);
        let kept = Kept { report, object: None };
        let mut text = serde_json::to_vec(&kept).map_err(of("a result"))?;
        if text.len() > LONGEST {
            let whole = serde_json::to_vec(report).map_err(of("a result"))?;
            let name = format!("{key}.{}", report.worker);
            let put = self.outputs.put(name.as_str(), &mut &whole[..]).await;
            put.map_err(of("a long result"))?;
            let report = Report { steps: Vec::new(), ..report.clone() };
            let kept = Kept { report, object: Some(name) };
            text = serde_json::to_vec(&kept).map_err(of("a result"))?;
        }
        match self.results.create(&key, text.into()).await {
            Err(it) if it.kind() != CreateErrorKind::AlreadyExists => {
                Err(of("a result")(it))
            }
            Ok(_) | Err(_) => Ok(()),
        }
    }

    /// A report with its steps, from what is kept of it.
    pub(super) async fn whole(
        &self,
        text: &[u8],
    ) -> Result<Report, QueueError> {
        let kept: Kept<Report> =
            serde_json::from_slice(text).map_err(of("a result"))?;
        let Some(name) = kept.object else { return Ok(kept.report) };
        let object = self.outputs.get(&name).await;
        let mut object = object.map_err(of("a long result"))?;
        let mut whole = Vec::new();
        tokio::io::AsyncReadExt::read_to_end(&mut object, &mut whole)
            .await
            .map_err(of("a long result"))?;
        serde_json::from_slice(&whole).map_err(of("a long result"))
    }

    /// Puts what killed workers, or is no order, where somebody looks at it.
    pub(super) async fn bury(
        &self,
        site: &str,
        text: Vec<u8>,
    ) -> Result<(), QueueError> {
        let subject = format!("fleet.dead.{site}");
        let end = self.context.publish(subject, text.into()).await;
        end.map_err(of(DEAD))?.await.map(drop).map_err(of(DEAD))
    }

    /// How often a credential was refused in a run.
    pub(super) async fn refusals(&self, key: &str) -> Result<u32, QueueError> {
        let count = self.brake.get(key).await.map_err(of("the brake"))?;
        Ok(count.map_or(0, |it| number(&it)))
    }

    /// Adds a refusal, or forgets all of them.
    pub(super) async fn count(
        &self,
        key: &str,
        is_taken: bool,
    ) -> Result<(), QueueError> {
        loop {
            let entry = self.brake.entry(key).await.map_err(of("the brake"))?;
            let (count, revision) =
                entry.map_or((0, 0), |it| (number(&it.value), it.revision));
            if is_taken && count == 0 {
                return Ok(());
            }
            let next = if is_taken { 0 } else { count + 1 };
            let next = next.to_string().into();
            match self.brake.update(key, next, revision).await {
                Ok(_) => return Ok(()),
                // Another one was faster.
                Err(it) if is_wrong_revision(&it) => {}
                Err(error) => return Err(of("the brake")(error)),
            }
        }
    }
}

pub(super) fn is_wrong_revision(
    error: &async_nats::jetstream::kv::UpdateError,
) -> bool {
    use async_nats::jetstream::kv::UpdateErrorKind;
    error.kind() == UpdateErrorKind::WrongLastRevision
}

fn number(text: &[u8]) -> u32 {
    std::str::from_utf8(text).ok().and_then(|it| it.parse().ok()).unwrap_or(0)
}
