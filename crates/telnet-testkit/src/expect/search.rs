//! One search in a buffer.

use stream_expect::{Buffer, Decided, End, Found, PatternSet, Step};

use super::case::Event;
use crate::oracle::expect::By;

/// A buffer, and the set that is searched for from its start on.
#[derive(Debug)]
pub struct Search<'a> {
    /// What has come.
    pub buffer: Buffer,
    set: &'a PatternSet,
}

impl<'a> Search<'a> {
    /// Nothing has come.
    #[must_use]
    pub const fn new(set: &'a PatternSet) -> Self {
        Self { buffer: Buffer::new(), set }
    }

    /// Looks, as often as it takes.
    ///
    /// # Panics
    ///
    /// If it does not come to an end.
    pub fn poll(&mut self) -> Step {
        to_the_end(|| self.buffer.find(self.set))
    }

    /// Takes events in one piece, as far as that can be: a silence is told at
    /// its place. Then it looks.
    pub fn feed(&mut self, events: &[Event]) -> Step {
        let mut octets = Vec::new();
        for event in events {
            if let Event::Octet(octet) = event {
                octets.push(*octet);
                continue;
            }
            self.buffer.feed(&std::mem::take(&mut octets));
            match event {
                Event::Octet(_) => {}
                Event::Mark => self.buffer.mark(),
                Event::Eof => self.buffer.finish(),
                Event::Quiet => {
                    let look = || self.buffer.find_at(self.set, End::Quiet);
                    let step = to_the_end(look);
                    if is_found(&step) {
                        return step;
                    }
                }
            }
        }
        self.buffer.feed(&octets);
        self.poll()
    }

    /// Takes what was found, and says what there is to say about it.
    ///
    /// # Panics
    ///
    /// If what is taken is not what was found.
    pub fn take(&mut self, found: &Found) -> Seen {
        let was = self.buffer.unread().to_vec();
        let before = self.buffer.offset();
        let it = self.buffer.take(self.set, found);
        let len = usize::try_from(found.end - before).unwrap();
        assert_eq!(it.text(), &was[..len], "the text through the end");
        assert_eq!(self.buffer.unread(), &was[len..], "what is left");
        assert_eq!(self.buffer.offset(), found.end);
        let start = usize::try_from(found.start - before).unwrap();
        assert_eq!(it.before(), &was[..start], "the text before it");
        assert_eq!(it.found(), found);
        let span = |number| it.span(number).map(|it| (it.start, it.end));
        let groups = std::array::from_fn(span);
        assert_eq!(groups[0], Some((start, len)), "the whole");
        Seen { verdict: plain(found), groups }
    }
}

/// Looks of which there are so many have an octet each, and more.
const LOOKS: usize = 100_000;

fn to_the_end(look: impl FnMut() -> Step) -> Step {
    let mut steps = std::iter::repeat_with(look).take(LOOKS);
    steps.find(|step| *step != Step::More).expect("an end")
}

/// What a search ends with, in the model's terms; `seen` is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// What, where, by what.
    pub verdict: Plain,
    /// Where its groups lie in the text.
    pub groups: Groups,
}

/// Where the first groups lie.
pub type Groups = [Option<(usize, usize)>; 8];

/// Index, start, end, by what, clipped.
pub type Plain = (usize, u64, u64, By, bool);

/// What was found, in the model's terms.
///
/// # Panics
///
/// If it was decided by what the model does not know.
#[must_use]
pub fn plain(it: &Found) -> Plain {
    let by = match it.by {
        Decided::Octet => By::Octet,
        Decided::End(End::Quiet) => By::Quiet,
        Decided::End(End::Mark) => By::Mark,
        Decided::End(End::Eof) => By::Eof,
        Decided::End(_) | _ => panic!("decided by what?"),
    };
    (it.index, it.start, it.end, by, it.clipped)
}

pub(super) const fn is_found(step: &Step) -> bool {
    matches!(step, Step::Found(_))
}
