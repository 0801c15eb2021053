//! A worker: takes orders from the queue, and leaves a result for each.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use async_nats::jetstream::consumer::PullConsumer;
use async_nats::jetstream::{AckKind, Message};
use futures_util::StreamExt as _;
use tokio::sync::{Mutex, OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};

use super::effect::{Decision, Mark, decide};
use super::lease::{Lease, LostError};
use super::store::Lock;
use super::{Queue, QueueError, of};
use crate::attempt::{Fence, attempt};
use crate::brake::{Admission, Brake};
use crate::credential::Credential;
use crate::embedded::{Keys, report};
use crate::job::Moment;
use crate::name::Name;
use crate::order::Order;
use crate::report::{Report, Status};
use crate::verdict::{Attempt, Kind, Trouble, Verdict, verdict};

/// Takes orders from the queue, and leaves a result for each.
#[derive(Debug)]
pub struct Worker {
    shared: Arc<Shared>,
    sites: Vec<Name>,
}

struct Shared {
    queue: Queue,
    name: String,
    room: Arc<Semaphore>,
    brake: Mutex<Brake>,
    keys: Mutex<Keys>,
}

/// How often a site is asked that had nothing.
const IDLE: Duration = Duration::from_millis(250);

/// How long the server may take to hand out the next order that it has.
const ANSWER: Duration = Duration::from_secs(5);

/// What a site can take is looked up anew behind so many looks for orders.
const LOOKS: u32 = 40;

/// How often is looked for new sites, and how long a fault of the queue is waited
/// out.
const LOOK: Duration = Duration::from_secs(1);

/// How long an order waits whose device, or credential, another one is at.
const BUSY: Duration = Duration::from_millis(500);

/// Most orders that are asked for at once.
const AT_ONCE: usize = 64;

/// A window is waited for in steps of so long.
const LONGEST_WAIT: Duration = Duration::from_secs(600);

