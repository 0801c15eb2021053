//! A worker: takes orders from the queue, and leaves a result for each.

use std::collections::{BTreeMap, BTreeSet};
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use async_nats::jetstream::consumer::PullConsumer;
use async_nats::jetstream::{AckKind, Message};
use futures_util::StreamExt as _;
use tokio::sync::{Mutex, Notify, Semaphore};
use tokio::time::{sleep, timeout};

use super::effect::{Decision, Mark, Seen, decide};
use super::known::Known;
use super::lease::{Lease, LostError};
use super::store::Lock;
use super::submit::NEW;
use super::{Queue, QueueError, of};
use crate::attempt::{Fence, attempt};
use crate::brake::Admission;
use crate::credential::Credential;
use crate::embedded::{Keys, report};
use crate::job::Moment;
use crate::measure;
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
    known: Known,
    keys: Mutex<Keys>,
}

/// How often a site is asked that had nothing.
const IDLE: Duration = Duration::from_millis(250);

/// How long the server may take to hand out the next order that it has.
const ANSWER: Duration = Duration::from_secs(5);

/// How often is looked up what a site can take.
const LIMITS: Duration = Duration::from_secs(10);

/// How often is looked for new sites, and how long a fault of the queue is waited
/// out.
const LOOK: Duration = Duration::from_secs(1);

/// How long an order waits whose device, or credential, another one is at.
const BUSY: Duration = Duration::from_millis(500);

/// Most orders that are asked for at once.
const AT_ONCE: usize = 64;

