//! A worker: takes orders from the queue, and leaves a result for each.

use std::collections::{BTreeMap, BTreeSet};
use std::future::{Future, pending};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use async_nats::jetstream::consumer::PullConsumer;
use async_nats::jetstream::{AckKind, Message};
use futures_util::StreamExt as _;
use tokio::sync::{Mutex, Notify};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::gate::{Gate, Place};
use super::known::Known;
use super::store::Lock;
use super::submit::NEW;
use super::{Queue, QueueError, of};
use crate::credential::Credential;
use crate::embedded::Keys;
use crate::measure;
use crate::name::Name;
use crate::order::Order;

/// Takes orders from the queue, and leaves a result for each.
#[derive(Debug)]
pub struct Worker {
    shared: Arc<Shared>,
    sites: Vec<Name>,
}

/// What all tasks of a worker share.
pub(super) struct Shared {
    pub(super) queue: Queue,
    /// What results name.
    pub(super) name: String,
    gate: Arc<Gate>,
    pub(super) known: Known,
    pub(super) keys: Mutex<Keys>,
}

/// How often a site is asked that had nothing.
const IDLE: Duration = Duration::from_millis(250);

/// How long the server may take to hand out the next order that it has.
const ANSWER: Duration = Duration::from_secs(5);

/// How often is looked up what a site can take.
const LIMITS: Duration = Duration::from_secs(10);

/// How often is looked for new sites, and how long a fault of the queue is waited
/// out.
pub(super) const LOOK: Duration = Duration::from_secs(1);

/// How long an order waits whose device, or credential, another one is at.
pub(super) const BUSY: Duration = Duration::from_millis(500);

/// How long giving back orders may take when a worker stops.
const GIVING_BACK: Duration = Duration::from_secs(2);

/// A window is waited for in steps of so long.
const LONGEST_WAIT: Duration = Duration::from_secs(600);

impl Worker {
    /// A worker with so many sessions at most, for these sites, or for all if none is
    /// named. Reports name it. The credentials are its own: orders have names of
    /// them alone, so that who can write to the queue cannot say what is read or
    /// run here.
    #[must_use]
    pub fn new(
        queue: Queue,
        name: String,
        sessions: usize,
        sites: Vec<Name>,
        credentials: BTreeMap<Name, Credential>,
    ) -> Self {
        let shared = Shared {
            queue,
            name,
            gate: Gate::new(sessions),
            known: Known::default(),
            keys: Mutex::new(Keys::new(credentials)),
        };
        Self { shared: Arc::new(shared), sites }
    }

    /// Works until the future is dropped. Sessions that are under way end at once
    /// with the process, as if it had died; so do orders that are held for sessions
    /// which end soon.
    pub async fn work(self) {
        self.work_until(pending()).await;
    }

    /// Works until `stop` is ready. Orders that were not begun are given back then, and
    /// others have them at once; that takes 2 seconds at most. Sessions that are under
    /// way end with the process.
    pub async fn work_until(self, stop: impl Future<Output = ()>) {
        let mut loops = JoinSet::new();
        tokio::select! {
            () = self.serve_all(&mut loops) => {}
            () = stop => {}
        }
        self.shared.gate.close();
        let given_back = async {
            // What was asked for has come by then.
            while loops.join_next().await.is_some() {}
            self.shared.gate.none_is_held().await;
            let _as_if_it_had_died = self.shared.queue.flush().await;
        };
        let _as_if_it_had_died = timeout(GIVING_BACK, given_back).await;
    }

    /// Takes orders for each site that there is, for ever.
    async fn serve_all(&self, loops: &mut JoinSet<()>) {
        let named: Vec<String> = self.sites.iter().map(Name::as_word).collect();
        let mut known = BTreeSet::new();
        loop {
            // A queue that is away is asked again.
            let found = self.shared.queue.sites().await.unwrap_or_default();
            for site in found {
                let is_mine = named.is_empty() || named.contains(&site);
                if is_mine && known.insert(site.clone()) {
                    loops.spawn(Arc::clone(&self.shared).serve(site));
                }
            }
            sleep(LOOK).await;
        }
    }
}

/// What becomes of a message.
pub(super) enum After {
    /// It is acknowledged.
    Ack,
    /// It is given back, and others may have it at once.
    Now,
    /// It is given back, and comes again after so long.
    Later(Duration),
    /// Nothing: another one has it, or will.
    Leave,
}

/// What a message has in it.
struct HandedOut {
    /// The order; the text if it is none.
    order: Result<Box<Order>, Vec<u8>>,
    /// Whether it was not handed out before.
    is_first: bool,
    /// Whether nothing can be known of it.
    is_new: bool,
}

