//! Two ends of one connection, and every order in which things can happen.
//!
//! One option is negotiated between two ends joined by two queues. The
//! search visits every state that any order of deliveries, requests and
//! answers can reach, and lets each message meet every policy, so that an
//! end may change its mind at any time. The number of requests has no limit:
//! the states turn out finite all the same, and what holds for them holds
//! for any number of requests. Shown are:
//!
//! * the queues are bounded;
//! * no chain of deliveries and answers comes back to where it began, so
//!   the exchange ends unless someone keeps on requesting;
//! * when nothing is under way, both ends agree.
//!
//! Then come peers that do not follow RFC 1143.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a helper that fails is to fail its test"
)]

use std::collections::HashMap;

use telnet_proto::{
    Negotiation, Options, Policy, Side, State, TelnetOption, Transition, Verb,
};

const SIDES: [Side; 2] = [Side::Local, Side::Remote];
const VERBS: [Verb; 4] = [Verb::Will, Verb::Wont, Verb::Do, Verb::Dont];

/// All options but ECHO and TIMING-MARK are treated alike.
const PLAIN: TelnetOption = TelnetOption::SGA;

/// The state an end goes to, and what it sends.
type Outcome = (u8, Option<Verb>);

/// One end of the connection: a table of all that it can do.
#[derive(Default)]
struct End {
    /// What each state is called: local, remote.
    states: Vec<(State, State)>,
    /// By state and verb received, in the order of [`VERBS`]; several where
    /// policy decides.
    receipts: Vec<[Vec<Outcome>; 4]>,
    /// By state: the answers to an open question.
    answers: Vec<Vec<Outcome>>,
    /// By state: what it may do unasked, at any time.
    requests: Vec<Vec<Outcome>>,
    /// By state: what it may do unasked, but only when nothing is under way
    /// and no question is open.
    at_rest: Vec<Vec<Outcome>>,
}

fn add(outcomes: &mut Vec<Outcome>, outcome: Outcome) {
    if !outcomes.contains(&outcome) {
        outcomes.push(outcome);
    }
}

/// All that [`Options`] does with one option, if its application requests
/// it on the sides of `wishes` and no other, and each message may meet any
/// of the policies (local, remote).
fn ours(
    option: TelnetOption,
    policies: &[(Policy, Policy)],
    wishes: &[Side],
) -> End {
    let mut known = vec![Options::new()];
    let mut end =
        End { states: vec![(State::No, State::No)], ..End::default() };
    let mut at = 0;
    while at < known.len() {
        let mut outcomes_of = |act: &dyn Fn(&mut Options) -> Transition| {
            let mut outcomes = Vec::new();
            for &(local, remote) in policies {
                let mut options = known[at].clone();
                options.set_policy(Side::Local, option, local);
                options.set_policy(Side::Remote, option, remote);
                let done = act(&mut options);
                assert_eq!(done.option, option);
                for side in SIDES {
                    options.set_policy(side, option, Policy::Refuse);
                }
                let [local, remote] =
                    SIDES.map(|side| options.state(side, option));
                let named = (local, remote);
                let found = end.states.iter().position(|&it| it == named);
                let to = found.unwrap_or(known.len());
                if to == known.len() {
                    end.states.push(named);
                    known.push(options);
                } else {
                    // The two states say all, however they were reached.
                    assert!(options == known[to], "{named:?} is not one");
                }
                let send = done.send.map(|send| {
                    assert_eq!(send.option(), option);
                    send.verb()
                });
                add(&mut outcomes, (u8::try_from(to).unwrap(), send));
            }
            outcomes
        };
        let receipts = VERBS.map(|verb| {
            outcomes_of(&|us| us.receive(Negotiation::new(verb, option)))
        });
        let mut requests = Vec::new();
        let mut answers = Vec::new();
        for enable in [true, false] {
            for &side in wishes {
                requests.extend(outcomes_of(&|us| {
                    us.request(side, option, enable)
                }));
            }
            for side in SIDES {
                answers
                    .extend(outcomes_of(&|us| us.answer(side, option, enable)));
            }
        }
        // What changes nothing is no move.
        let here = (u8::try_from(at).unwrap(), None);
        requests.retain(|&it| it != here);
        answers.retain(|&it| it != here);
        end.receipts.push(receipts);
        end.requests.push(requests);
        end.answers.push(answers);
        end.at_rest.push(Vec::new());
        at += 1;
    }
    end
}

