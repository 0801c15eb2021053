//! Peers that do not follow RFC 1143. Each may also speak unasked, whatever
//! it likes, but waits for what that leads to.

use telnet_proto::{State, TelnetOption, Verb};

use crate::end::{ANY, End, PLAIN, SIDES, VERBS, YES_OR_NO, ours, pairs};
use crate::search::{Graph, agree, search};

/// Knows what is on, and answers what would change it, as RFC 854 has it,
/// but does not remember that it has asked. It agrees or not as it likes.
/// When it asks, it takes the option as on at once, or else waits.
pub(crate) fn naive(at_once: bool) -> End {
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
pub(crate) fn parrot(answers: [Verb; 4]) -> End {
    End {
        states: vec![(State::No, State::No)],
        receipts: vec![answers.map(|verb| vec![(0, Some(verb))])],
        answers: vec![Vec::new()],
        requests: vec![Vec::new()],
        at_rest: vec![VERBS.map(|verb| (0, Some(verb))).to_vec()],
    }
}

/// Agrees to everything, and says so each time.
pub(crate) const AGREES: [Verb; 4] =
    [Verb::Do, Verb::Dont, Verb::Will, Verb::Wont];
/// Refuses everything, refusals too.
const REFUSES: [Verb; 4] = [Verb::Dont, Verb::Dont, Verb::Wont, Verb::Wont];
/// Sends back what it gets.
const REFLECTS: [Verb; 4] = VERBS;

/// The same peer, which never speaks unasked.
pub(crate) fn meek(mut peer: End) -> End {
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
