//! What is under way in one direction.

use telnet_proto::Verb;

use crate::end::VERBS;

/// Verbs under way in one direction, by their places in [`VERBS`], the
/// oldest in the lowest two bits.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct Fifo {
    pub(crate) length: u8,
    verbs: u16,
}

impl Fifo {
    pub(crate) fn of(verbs: &[Verb]) -> Self {
        let mut queue = Self::default();
        for &verb in verbs {
            queue.push(verb);
        }
        queue
    }

    pub(crate) fn push(&mut self, verb: Verb) {
        assert!(self.length < 8, "the queue grows: {:?}", self.list());
        let place = VERBS.iter().position(|&it| it == verb).unwrap();
        let place = u16::try_from(place).unwrap();
        self.verbs |= place << (2 * self.length);
        self.length += 1;
    }

    /// The place of the oldest verb, and the queue without it.
    pub(crate) fn pop(self) -> Option<(usize, Self)> {
        let length = self.length.checked_sub(1)?;
        let place = usize::from(self.verbs & 3);
        Some((place, Self { length, verbs: self.verbs >> 2 }))
    }

    pub(crate) fn list(self) -> Vec<Verb> {
        let verb = |at| VERBS[usize::from(self.verbs >> (2 * at) & 3)];
        (0..self.length).map(verb).collect()
    }

    /// How many speak of the sender's side, and how many of the receiver's.
    pub(crate) fn by_side(self) -> [usize; 2] {
        let of_sender = |&&it: &&Verb| matches!(it, Verb::Will | Verb::Wont);
        let sender = self.list().iter().filter(of_sender).count();
        [sender, usize::from(self.length) - sender]
    }
}

#[test]
fn queues_keep_order() {
    let all = [Verb::Dont, Verb::Will, Verb::Do, Verb::Wont, Verb::Dont];
    let mut queue = Fifo::of(&all);
    assert_eq!((queue.list(), queue.by_side()), (all.to_vec(), [2, 3]));
    for verb in all {
        let (place, rest) = queue.pop().unwrap();
        assert_eq!(VERBS[place], verb);
        queue = rest;
    }
    assert!(queue == Fifo::default() && queue.pop().is_none());
}