/// So long one session that is free waits for others: to ask for several orders is
/// less work than to ask several times.
const GATHER: Duration = Duration::from_millis(5);

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
            known: Known::default(),
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
        // What it is told when an order of the site has ended: the site has room.
        let ended = Arc::new(Notify::new());
        loop {
            // A site's limits may have changed, and the queue may be away.
            let start = Instant::now();
            if let Ok((consumer, refusals)) = self.queue.site(&site).await {
                while start.elapsed() < LIMITS {
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
        let first = Arc::clone(&self.room).acquire_owned().await;
        let mut permits = vec![first.map_err(of("the room"))?];
        if self.room.available_permits() == 0 {
            sleep(GATHER).await;
        }
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
            let (shared, ended) = (Arc::clone(self), Arc::clone(ended));
            tokio::spawn(async move {
                shared.handle(message, refusals).await;
                drop(permit);
                ended.notify_one();
            });
        }
        Ok(count)
    }

    /// Does what a message asks for. Whatever fails leaves it to be handed out again.
    async fn handle(self: Arc<Self>, message: Message, refusals: u32) {
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
            Err(error) => {
                let subject = message.subject.as_str();
                measure::given_back(subject, &error.to_string(), LOOK);
                AckKind::Nak(Some(LOOK))
            }
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
        let is_first = message.info().is_ok_and(|it| it.delivered == 1);
        if is_first {
            wait += order.jitter();
        }
        let headers = message.headers.as_ref();
        let is_new =
            is_first && headers.is_some_and(|it| it.get(NEW).is_some());
        if !wait.is_zero() {
            return Ok(After::Later(wait.min(LONGEST_WAIT)));
        }
        let Some(mut lock) = self.queue.lock(&order, &self.name).await? else {
            return Ok(After::Later(BUSY));
        };
        let lease = lock.lease.clone();
        let end = tokio::select! {
            end = self.decided(&order, &lease, refusals, is_new) => end,
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
        is_new: bool,
    ) -> Result<After, QueueError> {
        let run = order.run_key();
        let is_cancelled = self.known.is_cancelled(&self.queue, &run).await?;
        let mut seen = Seen { is_cancelled, ..Seen::default() };
        if is_new {
            // Handed out for the first time: nothing is known of it, which the
            // queue verifies before its device is changed.
            let end = self.begin(order, seen, lease, refusals, true).await?;
            if let Some(after) = end {
                return Ok(after);
            }
        }
        (seen.has_result, seen.mark) = self.queue.seen(order).await?;
        let end = self.begin(order, seen, lease, refusals, false).await?;
        Ok(end.unwrap_or(After::Leave))
    }

    /// Makes an attempt, or says why there is none. Nothing if more is to be known of
    /// an order that was held to be new.
    async fn begin(
        &self,
        order: &Order,
        seen: Seen,
        lease: &Lease,
        refusals: u32,
        is_new: bool,
    ) -> Result<Option<After>, QueueError> {
        if !lease.is_held() {
            return Ok(Some(After::Leave));
        }
        let decision = decide(order, seen, SystemTime::now());
        let Decision::Begin(number, mark) = decision else {
            if is_new {
                return Ok(None);
            }
            return self.not_begun(order, seen.mark, decision).await.map(Some);
        };
        match self.known.admit(&self.queue, order, refusals).await? {
            Admission::Go => {}
            Admission::Later => return Ok(Some(After::Later(BUSY))),
            Admission::Stopped if is_new => return Ok(None),
            Admission::Stopped => {
                let why = "its credential was refused too often at this site";
                let end = Decision::End(Status::Stopped, why);
                return self.not_begun(order, seen.mark, end).await.map(Some);
            }
        }
        let mut begun = Begun::new(self, order, mark, is_new);
        let noted = if is_new {
            // It is noted before it changes its device.
            Ok(Ok(true))
        } else {
            lease.hold(begun.note(mark)).await
        };
        let end = match noted {
            Ok(Ok(_)) => begun.attempt(lease).await,
            Ok(Err(error)) => {
                self.known.told(&self.queue, order, None).await;
                return Err(error);
            }
            Err(lost) => Err(lost),
        };
        let login = end.as_ref().ok().and_then(|it| it.login);
        self.known.told(&self.queue, order, login).await;
        match end {
            Ok(_) if begun.was_known => Ok(None),
            Ok(it) => {
                let end = self.judged(&mut begun, number, mark, it).await;
                end.map(Some)
            }
            Err(LostError) => Ok(Some(After::Leave)),
        }
    }

    /// Ends an order without an attempt.
    async fn not_begun(
        &self,
        order: &Order,
        mark: Mark,
        decision: Decision,
    ) -> Result<After, QueueError> {
        let (status, why) = match decision {
            Decision::Drop | Decision::Begin(..) => return Ok(After::Ack),
            Decision::End(status, why) => (status, why),
            Decision::Bury(why) => (Status::Failed, why),
        };
        let it = self.unbegun(order, status, why, mark);
        if matches!(decision, Decision::Bury(_)) {
            let text = serde_json::to_vec(&(order, &it));
            let text = text.map_err(of("a result"))?;
            self.queue.bury(&order.site.as_word(), text).await?;
        }
        self.finish(order, &it).await
    }

    async fn judged(
        &self,
        begun: &mut Begun<'_>,
        number: u32,
        mark: Mark,
        attempt: Attempt,
    ) -> Result<After, QueueError> {
        let order = begun.order;
        match verdict(&order.job, number, &attempt) {
            Verdict::Again(wait) => {
                begun.note(mark.again()).await?;
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
                Ok(()) => {
                    measure::ended(report);
                    return Ok(After::Ack);
                }
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
}

/// An attempt at an order.
struct Begun<'a> {
    shared: &'a Shared,
    order: &'a Order,
    mark: Mark,
    /// Whether the queue has no mark of the order, as far as is known.
    is_new: bool,
    /// Whether it had one nevertheless.
    was_known: bool,
}

impl<'a> Begun<'a> {
    const fn new(
        shared: &'a Shared,
        order: &'a Order,
        mark: Mark,
        is_new: bool,
    ) -> Self {
        Self { shared, order, mark, is_new, was_known: false }
    }

    /// Writes a mark of it. Whether that was as it was held to be.
    async fn note(&mut self, mark: Mark) -> Result<bool, QueueError> {
        let queue = &self.shared.queue;
        let is_noted = queue.note(self.order, mark, self.is_new).await?;
        self.was_known |= !is_noted;
        self.is_new &= !is_noted;
        Ok(is_noted)
    }

    /// Makes it, as long as the device is locked.
    async fn attempt(&mut self, lease: &Lease) -> Result<Attempt, LostError> {
        let order = self.order;
        let login = self.shared.keys.lock().await.of(order).await;
        let login = match login {
            Ok(login) => login,
            Err(why) => {
                let trouble = Some(Trouble::new(Kind::Unfit, why));
                return Ok(Attempt { trouble, ..Attempt::default() });
            }
        };
        // A large one, which is not to be moved.
        let made = pin!(attempt(order, login.as_ref(), self));
        lease.hold(made).await
    }
}

impl Fence for Begun<'_> {
    async fn raise(&mut self) -> std::io::Result<()> {
        let noted = self.note(self.mark.fenced()).await;
        if noted.map_err(std::io::Error::other)? {
            return Ok(());
        }
        Err(std::io::Error::other("it was begun before"))
    }
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}