impl HandedOut {
    /// Takes it out: the message can be acknowledged, and no more.
    fn of(message: &mut Message) -> Self {
        let is_first = message.info().is_ok_and(|it| it.delivered == 1);
        let headers = message.message.headers.take();
        let is_new =
            is_first && headers.is_some_and(|it| it.get(NEW).is_some());
        let text = std::mem::take(&mut message.message.payload);
        let order = serde_json::from_slice(&text).map_err(|_| text.to_vec());
        Self { order, is_first, is_new }
    }
}

impl Shared {
    /// Takes the orders of a site until the worker stops.
    async fn serve(self: Arc<Self>, site: String) {
        // What it is told when an order of the site has ended: the site has room.
        let ended = Arc::new(Notify::new());
        while !self.gate.is_closed() {
            // A site's limits may have changed, and the queue may be away.
            let start = Instant::now();
            if let Ok((consumer, refusals)) = self.queue.site(&site).await {
                while start.elapsed() < LIMITS && !self.gate.is_closed() {
                    match self.take(&consumer, refusals, &ended).await {
                        Ok(0) => {
                            let _idle = timeout(IDLE, ended.notified()).await;
                        }
                        Ok(_) => {}
                        Err(_) => break,
                    }
                }
            }
            if start.elapsed() < LIMITS {
                sleep(IDLE).await;
            }
        }
    }

    /// Takes as many as there is room for. How many it were.
    async fn take(
        self: &Arc<Self>,
        consumer: &PullConsumer,
        refusals: u32,
        ended: &Arc<Notify>,
    ) -> Result<usize, QueueError> {
        let Some(mut asked) = self.gate.ask().await else { return Ok(0) };
        let batch = consumer.fetch().max_messages(asked.count()).messages();
        let mut batch = batch.await.map_err(of("orders"))?;
        let mut count = 0;
        // A server that went away has forgotten that it was asked.
        while let Some(message) =
            timeout(ANSWER, batch.next()).await.map_err(of("orders"))?
        {
            let message = message.map_err(of("orders"))?;
            let Some(place) = asked.come() else { break };
            count += 1;
            let (shared, ended) = (Arc::clone(self), Arc::clone(ended));
            tokio::spawn(async move {
                shared.handle(message, refusals, place).await;
                ended.notify_one();
            });
        }
        Ok(count)
    }

    /// Does what a message asks for. Whatever fails leaves it to be handed out again.
    async fn handle(
        self: Arc<Self>,
        mut message: Message,
        refusals: u32,
        mut place: Place,
    ) {
        // A session that waits holds no text of its order, which may be in one piece
        // with those of others, and no room for calls that are short.
        let handed_out = HandedOut::of(&mut message);
        let beat = async {
            loop {
                sleep(self.queue.lease / 3).await;
                let told = Box::pin(message.ack_with(AckKind::Progress));
                let _comes_again = told.await;
            }
        };
        let after = tokio::select! {
            after = self.dispatch(handed_out, refusals, &mut place) => after,
            () = beat => Ok(After::Leave),
        };
        let kind = match after {
            Ok(After::Ack) => AckKind::Ack,
            Ok(After::Now) => AckKind::Nak(None),
            Ok(After::Later(wait)) => AckKind::Nak(Some(wait)),
            Ok(After::Leave) => return,
            Err(error) => {
                let subject = message.subject.as_str();
                measure::given_back(subject, &error.to_string(), LOOK);
                AckKind::Nak(Some(LOOK))
            }
        };
        let _comes_again = Box::pin(message.ack_with(kind)).await;
    }

    async fn dispatch(
        &self,
        handed_out: HandedOut,
        refusals: u32,
        place: &mut Place,
    ) -> Result<After, QueueError> {
        if self.gate.is_closed() {
            return Ok(After::Now);
        }
        let HandedOut { order, is_first, is_new } = handed_out;
        let order = match order {
            Ok(order) => order,
            Err(text) => {
                Box::pin(self.queue.bury("none", text)).await?;
                return Ok(After::Ack);
            }
        };
        let now = SystemTime::now();
        let mut wait = order.job.window.begins_in(now);
        if is_first {
            wait += order.jitter();
        }
        if !wait.is_zero() {
            return Ok(After::Later(wait.min(LONGEST_WAIT)));
        }
        let Some(mut lock) = self.queue.lock(&order, &self.name).await? else {
            return Ok(After::Later(BUSY));
        };
        let lease = lock.lease.clone();
        let end = tokio::select! {
            end = self.decided(&order, &lease, refusals, is_new, place) => end,
            () = self.renewing(&mut lock) => Ok(After::Leave),
        };
        if lease.is_held() {
            self.queue.unlock(&lock).await;
        }
        end
    }

    /// Renews a lock; ends when it is lost.
    async fn renewing(&self, lock: &mut Lock) {
        while lock.lease.is_held() {
            sleep(self.queue.lease / 3).await;
            Box::pin(self.queue.renew(lock, &self.name)).await;
        }
        // What has come to its end meanwhile may still store it.
        pending::<()>().await;
    }
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}
