//! The search for a set through a stream, as it comes.

pub(crate) mod found;
pub(crate) mod greedy;
pub(crate) mod groups;
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

/// A search for the first match of a set in a stream.
///
/// It holds no text: the text is in a buffer of the caller's, who appends what
/// comes and shows the buffer to [`poll`](Self::poll). Each octet is read once,
/// however often and in whatever pieces the text is looked at.
///
/// ```
/// use stream_expect::{PatternSet, Search, Step};
/// let set = PatternSet::new(["login: ", r"(?m)^error (\d+)\n"])?;
/// let mut search = Search::new(&set);
/// let mut buffer = Vec::new();
/// let mut found = None;
/// for piece in ["Welcome\nerr", "or 4", "2\nlogin: "] {
///     buffer.extend_from_slice(piece.as_bytes());
///     if let Step::Found(it) = search.poll(&buffer) {
///         found = Some(it);
///         break;
///     }
/// }
/// let found = found.ok_or("nothing matched")?;
/// assert_eq!((found.index, found.start, found.end), (1, 8, 17));
/// let groups = set.groups(&found, &buffer).ok_or("it has groups")?;
/// assert_eq!(&buffer[groups.get(1).ok_or("it took part")?], b"42");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Which match it is
///
/// **The first octet with which a pattern fires decides; then the first pattern
/// of the set; then the match that begins first.** How the text was cut into
/// pieces has no part in it.
///
/// What follows that octet is not looked at. So the tail of a match is as short
/// as it may be, unless the pattern is [greedy](crate::Pattern::greedy); and a
/// pattern that looks behind its end waits for the next octet, or for an
/// [`End`].
///
/// # What may be thrown away
///
/// Nothing before [`settled`](Self::settled) is looked at any more. Who takes
/// text from the front of the buffer says so by [`Text::at`].
#[derive(Clone, Debug)]
pub struct Search {
    set: PatternSet,
    progress: Progress,
}

#[derive(Clone, Debug)]
struct Progress {
    /// Where the text began when the scan did.
    cursor: u64,
    /// Octets before this were read.
    at: u64,
    /// Marks before this were looked at.
    marks: u64,
    state: State,
    /// Whether something would match if the text ended at `at`.
    quiet: bool,
}

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

impl Search {
    /// A search of the stream from its begin: the first octet of the text has
    /// the stream offset 0.
    #[must_use]
    pub fn new(set: &PatternSet) -> Self {
        Self::from_offset(set, 0)
    }

    /// A search from a stream offset on. Nothing before it is looked at: `^`
    /// matches there.
    #[must_use]
    pub fn from_offset(set: &PatternSet, offset: u64) -> Self {
        let progress = Progress {
            cursor: offset,
            at: offset,
            marks: 0,
            state: State::New,
            quiet: false,
        };
        Self { set: set.clone(), progress }
    }

    /// What is searched for.
    #[must_use]
    pub const fn set(&self) -> &PatternSet {
        &self.set
    }

    /// The stream offset from which on it searches.
    #[must_use]
    pub const fn start(&self) -> u64 {
        self.progress.cursor
    }

    /// Reads what has come since it was called last, up to a match. A match
    /// that was found is found again.
    ///
    /// `text` holds all that has come from [`settled`](Self::settled) on: a
    /// slice of the stream from its begin on, or a [`Text`].
    pub fn poll<'a>(&mut self, text: impl Into<Text<'a>>) -> Step {
        self.read(&text.into())
    }

    /// Like [`poll`](Self::poll), knowing that nothing follows the text for
    /// now. Where more follows later, go on with `poll`.
    pub fn end<'a>(&mut self, text: impl Into<Text<'a>>, end: End) -> Step {
        let text = text.into();
        match self.read(&text) {
            Step::Pending { .. } => self.read_end(&text, end),
            found @ Step::Found(_) => found,
        }
    }

    /// The stream offset before which nothing is looked at any more. At most
    /// [`SetLimits::max_match`](crate::SetLimits) and two octets of what was
    /// searched are behind it.
    #[must_use]
    pub fn settled(&self) -> u64 {
        // One octet more is what `^` and `\b` look at, and a late pattern has
        // read the one behind its match.
        let reach = (self.set.limits().max_match as u64).saturating_add(2);
        let Progress { cursor, at, state, .. } = &self.progress;
        let settled = match state {
            State::New | State::Found(_) => *cursor,
            State::Finding | State::Searching(_) | State::Stepping(_) => {
                at.saturating_sub(reach)
            }
            State::Extending(it) => it.start.saturating_sub(1),
        };
        settled.max(*cursor)
    }

    fn read(&mut self, text: &Text<'_>) -> Step {
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

    fn read_end(&mut self, text: &Text<'_>, end: End) -> Step {
        let Self { set, progress } = self;
        let found = match set.engine() {
            Engine::Nothing | Engine::Literal(_) => None,
            Engine::Program(program) => {
                let job = Job { set, program, text: *text };
                program.with_caches(|caches| progress.at_end(&job, caches, end))
            }
        };
        progress.step(found)
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
        let from = from.max(self.cursor).max(text.offset());
        self.state = State::Finding;
        self.at = text.end();
        let rest = text.octets().get(text.place(from)..)?;
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
            let from = self.at.max(self.marks);
            let mark = job.text.mark_from(from).filter(|mark| *mark <= end);
            let to = mark.unwrap_or(end);
            let found = self.read_to(job, caches, to);
            if found.is_some() {
                return found;
            }
            let why = match mark {
                Some(_) => End::Mark,
                None if job.text.is_ended() => End::Eof,
                None => return None,
            };
            let found = self.at_end(job, caches, why);
            if found.is_some() || mark.is_none() {
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
        match search(cache, machine, row, job.text.octets(), from, end) {
            Stop::End(row) => {
                self.at = to.max(self.at);
                self.quiet = job.program.heeds_ends
                    && cache.end(machine, row & ROW).is_some();
                place.leave(cache, machine, row);
                self.state = State::Searching(place);
                None
            }
            Stop::Fired { read, pattern } => {
                self.at = job.text.offset() + read as u64;
                Some(pattern)
            }
            Stop::Thrash(read) => {
                self.at = job.text.offset() + read as u64;
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
