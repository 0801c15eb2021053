//! One search in a session.

use telnet_session::{Config, Decided, End, Found, PatternSet, Session, Step};

use super::case::Event;
use crate::oracle::expect::By;

/// A session, and the set that is searched for from its start on.
#[derive(Debug)]
pub struct Search<'a> {
    /// The session.
    pub session: Session,
    set: &'a PatternSet,
    marks: usize,
}

impl<'a> Search<'a> {
    /// Nothing has come.
    #[must_use]
    pub fn new(set: &'a PatternSet) -> Self {
        let session = Session::new(Config::default());
        Self { session, set, marks: 0 }
    }

    /// Looks.
    pub fn poll(&mut self) -> Step {
        self.session.expect_poll(self.set)
    }

    /// Receives events in one piece, as far as that can be: a silence is told
    /// at its place. Then it looks.
    pub fn feed(&mut self, events: &[Event]) -> Step {
        let mut wire = Vec::new();
        for event in events {
            match event {
                Event::Octet(octet) => wire.push(*octet),
                Event::Mark => wire.extend(self.mark()),
                Event::Quiet => {
                    self.session.receive(&std::mem::take(&mut wire));
                    let step = self.poll();
                    if is_found(&step) {
                        return step;
                    }
                    let step = self.session.expect_end(self.set, End::Quiet);
                    if is_found(&step) {
                        return step;
                    }
                }
                Event::Eof => {
                    self.session.receive(&std::mem::take(&mut wire));
                    self.session.receive_eof();
                }
            }
        }
        self.session.receive(&wire);
        self.poll()
    }

    /// IAC GA and IAC EOR in turn.
    fn mark(&mut self) -> [u8; 2] {
        self.marks += 1;
        if self.marks % 2 == 0 { [255, 239] } else { [255, 249] }
    }

    /// Takes what was found, and says what there is to say about it.
    ///
    /// # Panics
    ///
    /// If what is taken is not what was found.
    pub fn take(&mut self, found: &Found) -> Seen {
        let was = self.session.unread().to_vec();
        let before = self.session.offset();
        let it = self.session.take_found(self.set, found);
        let len = usize::try_from(found.end - before).unwrap();
        assert_eq!(it.text(), &was[..len], "the text through the end");
        assert_eq!(self.session.unread(), &was[len..], "what is left");
        assert_eq!(self.session.offset(), found.end);
        assert_eq!(it.index(), found.index);
        let start = usize::try_from(found.start - before).unwrap();
        assert_eq!(it.before(), &was[..start], "the text before it");
        assert_eq!(it.is_clipped(), found.clipped);
        assert_eq!(it.decided(), found.by);
        let groups = std::array::from_fn(|number| it.span(number));
        assert_eq!(groups[0], Some((start, len)), "the whole");
        Seen { verdict: plain(found), groups }
    }
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
