//! TIMING-MARK, which has no lasting state. In words of its own: DO asks for
//! a mark, WILL is the mark, WONT refuses it, DONT says it was not asked for.

use telnet_proto::Change::{Denied, Marked, Redundant, Requested};
use telnet_proto::Policy::{Accept, Ask, Refuse};
use telnet_proto::Side::{Local, Remote};
use telnet_proto::State::{No, WantYes};
use telnet_proto::Verb::{Do, Dont, Will, Wont};
use telnet_proto::{
    Change, Negotiation, Options, Side, TelnetOption, Transition, Verb,
};

use crate::drive::{busy, everything, place};
use crate::table::POLICIES;

/// What the peer says, or we decide; whether our DO is under way; what is
/// sent if marks are given, and if not; whether it still is; what it means.
type Mark = (Said, bool, [Option<Verb>; 2], bool, Change);

#[derive(Clone, Copy, Debug)]
enum Said {
    Peer(Verb),
    We(Side, bool),
}

const MARKS: [Mark; 16] = [
    (Said::Peer(Do), false, [Some(Will), Some(Wont)], false, Marked),
    (Said::Peer(Do), true, [Some(Will), Some(Wont)], true, Marked),
    (Said::Peer(Dont), false, [None; 2], false, Redundant),
    (Said::Peer(Dont), true, [None; 2], true, Redundant),
    (Said::Peer(Will), false, [Some(Dont); 2], false, Denied),
    (Said::Peer(Will), true, [None; 2], false, Marked),
    (Said::Peer(Wont), false, [None; 2], false, Redundant),
    (Said::Peer(Wont), true, [None; 2], false, Marked),
    (Said::We(Remote, true), false, [Some(Do); 2], true, Requested),
    (Said::We(Remote, true), true, [None; 2], true, Redundant),
    (Said::We(Remote, false), false, [None; 2], false, Redundant),
    (Said::We(Remote, false), true, [None; 2], true, Redundant),
    (Said::We(Local, true), false, [None; 2], false, Redundant),
    (Said::We(Local, true), true, [None; 2], true, Redundant),
    (Said::We(Local, false), false, [None; 2], false, Redundant),
    (Said::We(Local, false), true, [None; 2], true, Redundant),
];

fn mark(options: &mut Options, said: Said) -> Transition {
    let tm = TelnetOption::TM;
    match said {
        Said::Peer(verb) => options.receive(Negotiation::new(verb, tm)),
        Said::We(side, enable) => options.request(side, tm, enable),
    }
}

#[test]
fn timing_mark() {
    let tm = TelnetOption::TM;
    for (said, before, [given, refused], after, change) in MARKS {
        for policy in POLICIES {
            // Only the policy of our side counts.
            for others in POLICIES {
                let mut options = busy(tm);
                options.set_policy(Local, tm, policy);
                options.set_policy(Remote, tm, others);
                if before {
                    let done = options.request(Remote, tm, true);
                    assert_eq!(done.send, Some(Negotiation::do_(tm)));
                }
                let mut then = everything(&options);
                let done = mark(&mut options, said);
                let send = if policy == Accept { given } else { refused };
                let what = (said, before, policy);
                assert_eq!(done.option, tm);
                assert_eq!(done.change, change, "{what:?}");
                let send = send.map(|verb| Negotiation::new(verb, tm));
                assert_eq!(done.send, send, "{what:?}");
                if let Some(here) = then.get_mut(place(Remote, tm)) {
                    *here = (if after { WantYes } else { No }, others);
                }
                assert_eq!(everything(&options), then, "{what:?}");
            }
        }
    }
}

#[test]
fn a_thousand_timing_marks() {
    let tm = TelnetOption::TM;
    for (policy, answer) in [(Accept, Will), (Refuse, Wont), (Ask, Wont)] {
        for ours_under_way in [false, true] {
            let mut options = Options::new();
            options.set_policy(Local, tm, policy);
            if ours_under_way {
                let _ = options.request(Remote, tm, true);
            }
            let start = options.clone();
            for _ in 0..1_000 {
                let done = options.receive(Negotiation::do_(tm));
                assert_eq!(done.send, Some(Negotiation::new(answer, tm)));
                assert_eq!((done.side, done.change), (Local, Marked));
                assert!(options == start);
            }
        }
    }
}

/// Our marks: one at a time, each answered by WILL or WONT.
#[test]
fn our_timing_marks() {
    let tm = TelnetOption::TM;
    let mut options = Options::new();
    for answer in [Will, Wont].into_iter().cycle().take(1_000) {
        let done = options.request(Remote, tm, true);
        assert_eq!(done.send, Some(Negotiation::do_(tm)));
        let done = options.request(Remote, tm, true);
        assert_eq!((done.send, done.change), (None, Redundant));
        let done = options.receive(Negotiation::new(answer, tm));
        assert_eq!((done.send, done.change), (None, Marked));
        assert!(options == Options::new());
    }
}
