//! What begins when, on one machine: time is an argument, and nothing is waited
//! for.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::time::Instant;

use crate::brake::{Admission, Brake};
use crate::inventory::Site;
use crate::name::Name;
use crate::order::Order;

/// One order that waits or is under way.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Ticket {
    /// The order.
    pub order: Order,
    /// The number of the attempt, from 1.
    pub attempt: u32,
    /// Not to be begun after this.
    pub until: Option<Instant>,
}

impl Ticket {
    /// The first attempt of an order, at any time.
    #[must_use]
    pub const fn new(order: Order) -> Self {
        Self { order, attempt: 1, until: None }
    }
}

/// What is to be done now.
#[derive(Debug)]
#[non_exhaustive]
pub enum Next {
    /// Make an attempt, and tell of its end by [`Schedule::ended`].
    Begin(Ticket),
    /// This one is not begun any more: its window is over.
    Missed(Ticket),
    /// This one is not begun: its credential was refused too often.
    Stopped(Ticket),
    /// Nothing before this moment, unless an attempt ends before.
    At(Instant),
    /// Nothing until an attempt ends.
    Ended,
    /// All is done.
    Over,
}

/// The orders that wait and are under way: so many at once, so many of a site, one
/// at a console; each site in turn, so that a large one does not hold up others.
#[derive(Debug, Default)]
pub struct Schedule {
    most: usize,
    running: usize,
    waiting: usize,
    sites: BTreeMap<Name, Queue>,
    turn: VecDeque<Name>,
    busy: HashSet<String>,
    /// What waits for a console, or for a credential.
    for_console: HashMap<String, Vec<Ticket>>,
    for_key: HashMap<String, Waiting>,
    brake: Brake,
    /// Consoles where it is not known yet whether the host takes the credential, and
    /// what the brake counts that by.
    trying: HashMap<String, String>,
    numbers: u64,
}

/// What waits for a credential: until it is known whether a host takes it, or this
/// moment.
#[derive(Debug, Default)]
struct Waiting {
    until: Option<Instant>,
    tickets: Vec<Ticket>,
}

#[derive(Debug, Default)]
struct Queue {
    limits: Site,
    running: u32,
    due: BTreeMap<(Instant, u64), Ticket>,
}