/// Every pair of these policies.
fn pairs(policies: &[Policy]) -> Vec<(Policy, Policy)> {
    let with = |&local| policies.iter().map(move |&remote| (local, remote));
    policies.iter().flat_map(with).collect()
}

const YES_OR_NO: [Policy; 2] = [Policy::Accept, Policy::Refuse];
const ANY: [Policy; 3] = [Policy::Accept, Policy::Refuse, Policy::Ask];

/// Verbs under way in one direction, by their places in [`VERBS`], the
/// oldest in the lowest two bits.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
struct Fifo {
    length: u8,
    verbs: u16,
}

impl Fifo {
    fn of(verbs: &[Verb]) -> Self {
        let mut queue = Self::default();
        for &verb in verbs {
            queue.push(verb);
        }
        queue
    }

    fn push(&mut self, verb: Verb) {
        assert!(self.length < 8, "the queue grows: {:?}", self.list());
        let place = VERBS.iter().position(|&it| it == verb).unwrap();
        let place = u16::try_from(place).unwrap();
        self.verbs |= place << (2 * self.length);
        self.length += 1;
    }

    /// The place of the oldest verb, and the queue without it.
    fn pop(self) -> Option<(usize, Self)> {
        let length = self.length.checked_sub(1)?;
        let place = usize::from(self.verbs & 3);
        Some((place, Self { length, verbs: self.verbs >> 2 }))
    }

    fn list(self) -> Vec<Verb> {
        let verb = |at| VERBS[usize::from(self.verbs >> (2 * at) & 3)];
        (0..self.length).map(verb).collect()
    }

    /// How many speak of the sender's side, and how many of the receiver's.
    fn by_side(self) -> [usize; 2] {
        let of_sender = |&&it: &&Verb| matches!(it, Verb::Will | Verb::Wont);
        let sender = self.list().iter().filter(of_sender).count();
        [sender, usize::from(self.length) - sender]
    }
}

