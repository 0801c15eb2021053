//! Orders that several machines share, by way of NATS JetStream.
//!
//! | what | where | key |
//! |---|---|---|
//! | orders that wait | stream `FLEET_JOBS`, a work queue, a consumer for each site | `fleet.jobs.SITE` |
//! | results | bucket `fleet_results`, the first one of an order counts | `JOB.RUN.DEVICE` |
//! | results of more than 256 KiB | object store `fleet_outputs` | `JOB.RUN.DEVICE.WORKER` |
//! | how far an order is | bucket `fleet_marks` | `JOB.RUN.DEVICE` |
//! | who is at a console | bucket `fleet_locks`, whose entries end by themselves | host and port |
//! | refusals of a credential | bucket `fleet_brake` | `JOB.RUN.SITE.CREDENTIAL` |
//! | runs: how many orders, cancelled or not | bucket `fleet_runs` | `JOB.RUN` |
//! | what killed workers | stream `FLEET_DEAD` | `fleet.dead.SITE` |
//!
//! What a worker decides is in [`effect`], without any of this.

mod act;
mod begun;
pub mod effect;
mod follow;
mod gate;
mod known;
mod lease;
mod room;
mod store;
mod submit;
mod worker;

use std::error::Error;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

use async_nats::jetstream::{self, kv, object_store, stream};
use async_nats::{Client, ConnectOptions, Event};

pub use submit::Run;
pub use worker::Worker;

use crate::measure;
use crate::name::Name;

/// A connection to the queue.
#[derive(Clone)]
pub struct Queue {
    client: Client,
    context: jetstream::Context,
    jobs: stream::Stream,
    results: kv::Store,
    outputs: object_store::ObjectStore,
    marks: kv::Store,
    locks: kv::Store,
    brake: kv::Store,
    runs: kv::Store,
    lease: Duration,
}

/// The queue did not do what it was asked for.
#[derive(Debug)]
pub struct QueueError {
    what: &'static str,
    source: Box<dyn Error + Send + Sync>,
}

const JOBS: &str = "FLEET_JOBS";
const DEAD: &str = "FLEET_DEAD";

/// How long a message is known by its id: one that is submitted again within it is
/// none.
const KNOWN: Duration = Duration::from_secs(3600);

/// The same for an entry of a bucket.
const TWICE: Duration = Duration::from_secs(120);

impl Queue {
    /// How long a lock lasts that nobody renews, where nothing else is said.
    pub const LEASE: Duration = Duration::from_secs(30);

    /// Connects to a server, as `nats://queue.example:4222`, and makes what is
    /// missing there. The first one to do so says how long locks last; all others
    /// take that.
    ///
    /// # Errors
    /// [`QueueError`] if there is no such server, or if it has no JetStream.
    pub async fn connect(
        server: &str,
        lease: Duration,
    ) -> Result<Self, QueueError> {
        let is_first = AtomicBool::new(true);
        let options = ConnectOptions::new().event_callback(move |event| {
            if event == Event::Disconnected {
                measure::queue_lost();
            } else if event == Event::Connected
                && !is_first.swap(false, Relaxed)
            {
                measure::queue_back();
            }
            std::future::ready(())
        });
        let client = options.connect(server).await.map_err(of("connecting"))?;
        let context = jetstream::new(client.clone());
        let jobs = context.get_or_create_stream(stream::Config {
            name: JOBS.to_owned(),
            subjects: vec!["fleet.jobs.>".to_owned()],
            retention: stream::RetentionPolicy::WorkQueue,
            duplicate_window: KNOWN,
            ..stream::Config::default()
        });
        let jobs = jobs.await.map_err(of("the stream of orders"))?;
        let dead = context.get_or_create_stream(stream::Config {
            name: DEAD.to_owned(),
            subjects: vec!["fleet.dead.>".to_owned()],
            ..stream::Config::default()
        });
        dead.await.map_err(of("the stream of the dead"))?;
        let forever = Duration::ZERO;
        let locks = bucket(&context, "fleet_locks", lease).await?;
        let lease = locks.status().await.map_err(of("the locks"))?.max_age();
        Ok(Self {
            client,
            jobs,
            results: bucket(&context, "fleet_results", forever).await?,
            outputs: outputs(&context).await?,
            marks: bucket(&context, "fleet_marks", forever).await?,
            brake: bucket(&context, "fleet_brake", forever).await?,
            runs: bucket(&context, "fleet_runs", forever).await?,
            locks,
            lease,
            context,
        })
    }

    /// How long a lock lasts that nobody renews.
    #[must_use]
    pub const fn lease(&self) -> Duration {
        self.lease
    }

    /// Ends when the server has been sent what is on its way there.
    async fn flush(&self) -> Result<(), QueueError> {
        self.client.flush().await.map_err(of("the last messages"))
    }
}

/// The bucket of this name, made where it is missing: as a stream, since the
/// client's own call asks servers of NATS 2.9 for what they do not tell.
async fn bucket(
    context: &jetstream::Context,
    name: &str,
    max_age: Duration,
) -> Result<kv::Store, QueueError> {
    let config = stream::Config {
        name: format!("KV_{name}"),
        subjects: vec![format!("$KV.{name}.>")],
        max_messages_per_subject: 1,
        max_age,
        duplicate_window: if max_age.is_zero() { TWICE } else { max_age },
        discard: stream::DiscardPolicy::New,
        allow_rollup: true,
        deny_delete: true,
        allow_direct: true,
        ..stream::Config::default()
    };
    let made = context.get_or_create_stream(config).await;
    made.map_err(of("a bucket"))?;
    context.get_key_value(name).await.map_err(of("a bucket"))
}

async fn outputs(
    context: &jetstream::Context,
) -> Result<object_store::ObjectStore, QueueError> {
    let name = "fleet_outputs";
    if let Ok(store) = context.get_object_store(name).await {
        return Ok(store);
    }
    let config = object_store::Config {
        bucket: name.to_owned(),
        ..object_store::Config::default()
    };
    context.create_object_store(config).await.map_err(of("the outputs"))
}

/// The subject of the orders of a site.
fn subject(site: &Name) -> String {
    format!("fleet.jobs.{}", site.as_word())
}

/// An error of the client, with what it was about.
fn of<E>(what: &'static str) -> impl FnOnce(E) -> QueueError
where
    E: Into<Box<dyn Error + Send + Sync>>,
{
    move |source| QueueError { what, source: source.into() }
}

impl fmt::Display for QueueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the queue, {}: {}", self.what, self.source)
    }
}

impl Error for QueueError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.source)
    }
}

impl fmt::Debug for Queue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queue")
            .field("lease", &self.lease)
            .finish_non_exhaustive()
    }
}
