//! The search for every reachable moment, and what can be asked of them all.

use std::collections::HashMap;

use telnet_proto::State;

use crate::end::{End, Outcome};
use crate::fifo::Fifo;

/// The whole connection at one moment.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct Moment {
    pub(crate) a: u8,
    pub(crate) b: u8,
    pub(crate) a_to_b: Fifo,
    pub(crate) b_to_a: Fifo,
}

impl Moment {
    fn is_quiet(self) -> bool {
        self.a_to_b.length == 0 && self.b_to_a.length == 0
    }

    fn a_does(mut self, (state, send): Outcome) -> Self {
        self.a = state;
        if let Some(verb) = send {
            self.a_to_b.push(verb);
        }
        self
    }

    fn b_does(mut self, (state, send): Outcome) -> Self {
        self.b = state;
        if let Some(verb) = send {
            self.b_to_a.push(verb);
        }
        self
    }
}

/// Every reachable moment.
pub(crate) struct Graph {
    pub(crate) moments: Vec<Moment>,
    /// From which to which a delivery or an answer leads: what goes on with
    /// no request from outside.
    reactions: Vec<(usize, usize)>,
}

pub(crate) fn search(a: &End, b: &End) -> Graph {
    search_from(Moment::default(), a, b)
}

pub(crate) fn search_from(start: Moment, a: &End, b: &End) -> Graph {
    let mut moments = vec![start];
    let mut index = HashMap::from([(start, 0)]);
    let mut reactions = Vec::new();
    let mut at = 0;
    while at < moments.len() {
        let now = moments[at];
        let mut visit = |next: Moment| {
            *index.entry(next).or_insert_with(|| {
                moments.push(next);
                moments.len() - 1
            })
        };
        let mut react = |next| reactions.push((at, visit(next)));
        let (in_a, in_b) = (usize::from(now.a), usize::from(now.b));
        if let Some((verb, a_to_b)) = now.a_to_b.pop() {
            for &it in &b.receipts[in_b][verb] {
                react(Moment { a_to_b, ..now }.b_does(it));
            }
        }
        if let Some((verb, b_to_a)) = now.b_to_a.pop() {
            for &it in &a.receipts[in_a][verb] {
                react(Moment { b_to_a, ..now }.a_does(it));
            }
        }
        a.answers[in_a].iter().for_each(|&it| react(now.a_does(it)));
        b.answers[in_b].iter().for_each(|&it| react(now.b_does(it)));

        let mut act = |next| {
            let _ = visit(next);
        };
        a.requests[in_a].iter().for_each(|&it| act(now.a_does(it)));
        b.requests[in_b].iter().for_each(|&it| act(now.b_does(it)));
        let open = !(a.answers[in_a].is_empty() && b.answers[in_b].is_empty());
        if now.is_quiet() && !open {
            a.at_rest[in_a].iter().for_each(|&it| act(now.a_does(it)));
            b.at_rest[in_b].iter().for_each(|&it| act(now.b_does(it)));
        }
        at += 1;
    }
    Graph { moments, reactions }
}

impl Graph {
    /// The length of the longest chain of reactions, or none if one runs in
    /// a circle: moments are struck off once all those are that lead to
    /// them, and what is on a circle never is.
    pub(crate) fn longest_chain(&self) -> Option<usize> {
        let count = self.moments.len();
        let mut next = vec![Vec::new(); count];
        let mut waits_for = vec![0; count];
        for &(from, to) in &self.reactions {
            next[from].push(to);
            waits_for[to] += 1;
        }
        let mut free: Vec<_> =
            (0..count).filter(|&at| waits_for[at] == 0).collect();
        let mut chain = vec![0; count];
        let mut struck = 0;
        while let Some(from) = free.pop() {
            struck += 1;
            for &to in &next[from] {
                chain[to] = chain[to].max(chain[from] + 1);
                waits_for[to] -= 1;
                if waits_for[to] == 0 {
                    free.push(to);
                }
            }
        }
        let longest = chain.into_iter().max();
        longest.filter(|_| struck == count)
    }

    /// The most that is ever under way in one direction: in all, and about
    /// one side.
    pub(crate) fn most_under_way(&self) -> (usize, usize) {
        let queues = || {
            let both = |it: &Moment| [it.a_to_b, it.b_to_a];
            self.moments.iter().flat_map(both)
        };
        let all = queues().map(|queue| usize::from(queue.length)).max();
        let side = queues().flat_map(Fifo::by_side).max();
        (all.unwrap(), side.unwrap())
    }

    /// What an end is in, whenever nothing is under way.
    pub(crate) fn at_rest(&self, a: &End) -> Vec<(State, State)> {
        let mut seen = Vec::new();
        for it in self.moments.iter().filter(|it| it.is_quiet()) {
            let state = a.states[usize::from(it.a)];
            if !seen.contains(&state) {
                seen.push(state);
            }
        }
        seen
    }

    /// Whether nothing is under way without both ends being of one mind.
    pub(crate) fn ends_agree(&self, a: &End, b: &End) -> bool {
        self.moments.iter().filter(|it| it.is_quiet()).all(|it| {
            let (a_local, a_remote) = a.states[usize::from(it.a)];
            let (b_local, b_remote) = b.states[usize::from(it.b)];
            agree(a_local, b_remote) && agree(b_local, a_remote)
        })
    }

    /// Whether an end ever has the option in force on both sides.
    pub(crate) fn ever_both(&self, a: &End, b: &End) -> bool {
        let both = (State::Yes, State::Yes);
        self.moments.iter().any(|it| {
            a.states[usize::from(it.a)] == both
                || b.states[usize::from(it.b)] == both
        })
    }
}

/// Whether two ends see one side of the option alike, with nothing under
/// way: in force for both or for none, unless a question is open.
pub(crate) fn agree(one: State, other: State) -> bool {
    let waits = |it| matches!(it, State::WantYes | State::WantYesOpposite);
    match (one, other) {
        (State::Asked, it) | (it, State::Asked) => waits(it),
        (State::Yes, State::Yes) | (State::No, State::No) => true,
        _ => false,
    }
}

#[test]
fn a_circle_is_seen() {
    let graph = |reactions: &[(usize, usize)]| Graph {
        moments: vec![Moment::default(); 4],
        reactions: reactions.to_vec(),
    };
    let chain = |reactions| graph(reactions).longest_chain();
    assert_eq!(chain(&[]), Some(0));
    assert_eq!(chain(&[(0, 1), (1, 2), (0, 2), (2, 3), (0, 3)]), Some(3));
    assert_eq!(chain(&[(0, 1), (1, 2), (2, 3), (3, 1)]), None);
    assert_eq!(chain(&[(0, 1), (2, 2)]), None);
}
