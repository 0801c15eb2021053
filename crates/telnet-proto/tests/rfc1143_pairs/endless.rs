//! What no end can prevent, for it must answer every change: RFC 1143,
//! section 4, says so.

use telnet_proto::{Policy, TelnetOption, Verb};

use crate::end::{PLAIN, SIDES, ours};
use crate::fifo::Fifo;
use crate::foreign::{AGREES, meek, naive, parrot};
use crate::search::{Moment, search, search_from};

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
