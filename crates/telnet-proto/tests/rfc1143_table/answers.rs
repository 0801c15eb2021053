//! What follows from the table: how much is answered, and what is met by
//! silence.

use telnet_proto::Change::Redundant;
use telnet_proto::Policy::{Accept, Ask, Refuse};
use telnet_proto::Side::Remote;
use telnet_proto::State::{No, Yes};
use telnet_proto::Verb::{Do, Dont, Will, Wont};
use telnet_proto::{Negotiation, Options, TelnetOption};

use crate::drive::{all_options, drive, everything, happens, lasting_options};
use crate::table::{POLICIES, SIDES, Stimulus};

/// Of all options, with nothing said beforehand: one refusal for one
/// request, and silence for the confirmation of the refusal.
#[test]
fn all_are_refused_by_default() {
    let mut options = Options::new();
    let start = everything(&options);
    assert!(start.iter().all(|&it| it == (No, Refuse)));
    let mut sent = Vec::new();
    for option in all_options() {
        for (asked, refusal, confirmed) in
            [(Will, Dont, Wont), (Do, Wont, Dont)]
        {
            let done = options.receive(Negotiation::new(asked, option));
            assert_eq!(done.send, Some(Negotiation::new(refusal, option)));
            sent.extend(done.send);
            let done = options.receive(Negotiation::new(confirmed, option));
            assert_eq!((done.send, done.change), (None, Redundant));
        }
    }
    assert_eq!(sent.len(), 512);
    assert!(options == Options::new());
}

/// What is so already is met by silence, however often it is said.
#[test]
fn what_is_so_already_is_not_answered() {
    let mut options = Options::new();
    for option in all_options() {
        for side in SIDES {
            for _ in 0..3 {
                let done = happens(&mut options, side, option, Stimulus::Wont);
                assert_eq!((done.send, done.change), (None, Redundant));
            }
        }
    }
    assert!(options == Options::new());
    for option in lasting_options() {
        for side in SIDES {
            drive(&mut options, side, option, Yes);
        }
    }
    let on = options.clone();
    for option in lasting_options() {
        for side in SIDES {
            for stimulus in [Stimulus::Will, Stimulus::Enable] {
                for policy in POLICIES {
                    options.set_policy(side, option, policy);
                    let done = happens(&mut options, side, option, stimulus);
                    assert_eq!((done.send, done.change), (None, Redundant));
                }
            }
            options.set_policy(side, option, Refuse);
        }
    }
    assert!(options == on);
}

/// One answer to each change, and no more, for as long as the peer goes on.
#[test]
fn one_answer_to_one_change() {
    let echo = TelnetOption::ECHO;
    let will = Negotiation::will(echo);
    let wont = Negotiation::wont(echo);
    for (policy, to_will, to_wont) in [
        (Accept, Some(Do), Some(Dont)),
        (Refuse, Some(Dont), None),
        (Ask, None, Some(Dont)),
    ] {
        let mut options = Options::new();
        options.set_policy(Remote, echo, policy);
        let start = options.clone();
        for _ in 0..100_000 {
            let sent = options.receive(will).send.map(Negotiation::verb);
            assert_eq!(sent, to_will);
            let sent = options.receive(wont).send.map(Negotiation::verb);
            assert_eq!(sent, to_wont);
        }
        assert!(options == start);
    }
}
