//! The search for a set through a stream, as it comes.

pub(crate) mod found;
pub(crate) mod greedy;
pub(crate) mod groups;
mod progress;
pub(crate) mod start;
pub(crate) mod text;

use crate::engine::budget::Budget;
use crate::search::found::{End, Step};
use crate::search::progress::plain::Look;
use crate::search::progress::{Job, Progress};
use crate::search::text::Text;
use crate::set::{Engine, PatternSet};

/// A search for the first match of a set in a stream.
///
/// It holds no text: the text is in a buffer of the caller's, who appends what
/// comes and shows the buffer to [`poll`](Self::poll). Each octet is read once, or
/// looked at and then read, however often and in whatever pieces the text is shown.
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
        let progress = Progress::new(offset);
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
        self.progress.cursor()
    }

    /// Reads what has come since it was called last, up to a match. A match
    /// that was found is found again.
    ///
    /// `text` holds all that has come from [`settled`](Self::settled) on: a
    /// slice of the stream from its begin on, or a [`Text`].
    ///
    /// What it does is bounded: where much has come, or what has come is
    /// costly, it says [`Step::More`], and the next call goes on.
    pub fn poll<'a>(&mut self, text: impl Into<Text<'a>>) -> Step {
        let mut budget = Budget::new(self.set.limits().work);
        self.read(&text.into(), &mut budget)
    }

    /// Like [`poll`](Self::poll), knowing that nothing follows the text for
    /// now. Where more follows later, go on with `poll`. Where there is
    /// [more](Step::More) to do, and still nothing follows, call it again.
    pub fn end<'a>(&mut self, text: impl Into<Text<'a>>, end: End) -> Step {
        let text = text.into();
        let mut budget = Budget::new(self.set.limits().work);
        match self.read(&text, &mut budget) {
            Step::Pending { .. } => self.read_end(&text, end, &mut budget),
            step @ (Step::Found(_) | Step::More) => step,
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
        self.progress.settled(reach)
    }

    fn read(&mut self, text: &Text<'_>, budget: &mut Budget) -> Step {
        let Self { set, progress } = self;
        if let Some(found) = progress.found() {
            return Step::Found(found);
        }
        let found = match set.engine() {
            Engine::Nothing => None,
            Engine::Literal(finder) => progress.find(finder, text, budget),
            Engine::Program(program) => {
                let sight = match progress.look(program, text) {
                    Look::Nothing => return Step::Pending { quiet: false },
                    Look::Needle(which, sight) => Some((which, sight)),
                    Look::Not => None,
                };
                let job = Job { set, program, text: *text, sight };
                program
                    .with_caches(|caches| progress.read(&job, caches, budget))
            }
        };
        progress.step(found)
    }

    fn read_end(
        &mut self,
        text: &Text<'_>,
        end: End,
        budget: &mut Budget,
    ) -> Step {
        let Self { set, progress } = self;
        let found = match set.engine() {
            Engine::Nothing | Engine::Literal(_) => None,
            Engine::Program(program) => {
                let job = Job { set, program, text: *text, sight: None };
                program.with_caches(|caches| {
                    progress.at_end(&job, caches, end, budget)
                })
            }
        };
        progress.step(found)
    }
}
