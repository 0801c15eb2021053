//! The open question: a request that waits for the application.

use telnet_proto::Change::Redundant;
use telnet_proto::Policy::Ask;
use telnet_proto::State::{Asked, No};
use telnet_proto::Verb::Dont;
use telnet_proto::{Negotiation, Options, TelnetOption};

use crate::drive::{
    all_options, busy, drive, everything, expect, happens, lasting_options,
    mirrored, place,
};
use crate::table::{
    ON_WILL_UNDECIDED, POLICIES, SIDES, STATES, Stimulus, WHILE_ASKED, cell,
};

#[test]
fn a_question_waits() {
    for option in lasting_options() {
        let busy = busy(option);
        for side in SIDES {
            let mut asked = busy.clone();
            asked.set_policy(side, option, Ask);
            let done = happens(&mut asked, side, option, Stimulus::Will);
            expect(done, side, option, ON_WILL_UNDECIDED, &option);
            assert!(!asked.is_enabled(side, option));
            let before = everything(&asked);

            // Policy speaks of the next question, not of this one.
            for policy in POLICIES {
                asked.set_policy(side, option, policy);
                assert_eq!(asked.state(side, option), Asked);
                for (stimulus, cell) in WHILE_ASKED {
                    let what = (side, option, stimulus, policy);
                    let mut options = asked.clone();
                    let done = happens(&mut options, side, option, stimulus);
                    expect(done, side, option, cell, &what);
                    let mut after = before.clone();
                    if let Some(here) = after.get_mut(place(side, option)) {
                        *here = (cell.1, policy);
                    }
                    assert_eq!(everything(&options), after, "{what:?}");
                }
                for (accept, stimulus) in
                    [(true, Stimulus::Enable), (false, Stimulus::Disable)]
                {
                    let what = (side, option, accept, policy);
                    let (mut answered, mut requested) =
                        (asked.clone(), asked.clone());
                    let done = answered.answer(side, option, accept);
                    let cell = cell(Asked, stimulus, policy);
                    expect(done, side, option, cell, &what);
                    let _ = happens(&mut requested, side, option, stimulus);
                    assert!(answered == requested, "{what:?}");
                    // There is one answer to one question.
                    let done = answered.answer(side, option, accept);
                    assert_eq!((done.send, done.change), (None, Redundant));
                    assert!(answered == requested, "{what:?}");
                }
            }
        }
    }
}

/// A request made and taken back before the answer is answered once; then
/// all is as before, and the next request is a new question.
#[test]
fn a_question_is_withdrawn() {
    let option = TelnetOption::NAWS;
    for side in SIDES {
        let mut options = Options::new();
        options.set_policy(side, option, Ask);
        let start = options.clone();
        for _ in 0..3 {
            let mut sent = Vec::new();
            for stimulus in
                [Stimulus::Will, Stimulus::Will, Stimulus::Wont, Stimulus::Wont]
            {
                let done = happens(&mut options, side, option, stimulus);
                sent.extend(done.send.map(Negotiation::verb));
            }
            assert_eq!(sent, [mirrored(side, Dont)]);
            assert!(options == start);
            for accept in [true, false] {
                let done = options.answer(side, option, accept);
                assert_eq!((done.send, done.change), (None, Redundant));
            }
            assert!(options == start);
        }
    }
}

#[test]
fn an_answer_needs_a_question() {
    for option in all_options() {
        for side in SIDES {
            for state in STATES {
                if option == TelnetOption::TM && state != No {
                    continue;
                }
                for policy in POLICIES {
                    let mut options = Options::new();
                    drive(&mut options, side, option, state);
                    options.set_policy(side, option, policy);
                    let before = options.clone();
                    for accept in [true, false] {
                        let done = options.answer(side, option, accept);
                        let told = (done.side, done.option, done.change);
                        assert_eq!(told, (side, option, Redundant));
                        assert_eq!(done.send, None);
                        assert!(options == before, "{state:?}");
                    }
                }
            }
        }
    }
}