/// The whole connection at one moment.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
struct Moment {
    a: u8,
    b: u8,
    a_to_b: Fifo,
    b_to_a: Fifo,
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
struct Graph {
    moments: Vec<Moment>,
    /// From which to which a delivery or an answer leads: what goes on with
    /// no request from outside.
    reactions: Vec<(usize, usize)>,
}

fn search(a: &End, b: &End) -> Graph {
    search_from(Moment::default(), a, b)
}

fn search_from(start: Moment, a: &End, b: &End) -> Graph {
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
    fn longest_chain(&self) -> Option<usize> {
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
    fn most_under_way(&self) -> (usize, usize) {
        let queues = || {
            let both = |it: &Moment| [it.a_to_b, it.b_to_a];
            self.moments.iter().flat_map(both)
        };
        let all = queues().map(|queue| usize::from(queue.length)).max();
        let side = queues().flat_map(Fifo::by_side).max();
        (all.unwrap(), side.unwrap())
    }

    /// What an end is in, whenever nothing is under way.
    fn at_rest(&self, a: &End) -> Vec<(State, State)> {
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
    fn ends_agree(&self, a: &End, b: &End) -> bool {
        self.moments.iter().filter(|it| it.is_quiet()).all(|it| {
            let (a_local, a_remote) = a.states[usize::from(it.a)];
            let (b_local, b_remote) = b.states[usize::from(it.b)];
            agree(a_local, b_remote) && agree(b_local, a_remote)
        })
    }

    /// Whether an end ever has the option in force on both sides.
    fn ever_both(&self, a: &End, b: &End) -> bool {
        let both = (State::Yes, State::Yes);
        self.moments.iter().any(|it| {
            a.states[usize::from(it.a)] == both
                || b.states[usize::from(it.b)] == both
        })
    }
}

/// Whether two ends see one side of the option alike, with nothing under
/// way: in force for both or for none, unless a question is open.
fn agree(one: State, other: State) -> bool {
    let waits = |it| matches!(it, State::WantYes | State::WantYesOpposite);
    match (one, other) {
        (State::Asked, it) | (it, State::Asked) => waits(it),
        (State::Yes, State::Yes) | (State::No, State::No) => true,
        _ => false,
    }
}

// The tools themselves.

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

// Two ends that follow RFC 1143.

#[test]
fn two_ends_come_to_rest_and_agree() {
    let us = ours(PLAIN, &pairs(&YES_OR_NO), &SIDES);
    assert_eq!(us.states.len(), 36);
    let graph = search(&us, &us);
    assert!(graph.moments.len() >= 6_000, "{}", graph.moments.len());
    // One request and one answer about each side.
    assert_eq!(graph.most_under_way(), (4, 2));
    assert_eq!(graph.longest_chain(), Some(10));
    assert!(graph.ends_agree(&us, &us));
    assert_eq!(graph.at_rest(&us).len(), 4);
}

/// One side alone: the same bound of two, and no more than two.
#[test]
fn one_side_alone() {
    let one = |wish| ours(PLAIN, &pairs(&YES_OR_NO), &[wish]);
    let (a, b) = (one(Side::Local), one(Side::Remote));
    let graph = search(&a, &b);
    assert!(graph.moments.len() >= 50, "{}", graph.moments.len());
    assert_eq!(graph.most_under_way(), (2, 2));
    assert!(graph.longest_chain().is_some());
    assert!(graph.ends_agree(&a, &b));
}

/// Each end holds to its policies. All of this lies within the search above;
/// here is also what the policies are for.
#[test]
fn fixed_policies() {
    let mut moments = 0;
    for mine in pairs(&YES_OR_NO) {
        let a = ours(PLAIN, &[mine], &SIDES);
        for theirs in pairs(&YES_OR_NO) {
            let b = ours(PLAIN, &[theirs], &SIDES);
            let graph = search(&a, &b);
            assert!(graph.moments.len() >= 4_000, "{}", graph.moments.len());
            assert!(graph.longest_chain().is_some());
            assert!(graph.ends_agree(&a, &b));
            moments += graph.moments.len();

            // An end that requests nothing has in force what it accepts.
            let silent = ours(PLAIN, &[theirs], &[]);
            let graph = search(&a, &silent);
            assert!(graph.ends_agree(&a, &silent));
            let reached: Vec<_> = graph
                .moments
                .iter()
                .map(|it| silent.states[usize::from(it.b)])
                .collect();
            let accepts = |policy| policy == Policy::Accept;
            let local = reached.iter().any(|it| it.0 == State::Yes);
            assert_eq!(local, accepts(theirs.0), "{theirs:?}");
            let remote = reached.iter().any(|it| it.1 == State::Yes);
            assert_eq!(remote, accepts(theirs.1), "{theirs:?}");
        }
    }
    assert!(moments >= 70_000, "{moments}");
}

#[test]
fn with_open_questions() {
    let us = ours(PLAIN, &pairs(&ANY), &SIDES);
    assert_eq!(us.states.len(), 49);
    let graph = search(&us, &us);
    assert!(graph.moments.len() >= 7_000, "{}", graph.moments.len());
    assert_eq!(graph.most_under_way(), (4, 2));
    assert_eq!(graph.longest_chain(), Some(12));
    assert!(graph.ends_agree(&us, &us));

    // Nothing but questions: nothing comes in force unanswered.
    let asking = ours(PLAIN, &[(Policy::Ask, Policy::Ask)], &SIDES);
    let graph = search(&asking, &asking);
    assert!(graph.moments.len() >= 4_000, "{}", graph.moments.len());
    assert!(graph.longest_chain().is_some());
    assert!(graph.ends_agree(&asking, &asking));
}

#[test]
fn echo() {
    for policies in [&YES_OR_NO[..], &ANY[..]] {
        let us = ours(TelnetOption::ECHO, &pairs(policies), &SIDES);
        let graph = search(&us, &us);
        assert!(graph.moments.len() >= 6_000, "{}", graph.moments.len());
        assert_eq!(graph.most_under_way(), (4, 2));
        assert!(graph.longest_chain().is_some());
        assert!(graph.ends_agree(&us, &us));
    }
}

/// Both sides echo only if an application requests the second itself.
#[test]
fn echo_on_one_side_only() {
    let us = |wishes: &[Side]| ours(TelnetOption::ECHO, &pairs(&ANY), wishes);
    for mine in SIDES {
        for theirs in SIDES {
            let (a, b) = (us(&[mine]), us(&[theirs]));
            let graph = search(&a, &b);
            assert!(graph.moments.len() >= 50, "{}", graph.moments.len());
            assert!(!graph.ever_both(&a, &b), "{mine:?} {theirs:?}");
        }
    }
    for (option, both) in [(TelnetOption::ECHO, false), (PLAIN, true)] {
        let greedy = ours(option, &pairs(&ANY), &SIDES);
        let meek = ours(option, &pairs(&ANY), &[]);
        let graph = search(&greedy, &meek);
        assert!(graph.moments.len() >= 100, "{}", graph.moments.len());
        assert!(graph.longest_chain().is_some());
        assert!(graph.ends_agree(&greedy, &meek));
        assert_eq!(graph.ever_both(&greedy, &meek), both);
    }
}

#[test]
fn timing_mark() {
    let us = ours(TelnetOption::TM, &pairs(&ANY), &SIDES);
    assert_eq!(us.states.len(), 2);
    let graph = search(&us, &us);
    assert!(graph.moments.len() >= 20, "{}", graph.moments.len());
    // A question and an answer.
    assert_eq!(graph.most_under_way(), (2, 1));
    assert_eq!(graph.longest_chain(), Some(4));
    // No mark is left unanswered, and nothing lasts.
    assert_eq!(graph.at_rest(&us), [(State::No, State::No)]);
}

// Peers that do not follow RFC 1143. Each may also speak unasked, whatever
// it likes, but waits for what that leads to.

/// Knows what is on, and answers what would change it, as RFC 854 has it,
/// but does not remember that it has asked. It agrees or not as it likes.
/// When it asks, it takes the option as on at once, or else waits.
fn naive(at_once: bool) -> End {
    let mut end = End::default();
    // Bit 0: on at its end. Bit 1: on at ours.
    for state in 0..4_u8 {
        let on = |bit: u8| state & bit != 0;
        let asked = |bit, yes, no| match on(bit) {
            true => vec![(state, None)],
            false => vec![(state | bit, Some(yes)), (state, Some(no))],
        };
        let told_off = |bit, no| match on(bit) {
            true => vec![(state & !bit, Some(no))],
            false => vec![(state, None)],
        };
        let unasked = |bit, yes, no| match on(bit) {
            true => (state & !bit, Some(no)),
            false if at_once => (state | bit, Some(yes)),
            false => (state, Some(yes)),
        };
        let named = |bit| if on(bit) { State::Yes } else { State::No };
        end.states.push((named(1), named(2)));
        end.receipts.push([
            asked(2, Verb::Do, Verb::Dont),
            told_off(2, Verb::Dont),
            asked(1, Verb::Will, Verb::Wont),
            told_off(1, Verb::Wont),
        ]);
        end.answers.push(Vec::new());
        end.requests.push(Vec::new());
        end.at_rest.push(vec![
            unasked(1, Verb::Will, Verb::Wont),
            unasked(2, Verb::Do, Verb::Dont),
        ]);
    }
    end
}

/// Remembers nothing, and answers WILL, WONT, DO, DONT with these.
fn parrot(answers: [Verb; 4]) -> End {
    End {
        states: vec![(State::No, State::No)],
        receipts: vec![answers.map(|verb| vec![(0, Some(verb))])],
        answers: vec![Vec::new()],
        requests: vec![Vec::new()],
        at_rest: vec![VERBS.map(|verb| (0, Some(verb))).to_vec()],
    }
}

/// Agrees to everything, and says so each time.
const AGREES: [Verb; 4] = [Verb::Do, Verb::Dont, Verb::Will, Verb::Wont];
/// Refuses everything, refusals too.
const REFUSES: [Verb; 4] = [Verb::Dont, Verb::Dont, Verb::Wont, Verb::Wont];
/// Sends back what it gets.
const REFLECTS: [Verb; 4] = VERBS;

/// The same peer, which never speaks unasked.
fn meek(mut peer: End) -> End {
    peer.at_rest.iter_mut().for_each(Vec::clear);
    peer
}

/// Whether the exchange ends, whatever our policies and requests are; also
/// that the search was of some size.
fn comes_to_rest(option: TelnetOption, peer: &End, moments: usize) -> Graph {
    let asking = ours(option, &pairs(&ANY), &SIDES);
    let graph = search(&asking, peer);
    let count = graph.moments.len();
    assert!(graph.longest_chain().is_some(), "{option} {count}");

    let us = ours(option, &pairs(&YES_OR_NO), &SIDES);
    let graph = search(&us, peer);
    let count = graph.moments.len();
    assert!(graph.longest_chain().is_some(), "{option} {count}");
    assert!(count >= moments, "{option} {count}");
    graph
}

const NO: (State, State) = (State::No, State::No);
const BOTH: (State, State) = (State::Yes, State::Yes);

#[test]
fn a_naive_peer() {
    for option in [PLAIN, TelnetOption::ECHO] {
        let us = ours(option, &pairs(&YES_OR_NO), &SIDES);
        for at_once in [true, false] {
            let peer = naive(at_once);
            let graph = comes_to_rest(option, &peer, 1_000);
            assert!(graph.ends_agree(&us, &peer));
            assert_eq!(graph.at_rest(&us).len(), 4);

            let peer = meek(peer);
            let graph = comes_to_rest(option, &peer, 150);
            assert!(graph.ends_agree(&us, &peer));
            assert_eq!(graph.most_under_way(), (2, 1));
        }
    }
    for at_once in [true, false] {
        let _ = comes_to_rest(TelnetOption::TM, &naive(at_once), 50);
    }
}

#[test]
fn a_peer_that_agrees_each_time() {
    let peer = parrot(AGREES);
    for option in [PLAIN, TelnetOption::ECHO] {
        let us = ours(option, &pairs(&YES_OR_NO), &SIDES);
        let graph = comes_to_rest(option, &peer, 1_000);
        assert!(
            graph
                .at_rest(&us)
                .iter()
                .all(|it| { [it.0, it.1].iter().all(|it| agree(*it, *it)) })
        );
        let _ = comes_to_rest(option, &meek(parrot(AGREES)), 100);
    }
    let _ = comes_to_rest(TelnetOption::TM, &meek(peer), 3);
}

#[test]
fn a_peer_that_refuses_each_time() {
    let peer = parrot(REFUSES);
    for (option, moments) in
        [(PLAIN, 400), (TelnetOption::ECHO, 400), (TelnetOption::TM, 20)]
    {
        let us = ours(option, &pairs(&YES_OR_NO), &SIDES);
        let graph = comes_to_rest(option, &peer, moments);
        assert_eq!(graph.at_rest(&us), [NO]);
    }
}

#[test]
fn a_peer_that_reflects() {
    let peer = parrot(REFLECTS);
    for option in [PLAIN, TelnetOption::ECHO] {
        let us = ours(option, &pairs(&YES_OR_NO), &SIDES);
        let graph = comes_to_rest(option, &peer, 1_000);
        let at_rest = graph.at_rest(&us);
        assert!(at_rest.iter().all(|it| [NO, BOTH].contains(it)));
    }
    let _ = comes_to_rest(TelnetOption::TM, &peer, 40);
}

// What no end can prevent, for it must answer every change: RFC 1143,
// section 4, says so.

/// A peer that changes its mind without waiting, and forgets that it did,
/// goes on for ever: one message of ours to one of its own, and no more
/// under way than at the start.
#[test]
fn a_hasty_forgetful_peer_goes_on() {
    let us = ours(PLAIN, &[(Policy::Accept, Policy::Accept)], &[]);
    let hasty = |verbs: &[Verb]| Moment {
        b_to_a: Fifo::of(verbs),
        ..Moment::default()
    };
    for peer in [meek(naive(true)), meek(parrot(AGREES))] {
        for verbs in [[Verb::Will, Verb::Wont], [Verb::Do, Verb::Dont]] {
            let graph = search_from(hasty(&verbs), &us, &peer);
            assert_eq!(graph.longest_chain(), None, "{verbs:?}");
            assert_eq!(graph.most_under_way().0, 2);
        }
    }
    // Where we refuse, it ends.
    let us = ours(PLAIN, &[(Policy::Refuse, Policy::Refuse)], &[]);
    for peer in [meek(naive(true)), meek(parrot(AGREES))] {
        for verbs in [[Verb::Will, Verb::Wont], [Verb::Do, Verb::Dont]] {
            let graph = search_from(hasty(&verbs), &us, &peer);
            assert!(graph.longest_chain().is_some(), "{verbs:?}");
        }
    }
}

/// A peer that takes our WILL TIMING-MARK for a question, and answers it
/// with DO, asks for the next mark thereby.
#[test]
fn a_mark_for_a_mark_goes_on() {
    let peer = parrot(AGREES);
    let with = |policy| {
        let us = ours(TelnetOption::TM, &[(policy, policy)], &SIDES);
        search(&us, &peer)
    };
    let graph = with(Policy::Accept);
    assert_eq!(graph.longest_chain(), None);
    assert!(graph.most_under_way().0 <= 2);
    assert!(with(Policy::Refuse).longest_chain().is_some());
    assert!(with(Policy::Ask).longest_chain().is_some());
}

/// A peer that says anything about anything, while we request, answer and
/// change policies at random: each message of ours is owed to one of its
/// messages or to one request, option by option.
#[test]
fn a_random_peer() {
    // The constants of Knuth's MMIX.
    let mut seed = 1_143_u64;
    let mut random = |below: u16| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let [.., low, high] = seed.to_le_bytes();
        usize::from(u16::from_le_bytes([low, high]) % below)
    };
    let mut options = Options::new();
    // By option: what has been sent, and what may have been.
    let mut sent = [0_u32; 256];
    let mut owed = [0_u32; 256];
    for _ in 0..1_000_000 {
        let at = random(256);
        let option = TelnetOption::from(u8::try_from(at).unwrap());
        let side = SIDES[random(2)];
        let yes = random(2) == 1;
        let done = match random(10) {
            0..6 => {
                owed[at] += 1;
                let verb = VERBS[random(4)];
                options.receive(Negotiation::new(verb, option))
            }
            6 => {
                owed[at] += 1;
                options.request(side, option, yes)
            }
            // It was owed when the question came.
            7 => options.answer(side, option, yes),
            _ => {
                options.set_policy(side, option, ANY[random(3)]);
                continue;
            }
        };
        if let Some(send) = done.send {
            assert_eq!(send.option(), option);
            sent[at] += 1;
        }
        assert!(sent[at] <= owed[at], "{option}");
    }
    assert!(sent.iter().all(|&count| count >= 500));
}
