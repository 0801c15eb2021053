//! Brings an option into a state, lets things happen to it, and looks at
//! what was done.

use core::fmt::Debug;

use telnet_proto::Policy::Ask;
use telnet_proto::Side::{Local, Remote};
use telnet_proto::State::{
    Asked, No, WantNo, WantNoOpposite, WantYes, WantYesOpposite, Yes,
};
use telnet_proto::Verb::{Do, Dont, Will, Wont};
use telnet_proto::{
    Negotiation, Options, Policy, Side, State, TelnetOption, Transition, Verb,
};

use crate::table::{Cell, POLICIES, SIDES, STATES, Stimulus};

/// How each state is reached from NO: by requests of ours and the peer's
/// consent. To an open question it is policy that leads.
const PATHS: [(State, &[Stimulus]); 7] = {
    use Stimulus::{Disable, Enable, Will};
    [
        (No, &[]),
        (Yes, &[Enable, Will]),
        (WantNo, &[Enable, Will, Disable]),
        (WantNoOpposite, &[Enable, Will, Disable, Enable]),
        (WantYes, &[Enable]),
        (WantYesOpposite, &[Enable, Disable]),
        (Asked, &[Will]),
    ]
};

/// The verb that says of `side` what this one says of his.
pub(crate) fn mirrored(side: Side, verb: Verb) -> Verb {
    match (side, verb) {
        (Remote, verb) => verb,
        (Local, Will) => Do,
        (Local, Wont) => Dont,
        (Local, Do) => Will,
        (Local, Dont) => Wont,
    }
}

/// Lets it happen to the option on that side.
pub(crate) fn happens(
    options: &mut Options,
    side: Side,
    option: TelnetOption,
    stimulus: Stimulus,
) -> Transition {
    let receive = |verb| Negotiation::new(mirrored(side, verb), option);
    match stimulus {
        Stimulus::Will => options.receive(receive(Will)),
        Stimulus::Wont => options.receive(receive(Wont)),
        Stimulus::Enable => options.request(side, option, true),
        Stimulus::Disable => options.request(side, option, false),
    }
}

/// Brings the option on that side from NO into a state.
pub(crate) fn drive(
    options: &mut Options,
    side: Side,
    option: TelnetOption,
    state: State,
) {
    assert_eq!(options.state(side, option), No);
    let path = PATHS.iter().find(|path| path.0 == state).unwrap().1;
    let policy = options.policy(side, option);
    options.set_policy(side, option, Ask);
    for &stimulus in path {
        let _ = happens(options, side, option, stimulus);
    }
    options.set_policy(side, option, policy);
    assert_eq!(options.state(side, option), state, "{side:?} {option}");
}

/// Fails unless this is what was done; the octets sent are looked at too.
pub(crate) fn expect(
    done: Transition,
    side: Side,
    option: TelnetOption,
    (_, _, send, change): Cell,
    what: &dyn Debug,
) {
    let send = send.map(|verb| {
        let octet = match mirrored(side, verb) {
            Will => 251,
            Wont => 252,
            Do => 253,
            Dont => 254,
        };
        [255, octet, option.code()]
    });
    let told = (done.side, done.option, done.change);
    assert_eq!(told, (side, option, change), "{what:?}");
    assert_eq!(done.send.map(Negotiation::to_bytes), send, "{what:?}");
}

pub(crate) fn all_options() -> impl Iterator<Item = TelnetOption> {
    (0..=u8::MAX).map(TelnetOption::from)
}

/// All but TIMING-MARK, to which the table does not apply.
pub(crate) fn lasting_options() -> impl Iterator<Item = TelnetOption> {
    all_options().filter(|&option| option != TelnetOption::TM)
}

/// The state and the policy of everything.
pub(crate) fn everything(options: &Options) -> Vec<(State, Policy)> {
    let mut all = Vec::with_capacity(512);
    for side in SIDES {
        for option in all_options() {
            let state = options.state(side, option);
            all.push((state, options.policy(side, option)));
        }
    }
    all
}

/// Where [`everything`] has it.
pub(crate) fn place(side: Side, option: TelnetOption) -> usize {
    let at = usize::from(option.code());
    if side == Local { at } else { 256 + at }
}

/// Every option but this one is in some state, and has some policy.
pub(crate) fn busy(but: TelnetOption) -> Options {
    let mut options = Options::new();
    let mut states = STATES.into_iter().chain([Asked]).cycle();
    let mut policies = POLICIES.into_iter().cycle();
    for side in SIDES {
        for option in lasting_options().filter(|&option| option != but) {
            drive(&mut options, side, option, states.next().unwrap());
            options.set_policy(side, option, policies.next().unwrap());
        }
    }
    options
}
