//! The search for a set through one connection's text, as it comes.

use super::cache::ROW;
use super::found::{Decided, End, Found, Step};
use super::greedy::Extension;
use super::place::Place;
use super::program::{Caches, Program};
use super::search::{Stop, search};
use super::set::{Engine, PatternSet};
use super::start::{Bounds, find_start};
use super::text::Text;

/// How far the text was searched for a set. Each octet is read once, however
/// often and in whatever pieces the text is looked at.
#[derive(Debug)]
pub(crate) struct Scan {
    set: PatternSet,
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

impl Scan {
    /// A scan for `set` from the stream offset `cursor` on.
    pub(crate) const fn new(set: PatternSet, cursor: u64) -> Self {
        Self {
            set,
            cursor,
            base: cursor,
            at: cursor,
            mark: None,
            state: State::New,
            quiet: false,
        }
    }

    pub(crate) const fn set(&self) -> &PatternSet {
        &self.set
    }

    /// Whether it is one for `set` from there on.
    pub(crate) fn is_for(&self, set: &PatternSet, base: u64) -> bool {
        self.base == base && self.set == *set
    }

    /// Whether the text that it goes with begins there.
    pub(crate) const fn is_at(&self, base: u64) -> bool {
        self.base == base
    }

    /// Reads all the text there is, up to a match.
    pub(crate) fn poll(&mut self, text: &Text<'_>) -> Step {
        if let State::Found(found) = self.state {
            return Step::Found(found);
        }
        let found = match self.set.clone().engine() {
            Engine::Literal(finder) => self.find(finder, text),
            Engine::Program(program) => {
                let mut caches = program.take_caches();
                let found = self.read(program, &mut caches, text);
                program.give_back(caches);
                found
            }
        };
        self.step(found)
    }

    /// The text ends where it was read to.
    pub(crate) fn end(&mut self, text: &Text<'_>, end: End) -> Step {
        if let State::Found(found) = self.state {
            return Step::Found(found);
        }
        let mut found = None;
        if let Engine::Program(program) = self.set.clone().engine() {
            let mut caches = program.take_caches();
            found = self.at_end(program, &mut caches, text, end);
            program.give_back(caches);
        }
        self.step(found)
    }

    /// The stream offset up to which no match can reach back any more.
    pub(crate) fn settled(&self) -> u64 {
        // One octet more is what `^` and `\b` look at, and a late pattern has
        // read the one behind its match.
        let reach = self.set.limits().max_match as u64 + 2;
        let settled = match &self.state {
            State::New | State::Found(_) => self.base,
            State::Finding | State::Searching(_) | State::Stepping(_) => {
                self.at.saturating_sub(reach)
            }
            State::Extending(it) => it.start.saturating_sub(1),
        };
        settled.max(self.base)
    }

    /// The text before this was taken away, and the scan goes on.
    pub(crate) const fn rebase(&mut self, base: u64) {
        self.base = base;
    }

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
        let from = self.at.saturating_sub(length - 1).max(self.base);
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

    fn read(
        &mut self,
        program: &Program,
        caches: &mut Caches,
        text: &Text<'_>,
    ) -> Option<Found> {
        let end = text.end();
        if !program.heeds_ends {
            return self.read_to(program, caches, text, end);
        }
        loop {
            let from = self.mark.map_or(self.at, |last| self.at.max(last + 1));
            let mark = text.mark_from(from).filter(|mark| *mark <= end);
            let to = mark.unwrap_or(end);
            let found = self.read_to(program, caches, text, to);
            if found.is_some() {
                return found;
            }
            let why = match mark {
                Some(_) => End::Mark,
                None if text.eof => End::Eof,
                None => return None,
            };
            let found = self.at_end(program, caches, text, why);
            if found.is_some() || mark.is_none() {
                return found;
            }
            self.mark = mark;
        }
    }

    fn read_to(
        &mut self,
        program: &Program,
        caches: &mut Caches,
        text: &Text<'_>,
        to: u64,
    ) -> Option<Found> {
        let fired = match std::mem::replace(&mut self.state, State::New) {
            State::New | State::Finding => {
                let machine = &program.forward;
                let from = machine.automaton.nfa().start_unanchored();
                let scratch = &mut caches.forward.scratch;
                let fired = machine.automaton.start(scratch, from, None);
                let place = Place::at(&scratch.key);
                match fired {
                    Some(_) => fired,
                    None => self.search(program, caches, text, to, place),
                }
            }
            State::Searching(place) => {
                self.search(program, caches, text, to, place)
            }
            State::Stepping(key) => {
                self.stepwise(program, caches, text, to, key)
            }
            State::Extending(it) => {
                return self.extend(program, caches, text, to, it);
            }
            State::Found(found) => return Some(found),
        };
        fired.and_then(|index| {
            self.fire(program, caches, text, index, Decided::Octet, to)
        })
    }

