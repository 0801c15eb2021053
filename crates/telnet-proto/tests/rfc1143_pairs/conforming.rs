//! Two ends that follow RFC 1143.

use telnet_proto::{Policy, Side, State, TelnetOption};

use crate::end::{ANY, PLAIN, SIDES, YES_OR_NO, ours, pairs};
use crate::search::search;

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
