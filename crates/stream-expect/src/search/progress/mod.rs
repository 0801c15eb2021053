//! How far a search has come.

mod forward;
pub(super) mod plain;

use crate::engine::budget::Budget;
use crate::engine::needles::kind::Sight;
use crate::engine::needles::{Each, Which};
use crate::engine::place::Place;
use crate::search::found::{Decided, End, Found, Step};
use crate::search::greedy::{Extension, Reach};
use crate::search::start::{Bounds, WayBack};
use crate::search::text::Text;
use crate::set::PatternSet;
use crate::set::program::{Caches, Program};

#[derive(Clone, Debug)]
pub(crate) struct Progress {
    /// Where the text began when the scan did.
    cursor: u64,
    /// Octets before this were read.
    at: u64,
    /// No match ends before this, or there: what was read, or looked at and
    /// left to be read later.
    seen: u64,
    /// Marks before this were looked at.
    marks: u64,
    state: State,
    /// What is known of each kind of needles.
    known: Each<Known>,
    /// A kind of which there is no needle between `at` and `seen`, where there
    /// is no more to do.
    waits: Option<Which>,
    /// Whether something would match if the text ended at `at`.
    quiet: bool,
    /// Whether the budget was spent before all was read.
    more: bool,
    /// Where memory is tried again, once it did not pay; and how long it is
    /// left alone the next time.
    resume: (u64, u64),
}

/// What is known of a kind of needles.
#[derive(Clone, Copy, Debug)]
struct Known {
    /// None ends before this which a match can read.
    none: u64,
    /// Whether the matches that have begun and go on have read none.
    clear: bool,
}

/// Octets that are read without memory where it did not pay, the first time.
const PAUSE: u64 = 4096;
/// Not more than so many.
const LONGEST: u64 = 64 << 20;

#[derive(Clone, Debug)]
enum State {
    /// Nothing was read.
    New,
    /// The one text was not found.
    Finding,
    /// No pattern has fired.
    Searching(Place),
    /// The same, without memory: it did not pay.
    Stepping(Vec<u32>),
    /// A pattern has fired; where its match begins is not known yet.
    Fired(Decided, WayBack),
    /// A greedy pattern has fired.
    Extending(Extension),
    /// There is a match.
    Found(Found),
}

/// What a search looks for, and in what.
pub(crate) struct Job<'a> {
    pub(crate) set: &'a PatternSet,
    pub(crate) program: &'a Program,
    pub(crate) text: Text<'a>,
    /// What was seen already of a kind of needles, as far as the text goes.
    pub(crate) sight: Option<(Which, Sight)>,
}

impl Progress {
    /// Nothing was read, and the search begins at a stream offset.
    pub(super) const fn new(cursor: u64) -> Self {
        let known = Known { none: cursor, clear: true };
        Self {
            cursor,
            at: cursor,
            seen: cursor,
            marks: 0,
            state: State::New,
            known: Each { one: known, other: known },
            waits: None,
            quiet: false,
            more: false,
            resume: (0, PAUSE),
        }
    }

    /// Where the search began.
    pub(super) const fn cursor(&self) -> u64 {
        self.cursor
    }

    /// The match, if there is one.
    pub(super) const fn found(&self) -> Option<Found> {
        match &self.state {
            State::Found(found) => Some(*found),
            State::New
            | State::Finding
            | State::Searching(_)
            | State::Stepping(_)
            | State::Fired(..)
            | State::Extending(_) => None,
        }
    }

    /// The stream offset before which nothing is looked at any more, where a
    /// match to come may reach back so far.
    pub(super) fn settled(&self, reach: u64) -> u64 {
        let settled = match &self.state {
            State::New | State::Found(_) => self.cursor,
            State::Finding | State::Searching(_) | State::Stepping(_) => {
                self.at.max(self.seen).saturating_sub(reach)
            }
            State::Fired(_, way) => way.bounds().least.saturating_sub(1),
            State::Extending(it) => it.start.saturating_sub(1),
        };
        settled.max(self.cursor)
    }

    /// What a look came to.
    pub(super) fn step(&mut self, found: Option<Found>) -> Step {
        match found {
            Some(found) => {
                self.state = State::Found(found);
                Step::Found(found)
            }
            None if self.more => Step::More,
            None => Step::Pending { quiet: self.quiet },
        }
    }

    /// Reads what has come, its marks and its end.
    pub(super) fn read(
        &mut self,
        job: &Job<'_>,
        caches: &mut Caches,
        budget: &mut Budget,
    ) -> Option<Found> {
        self.more = false;
        let end = job.text.end();
        if !job.program.heeds_ends {
            return self.read_to(job, caches, end, budget);
        }
        loop {
            let from = self.at.max(self.seen).max(self.marks);
            let mark = job.text.mark_from(from).filter(|mark| *mark <= end);
            let to = mark.unwrap_or(end);
            let found = self.read_to(job, caches, to, budget);
            if found.is_some() || self.more {
                return found;
            }
            let why = match mark {
                Some(_) => End::Mark,
                None if job.text.is_ended() => End::Eof,
                None => return None,
            };
            let found = self.at_end(job, caches, why, budget);
            if found.is_some() || self.more || mark.is_none() {
                return found;
            }
            self.marks = to + 1;
        }
    }

