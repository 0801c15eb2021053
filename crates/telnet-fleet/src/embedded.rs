//! All orders in this process, without a queue.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{Instant as Timer, sleep_until};

use crate::attempt::{Fence, attempt};
use crate::credential::{Credential, Login};
use crate::inventory::Inventory;
use crate::job::{Job, Moment};
use crate::journal::Journal;
use crate::measure;
use crate::name::Name;
use crate::order::Order;
use crate::report::{Report, Status};
use crate::schedule::{Next, Schedule, Ticket};
use crate::verdict::{Attempt, Kind, Trouble, Verdict, verdict};

/// How to work orders off.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// Most sessions at once.
    pub sessions: usize,
    /// What reports name as the worker.
    pub worker: String,
    /// Where is kept what must outlive this process, if anything. What has ended by it
    /// is not done again, and what may have changed its device ends as
    /// [`Status::Unknown`], unless its job is idempotent.
    pub journal: Option<Arc<Journal>>,
}

impl Default for Options {
    fn default() -> Self {
        Self { sessions: 500, worker: "local".to_owned(), journal: None }
    }
}

/// What is told while it goes on.
#[derive(Debug)]
#[non_exhaustive]
pub enum News {
    /// An order has ended, and so many sessions are under way.
    Ended(Box<Report>, usize),
    /// A second has passed, and so many are under way.
    Tick(usize),
}

/// How often [`News::Tick`] comes.
const TICK: Duration = Duration::from_secs(1);

/// Does a job at each device of an inventory, and tells of each order that ends:
/// one [`Report`] for each device, whatever happens to it.
///
/// To stop it before its end, drop the future: sessions are closed then.
///
/// # Errors
/// Those of `tell`, which end it.
pub async fn run(
    inventory: &Inventory,
    job: &Job,
    name: &Name,
    options: &Options,
    mut tell: impl FnMut(News) -> io::Result<()>,
) -> io::Result<()> {
    let (tell_tried, mut tried) = mpsc::unbounded_channel();
    let mut it = Run {
        schedule: Schedule::new(options.sessions),
        sessions: JoinSet::new(),
        tell_tried,
        keys: Keys::new(inventory.credentials.clone()),
        worker: options.worker.clone(),
        journal: options.journal.clone(),
    };
    for order in it.fill(inventory, job, name) {
        let why = "the process ended when it may have changed the device";
        let ticket = Ticket::new(order);
        tell(it.unbegun(&ticket, Status::Unknown, why, 1))?;
    }
    let mut tick = tokio::time::interval(TICK);
    loop {
        let until = match it.schedule.next(Instant::now()) {
            Next::Over => return Ok(()),
            Next::Begin(ticket) => {
                it.begin(ticket).await;
                continue;
            }
            Next::Missed(ticket) => {
                let why = "it was not begun before the end of its window";
                measure::waits_no_more(&ticket.order);
                let made = ticket.attempt - 1;
                tell(it.unbegun(&ticket, Status::Missed, why, made))?;
                continue;
            }
            Next::Stopped(ticket) => {
                let why = "its credential was refused too often at this site";
                measure::waits_no_more(&ticket.order);
                let made = ticket.attempt - 1;
                tell(it.unbegun(&ticket, Status::Stopped, why, made))?;
                continue;
            }
            Next::At(at) => Some(at),
            Next::Ended => None,
        };
        let far = Instant::now() + Duration::from_secs(3600);
        tokio::select! {
            // First what is known of a login, then the end of its attempt.
            biased;
            Some((order, is_taken)) = tried.recv() => {
                it.tried(&order, is_taken);
            }
            _ = tick.tick() => tell(News::Tick(it.schedule.counts().1))?,
            Some(end) = it.sessions.join_next() => {
                let (ticket, attempt) = end.map_err(io::Error::other)?;
                if let Some(news) = it.ended(ticket, attempt) {
                    tell(news)?;
                }
            }
            () = sleep_until(Timer::from_std(until.unwrap_or(far))) => {}
        }
    }
}

struct Run {
    schedule: Schedule,
    sessions: JoinSet<(Ticket, Attempt)>,
    /// Orders whose host has taken the credential, or refused it.
    tell_tried: mpsc::UnboundedSender<(Order, bool)>,
    keys: Keys,
    worker: String,
    journal: Option<Arc<Journal>>,
}

impl Run {
    /// Puts in what is to be done. What may have been done before is left.
    fn fill(
        &mut self,
        inventory: &Inventory,
        job: &Job,
        name: &Name,
    ) -> Vec<Order> {
        let (now, time) = (Instant::now(), SystemTime::now());
        let begin = now + job.window.begins_in(time);
        let until = job
            .window
            .not_after
            .map(|it| now + it.0.duration_since(time).unwrap_or_default());
        for site in inventory.sites.keys() {
            self.schedule.limit(site, inventory.site(site));
        }
        let mut unknown = Vec::new();
        for order in inventory.orders(job, name) {
            if let Some(it) = &self.journal {
                if it.has_ended(&order) {
                    continue;
                }
                if it.may_have_changed(&order) && !job.idempotent {
                    unknown.push(order);
                    continue;
                }
            }
            let due = begin + order.jitter();
            measure::waits(&order);
            self.schedule.add(Ticket { until, ..Ticket::new(order) }, due);
        }
        unknown
    }

