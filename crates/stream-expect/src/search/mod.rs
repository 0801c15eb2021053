//! The search for a set through one connection's text, as it comes.

pub(crate) mod captures;
pub(crate) mod found;
pub(crate) mod greedy;
pub(crate) mod start;
pub(crate) mod text;

use crate::engine::cache::ROW;
use crate::engine::place::Place;
use crate::engine::walk::{Stop, search};
use crate::search::found::{Decided, End, Found, Step};
use crate::search::greedy::Extension;
use crate::search::start::{Bounds, find_start};
use crate::search::text::Text;
use crate::set::program::{Caches, Program};
use crate::set::{Engine, PatternSet};

/// How far the text was searched for a set. Each octet is read once, however
/// often and in whatever pieces the text is looked at.
#[derive(Debug)]
pub struct Scan {
    set: PatternSet,
    progress: Progress,
}

#[derive(Debug)]
struct Progress {
    /// Where the text began when the scan did.
    cursor: u64,
    /// Where the unread text has to begin for this to be of use.
    base: u64,
    /// Octets before this were read.
    at: u64,
    /// The last mark that was looked at.
    mark: Option<u64>,
    state: State,
    /// Whether something would match if the text ended at `at`.
    quiet: bool,
}

#[derive(Debug)]
enum State {
    /// Nothing was read.
    New,
    /// The one text was not found.
    Finding,
    /// No pattern has fired.
    Searching(Place),
    /// The same, without memory: it did not pay.
    Stepping(Vec<u32>),
    /// A greedy pattern has fired.
    Extending(Extension),
    /// There is a match.
    Found(Found),
}

/// What a search looks for, and in what.
struct Job<'a> {
    set: &'a PatternSet,
    program: &'a Program,
    text: Text<'a>,
}

impl Scan {
    /// A scan for `set` from the stream offset `cursor` on, of text that
    /// begins at `base`.
    #[must_use]
    pub const fn new(set: PatternSet, base: u64, cursor: u64) -> Self {
        let progress = Progress {
            cursor,
            base,
            at: cursor,
            mark: None,
            state: State::New,
            quiet: false,
        };
        Self { set, progress }
    }

    /// What is searched for.
    #[must_use]
    pub const fn set(&self) -> &PatternSet {
        &self.set
    }

    /// Whether it is one for `set` in text that begins at `base`, from
    /// `cursor` on if that is given.
    #[must_use]
    pub fn is_for(
        &self,
        set: &PatternSet,
        base: u64,
        cursor: Option<u64>,
    ) -> bool {
        let Progress { base: is, cursor: from, .. } = self.progress;
        is == base
            && cursor.is_none_or(|cursor| cursor == from)
            && self.set == *set
    }

    /// Whether the text that it goes with begins there.
    #[must_use]
    pub const fn is_at(&self, base: u64) -> bool {
        self.progress.base == base
    }

    /// Reads all the text there is, up to a match.
    pub fn poll(&mut self, text: &Text<'_>) -> Step {
        let Self { set, progress } = self;
        if let State::Found(found) = progress.state {
            return Step::Found(found);
        }
        let found = match set.engine() {
            Engine::Nothing => None,
            Engine::Literal(finder) => progress.find(finder, text),
            Engine::Program(program) => {
                let job = Job { set, program, text: *text };
                program.with_caches(|caches| progress.read(&job, caches))
            }
        };
        progress.step(found)
    }

    /// The text ends where it was read to.
    pub fn end(&mut self, text: &Text<'_>, end: End) -> Step {
        let Self { set, progress } = self;
        if let State::Found(found) = progress.state {
            return Step::Found(found);
        }
        let found = match set.engine() {
            Engine::Nothing | Engine::Literal(_) => None,
            Engine::Program(program) => {
                let job = Job { set, program, text: *text };
                program.with_caches(|caches| progress.at_end(&job, caches, end))
            }
        };
        progress.step(found)
    }

    /// The stream offset up to which no match can reach back any more.
    #[must_use]
    pub fn settled(&self) -> u64 {
        // One octet more is what `^` and `\b` look at, and a late pattern has
        // read the one behind its match.
        let reach = self.set.limits().max_match as u64 + 2;
        let Progress { base, at, state, .. } = &self.progress;
        let settled = match state {
            State::New | State::Found(_) => *base,
            State::Finding | State::Searching(_) | State::Stepping(_) => {
                at.saturating_sub(reach)
            }
            State::Extending(it) => it.start.saturating_sub(1),
        };
        settled.max(*base)
    }

    /// The text before this was taken away, and the scan goes on.
    pub const fn rebase(&mut self, base: u64) {
        self.progress.base = base;
    }
}

impl Progress {
    fn step(&mut self, found: Option<Found>) -> Step {
        match found {
            Some(found) => {
                self.state = State::Found(found);
                Step::Found(found)
            }
            None => Step::Pending { quiet: self.quiet },
        }
    }

    /// One text as it stands.
    fn find(
        &mut self,
        finder: &memchr::memmem::Finder<'_>,
        text: &Text<'_>,
    ) -> Option<Found> {
        let length = finder.needle().len() as u64;
        // It may have begun in the last octets.
        let from = self.at.saturating_sub(length - 1);
        let from = from.max(self.base).max(self.cursor);
        self.state = State::Finding;
        self.at = text.end();
        let rest = text.octets.get(text.place(from)..)?;
        let start = from + finder.find(rest)? as u64;
        self.at = start + length;
        Some(Found {
            index: 0,
            start,
            end: start + length,
            clipped: false,
            by: Decided::Octet,
            followed: false,
        })
    }