/// A result that cannot be stored is tried again so often, a second apart.
const TRIES: u32 = 120;

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
            room: Arc::new(Semaphore::new(sessions.max(1))),
            brake: Mutex::default(),
            keys: Mutex::new(Keys::new(credentials)),
        };
        Self { shared: Arc::new(shared), sites }
    }

    /// Works until the future is dropped. Sessions that are under way end at once
    /// with the process, as if it had died.
    pub async fn work(self) {
        let named: Vec<String> = self.sites.iter().map(Name::as_word).collect();
        let mut known = BTreeSet::new();
        let mut loops = tokio::task::JoinSet::new();
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
enum After {
    /// It is acknowledged.
    Ack,
    /// It is given back, and comes again after so long.
    Later(Duration),
    /// Nothing: another one has it, or will.
    Leave,
}

impl Shared {
    /// Takes the orders of a site, for ever.
    async fn serve(self: Arc<Self>, site: String) {
        loop {
            // A site's limits may have changed, and the queue may be away.
            if let Ok((consumer, refusals)) = self.queue.site(&site).await {
                for _ in 0..LOOKS {
                    match self.take(&consumer, refusals).await {
                        Ok(0) => sleep(IDLE).await,
                        Ok(_) => {}
                        Err(_) => break,
                    }
                }
            }
            sleep(IDLE).await;
        }
    }

    /// Takes as many as there is room for. How many it were.
    async fn take(
        self: &Arc<Self>,
        consumer: &PullConsumer,
        refusals: u32,
    ) -> Result<usize, QueueError> {
        let first = Arc::clone(&self.room).acquire_owned().await;
        let mut permits = vec![first.map_err(of("the room"))?];
        while permits.len() < AT_ONCE {
            let Ok(permit) = Arc::clone(&self.room).try_acquire_owned() else {
                break;
            };
            permits.push(permit);
        }
        let batch = consumer.fetch().max_messages(permits.len()).messages();
        let mut batch = batch.await.map_err(of("orders"))?;
        let mut count = 0;
        // A server that went away has forgotten that it was asked.
        while let Some(message) =
            timeout(ANSWER, batch.next()).await.map_err(of("orders"))?
        {
            let message = message.map_err(of("orders"))?;
            let Some(permit) = permits.pop() else { break };
            count += 1;
            let shared = Arc::clone(self);
            tokio::spawn(shared.handle(message, refusals, permit));
        }
        Ok(count)
    }

    /// Does what a message asks for. Whatever fails leaves it to be handed out again.
    async fn handle(
        self: Arc<Self>,
        message: Message,
        refusals: u32,
        _room: OwnedSemaphorePermit,
    ) {
        let beat = async {
            loop {
                sleep(self.queue.lease / 3).await;
                let _comes_again = message.ack_with(AckKind::Progress).await;
            }
        };
        let after = tokio::select! {
            after = self.dispatch(&message, refusals) => after,
            () = beat => Ok(After::Leave),
        };
        let kind = match after {
            Ok(After::Ack) => AckKind::Ack,
            Ok(After::Later(wait)) => AckKind::Nak(Some(wait)),
            Ok(After::Leave) => return,
            Err(_) => AckKind::Nak(Some(LOOK)),
        };
        let _comes_again = message.ack_with(kind).await;
    }

    async fn dispatch(
        &self,
        message: &Message,
        refusals: u32,
    ) -> Result<After, QueueError> {
        let Ok(order) = serde_json::from_slice::<Order>(&message.payload)
        else {
            self.queue.bury("none", message.payload.to_vec()).await?;
            return Ok(After::Ack);
        };
        let now = SystemTime::now();
        let mut wait = order.job.window.begins_in(now);
        if message.info().is_ok_and(|it| it.delivered == 1) {
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
            end = self.decided(&order, &lease, refusals) => end,
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
            self.queue.renew(lock, &self.name).await;
        }
        // What has come to its end meanwhile may still store it.
        std::future::pending::<()>().await;
    }

    async fn decided(
        &self,
        order: &Order,
        lease: &Lease,
        refusals: u32,
    ) -> Result<After, QueueError> {
        let seen = self.queue.seen(order).await?;
        if !lease.is_held() {
            return Ok(After::Leave);
        }
        let now = SystemTime::now();
        match decide(order, seen, now) {
            Decision::Drop => Ok(After::Ack),
            Decision::End(status, why) => {
                let it = self.unbegun(order, status, why, seen.mark);
                self.finish(order, &it).await
            }
            Decision::Bury(why) => {
                let it = self.unbegun(order, Status::Failed, why, seen.mark);
                let text = serde_json::to_vec(&(order, &it));
                let text = text.map_err(of("a result"))?;
                self.queue.bury(&order.site.as_word(), text).await?;
                self.finish(order, &it).await
            }
            Decision::Begin(number, mark) => {
                let key = order.brake_key();
                match self.admit(key.as_ref(), refusals).await? {
                    Admission::Go => {}
                    Admission::Later => return Ok(After::Later(BUSY)),
                    Admission::Stopped => {
                        let why = "its credential was refused too often at \
                                   this site";
                        let status = Status::Stopped;
                        let it = self.unbegun(order, status, why, seen.mark);
                        return self.finish(order, &it).await;
                    }
                }
                let begun = Begun { shared: self, order, mark };
                let end = begun.attempt(lease).await;
                let login = end.as_ref().ok().and_then(|it| it.login);
                self.told(key.as_ref(), login).await;
                let Ok(attempt) = end else { return Ok(After::Leave) };
                self.judged(order, number, mark, attempt).await
            }
        }
    }

    async fn judged(
        &self,
        order: &Order,
        number: u32,
        mark: Mark,
        attempt: Attempt,
    ) -> Result<After, QueueError> {
        match verdict(&order.job, number, &attempt) {
            Verdict::Again(wait) => {
                self.queue.mark(order, mark.again()).await?;
                Ok(After::Later(wait))
            }
            Verdict::End(status) => {
                let it = report(order, number, status, attempt, &self.name);
                self.finish(order, &it).await
            }
        }
    }

    /// Stores a result: then, and not before, the order is acknowledged.
    async fn finish(
        &self,
        order: &Order,
        report: &Report,
    ) -> Result<After, QueueError> {
        let mut tries = 0;
        loop {
            match self.queue.store(order, report).await {
                Ok(()) => return Ok(After::Ack),
                Err(error) if tries == TRIES => return Err(error),
                Err(_) => sleep(LOOK).await,
            }
            tries += 1;
        }
    }

    /// The report of an order that is not begun, or not any more.
    fn unbegun(
        &self,
        order: &Order,
        status: Status,
        why: &str,
        mark: Mark,
    ) -> Report {
        let now = Moment(SystemTime::now());
        let mut it = Report::without(order, status, why, now);
        it.attempts = mark.ended + mark.deaths + u32::from(mark.is_open);
        it.worker.clone_from(&self.name);
        it
    }

    async fn admit(
        &self,
        key: Option<&String>,
        limit: u32,
    ) -> Result<Admission, QueueError> {
        let Some(key) = key else { return Ok(Admission::Go) };
        let refused = self.queue.refusals(key).await?;
        let mut brake = self.brake.lock().await;
        brake.learn(key, refused);
        Ok(brake.admit(key, limit))
    }

    /// Tells the brakes, this one and that of all, whether the host took the
    /// credential.
    async fn told(&self, key: Option<&String>, login: Option<bool>) {
        let Some(key) = key else { return };
        if let Some(is_taken) = login {
            // The brake here holds, whatever becomes of that of all.
            let _others = self.queue.count(key, is_taken).await;
        }
        self.brake.lock().await.ended(key, login);
    }
}

/// An attempt that the queue knows of.
struct Begun<'a> {
    shared: &'a Shared,
    order: &'a Order,
    mark: Mark,
}

impl Begun<'_> {
    /// Makes it, as long as the device is locked.
    async fn attempt(mut self, lease: &Lease) -> Result<Attempt, LostError> {
        let order = self.order;
        let login = self.shared.keys.lock().await.of(order).await;
        let login = match login {
            Ok(login) => login,
            Err(why) => {
                let trouble = Some(Trouble::new(Kind::Unfit, why));
                return Ok(Attempt { trouble, ..Attempt::default() });
            }
        };
        let made = async {
            if let Err(error) = self.shared.queue.mark(order, self.mark).await {
                let trouble = Trouble::new(Kind::Broken, error.to_string());
                return Attempt {
                    trouble: Some(trouble),
                    ..Attempt::default()
                };
            }
            attempt(order, login.as_ref(), &mut self).await
        };
        lease.hold(made).await
    }
}

impl Fence for Begun<'_> {
    async fn raise(&mut self) -> std::io::Result<()> {
        let fenced = self.mark.fenced();
        let end = self.shared.queue.mark(self.order, fenced).await;
        end.map_err(std::io::Error::other)?;
        self.mark = fenced;
        Ok(())
    }
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}