    async fn begin(&mut self, ticket: Ticket) {
        measure::waits_no_more(&ticket.order);
        let login = self.keys.of(&ticket.order).await;
        let id = ticket.order.id();
        let (journal, tell_tried) =
            (self.journal.clone(), self.tell_tried.clone());
        let mut fence = Noted { journal, id, tell_tried };
        self.sessions.spawn(async move {
            let end = match login {
                Ok(login) => {
                    let login = login.as_ref();
                    attempt(&ticket.order, login, &mut fence).await
                }
                Err(why) => {
                    let trouble = Some(Trouble::new(Kind::Unfit, why));
                    Attempt { trouble, ..Attempt::default() }
                }
            };
            (ticket, end)
        });
    }

    fn tried(&mut self, order: &Order, is_taken: bool) {
        self.schedule.tried(order, is_taken, Instant::now());
        measure::refused(order, self.schedule.refusals(order), false);
    }

    fn ended(&mut self, ticket: Ticket, attempt: Attempt) -> Option<News> {
        let now = Instant::now();
        let order = &ticket.order;
        let (login, number) = (attempt.login, ticket.attempt);
        let (again, news) = match verdict(&order.job, number, &attempt) {
            Verdict::Again(wait) => (Some(now + wait), None),
            Verdict::End(status) => {
                let it = report(order, number, status, attempt, &self.worker);
                (None, Some(it))
            }
        };
        if again.is_some() {
            measure::waits(order);
        }
        self.schedule.ended(ticket, login, again, now);
        let running = self.schedule.counts().1;
        news.map(|it| {
            measure::ended(&it);
            News::Ended(Box::new(it), running)
        })
    }

    fn unbegun(
        &self,
        ticket: &Ticket,
        status: Status,
        why: &str,
        attempts: u32,
    ) -> News {
        let order = &ticket.order;
        if status == Status::Stopped {
            measure::refused(order, self.schedule.refusals(order), true);
        }
        let now = Moment(SystemTime::now());
        let mut report = Report::without(order, status, why, now);
        report.attempts = attempts;
        report.worker.clone_from(&self.worker);
        measure::ended(&report);
        News::Ended(Box::new(report), self.schedule.counts().1)
    }
}

/// Notes in the journal, if there is one, that a device may be changed, and tells of
/// its login.
struct Noted {
    journal: Option<Arc<Journal>>,
    id: String,
    tell_tried: mpsc::UnboundedSender<(Order, bool)>,
}

impl Fence for Noted {
    async fn raise(&mut self) -> io::Result<()> {
        match &self.journal {
            Some(it) => Arc::clone(it).changes(self.id.clone()).await,
            None => Ok(()),
        }
    }

    async fn tried(&mut self, order: &Order, is_taken: bool) {
        // At the end of a run nobody has to know it.
        let _over = self.tell_tried.send((order.clone(), is_taken));
    }
}

/// The report of an attempt that was the last one.
pub(crate) fn report(
    order: &Order,
    number: u32,
    status: Status,
    attempt: Attempt,
    worker: &str,
) -> Report {
    let now = Moment(SystemTime::now());
    let mut report = Report::without(order, status, "", now);
    report.error = attempt.trouble.map(|it| it.why);
    report.attempts = number;
    worker.clone_into(&mut report.worker);
    report.took_ms =
        u64::try_from(attempt.took.as_millis()).unwrap_or(u64::MAX);
    report.steps = attempt.steps;
    report
}

/// Credentials, and the secrets that were fetched of them: each once.
#[derive(Default)]
pub(crate) struct Keys {
    credentials: BTreeMap<Name, Credential>,
    fetched: HashMap<Name, Result<Login, String>>,
}

impl Keys {
    pub(crate) fn new(credentials: BTreeMap<Name, Credential>) -> Self {
        Self { credentials, fetched: HashMap::new() }
    }

    /// The login of an order; nothing if it has no credential. An error says why
    /// it is not to be had.
    pub(crate) async fn of(
        &mut self,
        order: &Order,
    ) -> Result<Option<Login>, String> {
        let Some(name) = &order.credential else { return Ok(None) };
        if let Some(found) = self.fetched.get(name) {
            return found.clone().map(Some);
        }
        let Some(credential) = self.credentials.get(name) else {
            return Err(format!("credential {name}: it is not known here"));
        };
        let found = credential.fetch().await;
        let found = found.map_err(|it| format!("credential {name}: {it}"));
        self.fetched.insert(name.clone(), found.clone());
        found.map(Some)
    }
}