    /// Searches with memory up to `to`, or the octet with which a pattern
    /// fires.
    fn search(
        &mut self,
        program: &Program,
        caches: &mut Caches,
        text: &Text<'_>,
        to: u64,
        mut place: Place,
    ) -> Option<usize> {
        let machine = &program.forward;
        let cache = &mut caches.forward;
        let row = place.enter(cache, machine);
        let (from, end) = (text.place(self.at), text.place(to));
        match search(cache, machine, row, text.octets, from, end) {
            Stop::End(row) => {
                self.at = to.max(self.at);
                self.quiet = cache.end(machine, row & ROW).is_some();
                place.leave(cache, machine, row);
                self.state = State::Searching(place);
                None
            }
            Stop::Fired { read, pattern } => {
                self.at = text.offset + read as u64;
                Some(pattern)
            }
            Stop::Thrash(read) => {
                self.at = text.offset + read as u64;
                let key = cache.scratch.key.clone();
                self.stepwise(program, caches, text, to, key)
            }
        }
    }

    /// The same without memory.
    fn stepwise(
        &mut self,
        program: &Program,
        caches: &mut Caches,
        text: &Text<'_>,
        to: u64,
        mut key: Vec<u32>,
    ) -> Option<usize> {
        let automaton = &program.forward.automaton;
        let scratch = &mut caches.forward.scratch;
        while self.at < to {
            let octet = text.octet(self.at)?;
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
        program: &Program,
        caches: &mut Caches,
        text: &Text<'_>,
        end: End,
    ) -> Option<Found> {
        let by = Decided::End(end);
        let key = match &mut self.state {
            State::Searching(place) => place.key(),
            State::Stepping(key) => key,
            State::Extending(it) => {
                it.finish(program, caches);
                return Some(found(it, by));
            }
            State::Found(found) => return Some(*found),
            State::New | State::Finding => return None,
        };
        let scratch = &mut caches.forward.scratch;
        let index = program.forward.automaton.end(scratch, key)?;
        self.fire(program, caches, text, index, by, self.at)
    }

    /// A pattern fires with what was read: where does its match lie? A greedy
    /// one is read on to `to`.
    fn fire(
        &mut self,
        program: &Program,
        caches: &mut Caches,
        text: &Text<'_>,
        index: usize,
        by: Decided,
        to: u64,
    ) -> Option<Found> {
        let pattern = self.set.pattern(index)?;
        let behind = by == Decided::Octet && pattern.is_late();
        let end = if behind { self.at - 1 } else { self.at };
        let most = self.set.limits().max_match as u64;
        let bounds = Bounds {
            index,
            cursor: self.cursor,
            least: end.saturating_sub(most).max(self.cursor),
            end,
            after: text.octet(end).filter(|_| behind),
        };
        let machine = &program.reverse;
        let start = find_start(&mut caches.reverse, machine, text, &bounds);
        let Some(start) = start else {
            let start = bounds.least;
            let (clipped, followed) = (true, behind);
            return Some(Found { index, start, end, clipped, by, followed });
        };
        if !pattern.is_greedy() {
            let (clipped, followed) = (false, behind);
            return Some(Found { index, start, end, clipped, by, followed });
        }
        let before = text.before(start).filter(|_| start > self.cursor);
        let limits = (start, end, start.saturating_add(most));
        let mut it = Extension::new(program, caches, index, limits, before);
        if let Decided::End(_) = by {
            if !it.read_to(program, caches, text, self.at) {
                it.finish(program, caches);
            }
            return Some(found(&it, by));
        }
        self.extend(program, caches, text, to, it)
    }

    fn extend(
        &mut self,
        program: &Program,
        caches: &mut Caches,
        text: &Text<'_>,
        to: u64,
        mut it: Extension,
    ) -> Option<Found> {
        let done = it.read_to(program, caches, text, to);
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
