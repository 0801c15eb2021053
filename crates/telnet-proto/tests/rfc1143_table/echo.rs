//! ECHO, which the peer gets on one side at a time.

use telnet_proto::Change::Disabled;
use telnet_proto::Policy::{Accept, Ask};
use telnet_proto::Side::{Local, Remote};
use telnet_proto::State::{
    Asked, No, WantNoOpposite, WantYes, WantYesOpposite, Yes,
};
use telnet_proto::Verb::{Do, Dont, Will, Wont};
use telnet_proto::{Negotiation, Options, State, TelnetOption};

use crate::drive::{drive, expect, happens};
use crate::table::{
    ON_WILL_AGREED, ON_WILL_OTHERWISE, SIDES, STATES, Stimulus, cell,
};

/// The states in which the other side keeps the peer from having ECHO.
pub(crate) const ECHOES: [State; 4] =
    [Yes, WantYes, WantYesOpposite, WantNoOpposite];

/// The peer gets ECHO on one side, and the other once the first is off.
#[test]
fn echo_on_one_side_at_a_time() {
    let echo = TelnetOption::ECHO;
    for side in SIDES {
        for policy in [Accept, Ask] {
            let mut options = Options::new();
            options.set_policy(side, echo, Accept);
            options.set_policy(side.other(), echo, policy);
            let mut happens =
                |side, stimulus| happens(&mut options, side, echo, stimulus);
            let done = happens(side, Stimulus::Will);
            expect(done, side, echo, ON_WILL_AGREED, &side);
            // Not even asked.
            let side = side.other();
            for _ in 0..3 {
                let done = happens(side, Stimulus::Will);
                expect(done, side, echo, ON_WILL_OTHERWISE, &side);
            }
            let done = happens(side.other(), Stimulus::Wont);
            assert_eq!(done.change, Disabled);
            let done = happens(side, Stimulus::Will);
            let cell = cell(No, Stimulus::Will, policy);
            expect(done, side, echo, cell, &side);
        }
    }
}

/// A question that was open before the other side echoed is answered by a
/// refusal, whatever the application says.
#[test]
fn an_open_question_about_echo_is_no_way_round() {
    let echo = TelnetOption::ECHO;
    for side in SIDES {
        for other in STATES {
            let mut options = Options::new();
            drive(&mut options, side, echo, Asked);
            drive(&mut options, side.other(), echo, other);
            let done = options.answer(side, echo, true);
            let held = ECHOES.contains(&other);
            let told = if held { Stimulus::Disable } else { Stimulus::Enable };
            expect(done, side, echo, cell(Asked, told, Ask), &other);
            assert_eq!(options.state(side.other(), echo), other);
        }
    }
}

/// From wherever our own requests have led: no message puts the second side
/// where only the first was, and only our own requests ever do.
#[test]
fn the_peer_never_gets_echo_on_both_sides() {
    let echo = TelnetOption::ECHO;
    let goes_on = |options: &Options| {
        SIDES.map(|side| ECHOES.contains(&options.state(side, echo)))
    };
    let mut pairs = 0;
    for local in STATES {
        for remote in STATES {
            let mut driven = Options::new();
            drive(&mut driven, Local, echo, local);
            drive(&mut driven, Remote, echo, remote);
            for side in SIDES {
                driven.set_policy(side, echo, Accept);
            }
            let wished = goes_on(&driven) == [true; 2];
            for verb in [Will, Wont, Do, Dont] {
                let mut options = driven.clone();
                let _ = options.receive(Negotiation::new(verb, echo));
                let both = goes_on(&options) == [true; 2];
                assert!(wished || !both, "{local:?} {remote:?} {verb:?}");
            }
            pairs += 1;
        }
    }
    assert_eq!(pairs, 36);
}