    fn read_to(
        &mut self,
        job: &Job<'_>,
        caches: &mut Caches,
        to: u64,
        budget: &mut Budget,
    ) -> Option<Found> {
        let fired = match std::mem::replace(&mut self.state, State::New) {
            State::New | State::Finding => {
                let machine = &job.program.forward;
                let from = machine.automaton.nfa().start_unanchored();
                let cache = &mut caches.forward;
                let (row, fired) = cache.begin(machine, from, None);
                let place = Place::of(cache, machine, row);
                match fired {
                    Some(_) => fired,
                    None => self.search(job, caches, to, place, budget),
                }
            }
            State::Searching(place) => {
                self.search(job, caches, to, place, budget)
            }
            State::Stepping(key) => self.stepwise(job, caches, to, key, budget),
            State::Fired(by, way) => {
                return self.way_back(job, caches, way, by, to, budget);
            }
            State::Extending(it) => {
                return self.extend(job, caches, to, it, budget);
            }
            State::Found(found) => return Some(found),
        };
        fired.and_then(|index| {
            self.fire(job, caches, index, Decided::Octet, to, budget)
        })
    }

    /// Searches without memory: it did not pay.
    fn stepwise(
        &mut self,
        job: &Job<'_>,
        caches: &mut Caches,
        to: u64,
        mut key: Vec<u32>,
        budget: &mut Budget,
    ) -> Option<usize> {
        let automaton = &job.program.forward.automaton;
        let scratch = &mut caches.forward.scratch;
        let from = self.at;
        while self.at < to {
            if budget.is_spent() && self.at > from {
                self.more = true;
                break;
            }
            if self.at >= self.resume.0 {
                let place = Place::at(&key);
                return self.search(job, caches, to, place, budget);
            }
            let octet = job.text.octet(self.at)?;
            self.at += 1;
            let fired = automaton.step(scratch, &key, octet);
            budget.spend(scratch.take_work() + 1);
            std::mem::swap(&mut key, &mut scratch.key);
            if fired.is_some() {
                return fired;
            }
        }
        self.quiet = !self.more && automaton.end(scratch, &key).is_some();
        self.state = State::Stepping(key);
        None
    }

    /// The text ends where all was read.
    pub(super) fn at_end(
        &mut self,
        job: &Job<'_>,
        caches: &mut Caches,
        end: End,
        budget: &mut Budget,
    ) -> Option<Found> {
        let by = Decided::End(end);
        let mut unpacked = std::mem::take(&mut caches.forward.spare);
        let key = match &mut self.state {
            State::Searching(place) => {
                place.key(&mut unpacked);
                &unpacked
            }
            State::Stepping(key) => key,
            State::Extending(it) => {
                it.finish(job.program, caches);
                return Some(found(it, by));
            }
            State::Found(found) => return Some(*found),
            State::New | State::Finding | State::Fired(..) => return None,
        };
        let scratch = &mut caches.forward.scratch;
        let index = job.program.forward.automaton.end(scratch, key);
        caches.forward.spare = unpacked;
        let index = index?;
        self.fire(job, caches, index, by, self.at, budget)
    }

    /// A pattern fires with what was read: where does its match lie? A greedy
    /// one is read on to `to`.
    fn fire(
        &mut self,
        job: &Job<'_>,
        caches: &mut Caches,
        index: usize,
        by: Decided,
        to: u64,
        budget: &mut Budget,
    ) -> Option<Found> {
        let pattern = job.set.pattern(index)?;
        let behind = by == Decided::Octet && pattern.is_late();
        let end = if behind { self.at - 1 } else { self.at };
        let most = job.set.limits().max_match as u64;
        let bounds = Bounds {
            index,
            cursor: self.cursor,
            least: end.saturating_sub(most).max(self.cursor),
            end,
            after: job.text.octet(end).filter(|_| behind),
        };
        let machine = &job.program.reverse;
        let way = WayBack::new(&mut caches.reverse, machine, bounds);
        self.way_back(job, caches, way, by, to, budget)
    }

    fn way_back(
        &mut self,
        job: &Job<'_>,
        caches: &mut Caches,
        mut way: WayBack,
        by: Decided,
        to: u64,
        budget: &mut Budget,
    ) -> Option<Found> {
        let machine = &job.program.reverse;
        let start = way.read(&mut caches.reverse, machine, &job.text, budget);
        let Some(start) = start else {
            self.more = true;
            self.state = State::Fired(by, way);
            return None;
        };
        let Bounds { index, least, end, .. } = *way.bounds();
        let pattern = job.set.pattern(index)?;
        let followed = by == Decided::Octet && pattern.is_late();
        let Some(start) = start else {
            let (start, clipped) = (least, true);
            return Some(Found { index, start, end, clipped, by, followed });
        };
        if !pattern.is_greedy() {
            let clipped = false;
            return Some(Found { index, start, end, clipped, by, followed });
        }
        let most = job.set.limits().max_match as u64;
        let before = job.text.before(start).filter(|_| start > self.cursor);
        let limits = (start, end, start.saturating_add(most));
        let mut it = Extension::new(job.program, caches, index, limits, before);
        if let Decided::End(end) = by {
            it.ended = Some((self.at, end));
        }
        self.extend(job, caches, to, it, budget)
    }

    fn extend(
        &mut self,
        job: &Job<'_>,
        caches: &mut Caches,
        to: u64,
        mut it: Extension,
        budget: &mut Budget,
    ) -> Option<Found> {
        let within = it.ended.map_or(to, |(at, _)| at);
        let by = it.ended.map_or(Decided::Octet, |it| Decided::End(it.1));
        match it.read_to(job.program, caches, &job.text, within, budget) {
            Reach::Settled => return Some(found(&it, by)),
            Reach::Spent => self.more = true,
            Reach::Open if it.ended.is_some() => {
                it.finish(job.program, caches);
                return Some(found(&it, by));
            }
            Reach::Open => self.at = self.at.max(to),
        }
        self.quiet = true;
        self.state = State::Extending(it);
        None
    }
}

fn found(it: &Extension, by: Decided) -> Found {
    let Extension { index, start, end, .. } = *it;
    let followed = by == Decided::Octet || it.is_followed();
    Found { index, start, end, clipped: false, by, followed }
}