impl Schedule {
    /// At most so many at once.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self { most: most.max(1), ..Self::default() }
    }

    /// The limits of a site.
    pub fn limit(&mut self, site: &Name, limits: Site) {
        self.queue(site).limits = limits;
    }

    /// Puts an order in, which is due at a moment.
    pub fn add(&mut self, ticket: Ticket, due: Instant) {
        self.waiting += 1;
        self.put(ticket, due);
    }

    /// How many wait, and how many are under way.
    #[must_use]
    pub const fn counts(&self) -> (usize, usize) {
        (self.waiting, self.running)
    }

    /// Refusals of an order's credential at its site, since it was taken last.
    #[must_use]
    pub fn refusals(&self, order: &Order) -> u32 {
        order.brake_key().map_or(0, |it| self.brake.refusals(&it))
    }

    fn queue(&mut self, site: &Name) -> &mut Queue {
        if !self.sites.contains_key(site) {
            self.turn.push_back(site.clone());
        }
        self.sites.entry(site.clone()).or_default()
    }

    fn put(&mut self, ticket: Ticket, due: Instant) {
        self.numbers += 1;
        let number = self.numbers;
        let queue = self.queue(&ticket.order.site);
        queue.due.insert((due, number), ticket);
    }

    /// What is to be done now. Ask again until it is none of the first three.
    pub fn next(&mut self, now: Instant) -> Next {
        if self.waiting == 0 {
            return if self.running == 0 { Next::Over } else { Next::Ended };
        }
        self.try_again(now);
        let mut first_due = None;
        for _ in 0..self.turn.len() {
            let Some(site) = self.turn.pop_front() else { break };
            let next = self.next_of(&site, now);
            self.turn.push_back(site);
            match next {
                Ok(next) => return next,
                Err(due) => {
                    let both = [first_due, due];
                    first_due = both.into_iter().flatten().min();
                }
            }
        }
        let waiting = self.for_key.values().filter_map(|it| it.until);
        let first_due = waiting.chain(first_due).min();
        first_due.map_or(Next::Ended, Next::At)
    }

    /// What is to be done at a site; else when one is due there.
    fn next_of(
        &mut self,
        site: &Name,
        now: Instant,
    ) -> Result<Next, Option<Instant>> {
        loop {
            let is_full = self.running >= self.most;
            let queue = self.queue(site);
            let Some(entry) = queue.due.first_entry() else { return Err(None) };
            let (due, _) = *entry.key();
            if due > now {
                return Err(Some(due));
            }
            if entry.get().until.is_some_and(|it| it < now) {
                let ticket = entry.remove();
                self.waiting -= 1;
                return Ok(Next::Missed(ticket));
            }
            if is_full || queue.running >= queue.limits.sessions {
                return Err(None);
            }
            let refusals = queue.limits.refusals;
            let Some((_, ticket)) = queue.due.pop_first() else {
                return Err(None);
            };
            let console = ticket.order.console();
            if self.busy.contains(&console) {
                self.for_console.entry(console).or_default().push(ticket);
                continue;
            }
            if let Some(key) = ticket.order.brake_key() {
                match self.brake.admit(&key, refusals, now) {
                    Admission::Go => {
                        self.trying.insert(console.clone(), key);
                    }
                    Admission::Later(until) => {
                        let waiting = self.for_key.entry(key).or_default();
                        waiting.until = until;
                        waiting.tickets.push(ticket);
                        continue;
                    }
                    Admission::Stopped => {
                        self.waiting -= 1;
                        return Ok(Next::Stopped(ticket));
                    }
                }
            }
            self.busy.insert(console);
            self.queue(site).running += 1;
            self.running += 1;
            self.waiting -= 1;
            return Ok(Next::Begin(ticket));
        }
    }

    /// Puts in again what has waited long enough for a credential.
    fn try_again(&mut self, now: Instant) {
        let is_over = |it: &Waiting| it.until.is_some_and(|it| it <= now);
        let over = self.for_key.extract_if(|_, it| is_over(it));
        let over: Vec<Waiting> = over.map(|(_, it)| it).collect();
        for ticket in over.into_iter().flat_map(|it| it.tickets) {
            self.put(ticket, now);
        }
    }

    /// The host of an order that is under way has taken its credential, or refused it.
    /// What waits for that need not wait for the end of the attempt. Nothing if it was
    /// told before.
    pub fn tried(&mut self, order: &Order, is_taken: bool, now: Instant) {
        self.known(&order.console(), Some(is_taken), now);
    }

    fn known(&mut self, console: &str, login: Option<bool>, now: Instant) {
        let Some(key) = self.trying.remove(console) else { return };
        self.brake.tried(&key, login);
        let waiting = self.for_key.remove(&key).unwrap_or_default();
        for ticket in waiting.tickets {
            self.put(ticket, now);
        }
    }

    /// An attempt has ended: whether the host took the credential, if that was not
    /// told before, and when the order is due again, if it is.
    pub fn ended(
        &mut self,
        ticket: Ticket,
        login: Option<bool>,
        again: Option<Instant>,
        now: Instant,
    ) {
        self.running = self.running.saturating_sub(1);
        let queue = self.queue(&ticket.order.site);
        queue.running = queue.running.saturating_sub(1);
        let console = ticket.order.console();
        self.busy.remove(&console);
        for it in self.for_console.remove(&console).unwrap_or_default() {
            self.put(it, now);
        }
        self.known(&console, login, now);
        if let Some(due) = again {
            let attempt = ticket.attempt + 1;
            self.add(Ticket { attempt, ..ticket }, due);
        }
    }
}