    fn read(&mut self, job: &Job<'_>, caches: &mut Caches) -> Option<Found> {
        let end = job.text.end();
        if !job.program.heeds_ends {
            return self.read_to(job, caches, end);
        }
        loop {
            let from = self.mark.map_or(self.at, |last| self.at.max(last + 1));
            let mark = job.text.mark_from(from).filter(|mark| *mark <= end);
            let to = mark.unwrap_or(end);
            let found = self.read_to(job, caches, to);
            if found.is_some() {
                return found;
            }
            let why = match mark {
                Some(_) => End::Mark,
                None if job.text.eof => End::Eof,
                None => return None,
            };
            let found = self.at_end(job, caches, why);
            if found.is_some() || mark.is_none() {
                return found;
            }
            self.mark = mark;
        }
    }

    fn read_to(
        &mut self,
        job: &Job<'_>,
        caches: &mut Caches,
        to: u64,
    ) -> Option<Found> {
        let fired = match std::mem::replace(&mut self.state, State::New) {
            State::New | State::Finding => {
                let machine = &job.program.forward;
                let from = machine.automaton.nfa().start_unanchored();
                let scratch = &mut caches.forward.scratch;
                let fired = machine.automaton.start(scratch, from, None);
                let place = Place::at(&scratch.key);
                match fired {
                    Some(_) => fired,
                    None => self.search(job, caches, to, place),
                }
            }
            State::Searching(place) => self.search(job, caches, to, place),
            State::Stepping(key) => self.stepwise(job, caches, to, key),
            State::Extending(it) => {
                return self.extend(job, caches, to, it);
            }
            State::Found(found) => return Some(found),
        };
        fired
            .and_then(|index| self.fire(job, caches, index, Decided::Octet, to))
    }

    /// Searches with memory up to `to`, or the octet with which a pattern
    /// fires.
    fn search(
        &mut self,
        job: &Job<'_>,
        caches: &mut Caches,
        to: u64,
        mut place: Place,
    ) -> Option<usize> {
        let machine = &job.program.forward;
        let cache = &mut caches.forward;
        let row = place.enter(cache, machine);
        let (from, end) = (job.text.place(self.at), job.text.place(to));
        match search(cache, machine, row, job.text.octets, from, end) {
            Stop::End(row) => {
                self.at = to.max(self.at);
                self.quiet = job.program.heeds_ends
                    && cache.end(machine, row & ROW).is_some();
                place.leave(cache, machine, row);
                self.state = State::Searching(place);
                None
            }
            Stop::Fired { read, pattern } => {
                self.at = job.text.offset + read as u64;
                Some(pattern)
            }
            Stop::Thrash(read) => {
                self.at = job.text.offset + read as u64;
                let key = cache.scratch.key.clone();
                self.stepwise(job, caches, to, key)
            }
        }
    }

    /// The same without memory.
    fn stepwise(
        &mut self,
        job: &Job<'_>,
        caches: &mut Caches,
        to: u64,
        mut key: Vec<u32>,
    ) -> Option<usize> {
        let automaton = &job.program.forward.automaton;
        let scratch = &mut caches.forward.scratch;
        while self.at < to {
            let octet = job.text.octet(self.at)?;
            self.at += 1;
            let fired = automaton.step(scratch, &key, octet);
            std::mem::swap(&mut key, &mut scratch.key);
            if fired.is_some() {
                return fired;
            }
        }
        self.quiet = automaton.end(scratch, &key).is_some();
        self.state = State::Stepping(key);
        None
    }

    fn at_end(
        &mut self,
        job: &Job<'_>,
        caches: &mut Caches,
        end: End,
    ) -> Option<Found> {
        let by = Decided::End(end);
        let key = match &mut self.state {
            State::Searching(place) => place.key(),
            State::Stepping(key) => key,
            State::Extending(it) => {
                it.finish(job.program, caches);
                return Some(found(it, by));
            }
            State::Found(found) => return Some(*found),
            State::New | State::Finding => return None,
        };
        let scratch = &mut caches.forward.scratch;
        let index = job.program.forward.automaton.end(scratch, key)?;
        self.fire(job, caches, index, by, self.at)
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
        let start =
            find_start(&mut caches.reverse, machine, &job.text, &bounds);
        let Some(start) = start else {
            let start = bounds.least;
            let (clipped, followed) = (true, behind);
            return Some(Found { index, start, end, clipped, by, followed });
        };
        if !pattern.is_greedy() {
            let (clipped, followed) = (false, behind);
            return Some(Found { index, start, end, clipped, by, followed });
        }
        let before = job.text.before(start).filter(|_| start > self.cursor);
        let limits = (start, end, start.saturating_add(most));
        let mut it = Extension::new(job.program, caches, index, limits, before);
        if let Decided::End(_) = by {
            if !it.read_to(job.program, caches, &job.text, self.at) {
                it.finish(job.program, caches);
            }
            return Some(found(&it, by));
        }
        self.extend(job, caches, to, it)
    }

    fn extend(
        &mut self,
        job: &Job<'_>,
        caches: &mut Caches,
        to: u64,
        mut it: Extension,
    ) -> Option<Found> {
        let done = it.read_to(job.program, caches, &job.text, to);
        if done {
            return Some(found(&it, Decided::Octet));
        }
        self.at = self.at.max(to);
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
