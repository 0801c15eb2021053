//! The search with memory, over what has come.

use crate::engine::budget::Budget;
use crate::engine::cache::{Cache, ROW};
use crate::engine::jump::to_end;
use crate::engine::needles::Which;
use crate::engine::place::Place;
use crate::engine::walk::{Stop, search};
use crate::engine::way::Way;
use crate::search::progress::{Job, Known, LONGEST, Progress, State};
use crate::search::text::Text;
use crate::set::program::Caches;

impl Progress {
    /// Searches with memory up to `to`, or the octet with which a pattern
    /// fires.
    pub(super) fn search(
        &mut self,
        job: &Job<'_>,
        caches: &mut Caches,
        to: u64,
        place: Place,
        budget: &mut Budget,
    ) -> Option<usize> {
        let machine = &job.program.forward;
        let cache = &mut caches.forward;
        // A text that is shorter than it was holds nothing new.
        if to < self.seen {
            self.state = State::Searching(place);
            return None;
        }
        let row = place.enter(cache, machine);
        if to == self.at {
            self.rest(job, cache, place, row);
            return None;
        }
        let text = &job.text;
        let octets = text.octets();
        let mut way = self.way(job, to, budget);
        let end = way.to;
        let ahead = to_end(cache, machine, octets, &mut way, budget);
        let row = ahead.unwrap_or(row);
        let stop = search(cache, machine, row, octets, &mut way, budget);
        self.learn(text, &way);
        let (read, row) = match stop {
            Stop::End(row) => (end, row),
            Stop::Paused { read, next } => (read, next),
            Stop::Fired { read, pattern } => {
                self.at = job.text.offset() + read as u64;
                return Some(pattern);
            }
            Stop::Thrash(read) => {
                self.at = job.text.offset() + read as u64;
                let key = cache.scratch.key.clone();
                let pause = self.resume.1;
                self.known.one.clear = false;
                self.known.other.clear = false;
                let longer = pause.saturating_mul(2).min(LONGEST);
                self.resume = (self.at.saturating_add(pause), longer);
                return self.stepwise(job, caches, to, key, budget);
            }
        };
        self.at = job.text.offset() + read as u64;
        let waits = way.waits();
        let end = job.text.offset() + end as u64;
        self.seen = self.seen.max(waits.map_or(self.at, |_| end));
        self.waits = waits.filter(|_| end == to);
        self.more = self.at < to && self.waits.is_none();
        self.rest(job, cache, place, row);
        None
    }

    /// Keeps the state that the search is in.
    fn rest(
        &mut self,
        job: &Job<'_>,
        cache: &mut Cache,
        mut place: Place,
        row: u32,
    ) {
        let machine = &job.program.forward;
        self.quiet = !self.more
            && job.program.heeds_ends
            && cache.end(machine, row & ROW).is_some();
        place.leave(cache, machine, row);
        self.state = State::Searching(place);
    }

    /// The way to `to`, or as far as the budget goes if all is skipped.
    fn way(&self, job: &Job<'_>, to: u64, budget: &Budget) -> Way {
        let (text, program) = (&job.text, job.program);
        let (at, to) = (text.place(self.at), text.place(to));
        let Some(needles) = &program.forward.needles else {
            let to = to.min(at.saturating_add(budget.most()));
            return Way::new(at, to);
        };
        let none = |which| {
            let none = self.known.get(which).none;
            let waits = self.waits == Some(which);
            text.place(if waits { self.seen } else { none }).max(at)
        };
        let (one, other) = (none(Which::One), none(Which::Other));
        let known = if needles.are_two() { one.max(other) } else { one };
        let to = to.min(known.saturating_add(budget.most()));
        let sight = job.sight.filter(|_| to == text.octets().len());
        let way = Way::new(at, to).waiting(program.later, sight).with(
            Which::One,
            one.min(to),
            self.known.one.clear,
        );
        if !needles.are_two() {
            return way;
        }
        way.with(Which::Other, other.min(to), self.known.other.clear)
    }

    /// Keeps what was seen of needles on the way.
    fn learn(&mut self, text: &Text<'_>, way: &Way) {
        self.waits = None;
        for which in Which::BOTH {
            let known = self.known.get_mut(which);
            let none = text.offset().saturating_add(way.none(which) as u64);
            *known = Known { none, clear: way.is_clear(which) };
        }
    }
}
