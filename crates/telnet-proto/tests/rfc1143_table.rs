//! The state table of RFC 1143, section 7, cell by cell.
//!
//! The table stands here as data, as the RFC prints it: for his side. Our
//! side is the same with DO and WILL, and DONT and WONT, exchanged. Then
//! come the three things that the table does not have: the open question,
//! ECHO and TIMING-MARK.
#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use core::fmt::Debug;

use telnet_proto::Change::{
    Contradicted, Denied, Disabled, Enabled, Marked, Queued, Redundant,
    Refused, Requested, Reversed, Unqueued, Withdrawn,
};
use telnet_proto::Policy::{Accept, Ask, Refuse};
use telnet_proto::Side::{Local, Remote};
use telnet_proto::State::{
    Asked, No, WantNo, WantNoOpposite, WantYes, WantYesOpposite, Yes,
};
use telnet_proto::Verb::{Do, Dont, Will, Wont};
use telnet_proto::{
    Change, Negotiation, Options, Policy, Side, State, TelnetOption,
    Transition, Verb,
};

/// State; new state; what is sent; what it is called.
type Cell = (State, State, Option<Verb>, Change);

/// "Upon receipt of WILL", but for NO.
const ON_WILL: [Cell; 5] = [
    (Yes, Yes, None, Redundant),
    (WantNo, No, None, Contradicted),
    (WantNoOpposite, Yes, None, Contradicted),
    (WantYes, Yes, None, Enabled),
    (WantYesOpposite, WantNo, Some(Dont), Reversed),
];
/// NO, "if we agree"; "otherwise".
const ON_WILL_AGREED: Cell = (No, Yes, Some(Do), Enabled);
const ON_WILL_OTHERWISE: Cell = (No, No, Some(Dont), Denied);
/// Not in the RFC: we do not know yet.
const ON_WILL_UNDECIDED: Cell = (No, Asked, None, Change::Asked);

/// "Upon receipt of WONT".
const ON_WONT: [Cell; 6] = [
    (No, No, None, Redundant),
    (Yes, No, Some(Dont), Disabled),
    (WantNo, No, None, Disabled),
    (WantNoOpposite, WantYes, Some(Do), Reversed),
    (WantYes, No, None, Refused),
    (WantYesOpposite, No, None, Refused),
];

/// "If we decide to ask him to enable"; requests are queued.
const TO_ENABLE: [Cell; 6] = [
    (No, WantYes, Some(Do), Requested),
    (Yes, Yes, None, Redundant),
    (WantNo, WantNoOpposite, None, Queued),
    (WantNoOpposite, WantNoOpposite, None, Redundant),
    (WantYes, WantYes, None, Redundant),
    (WantYesOpposite, WantYes, None, Unqueued),
];

/// "If we decide to ask him to disable"; requests are queued.
const TO_DISABLE: [Cell; 6] = [
    (No, No, None, Redundant),
    (Yes, WantNo, Some(Dont), Requested),
    (WantNo, WantNo, None, Redundant),
    (WantNoOpposite, WantNo, None, Unqueued),
    (WantYes, WantYesOpposite, None, Queued),
    (WantYesOpposite, WantYesOpposite, None, Redundant),
];

/// The open question, which the RFC does not have.
const WHILE_ASKED: [(Stimulus, Cell); 4] = [
    (Stimulus::Will, (Asked, Asked, None, Redundant)),
    (Stimulus::Wont, (Asked, No, Some(Dont), Withdrawn)),
    (Stimulus::Enable, (Asked, Yes, Some(Do), Enabled)),
    (Stimulus::Disable, (Asked, No, Some(Dont), Denied)),
];

/// The states of the RFC.
const STATES: [State; 6] =
    [No, Yes, WantNo, WantNoOpposite, WantYes, WantYesOpposite];
const POLICIES: [Policy; 3] = [Refuse, Accept, Ask];
const SIDES: [Side; 2] = [Local, Remote];
const STIMULI: [Stimulus; 4] =
    [Stimulus::Will, Stimulus::Wont, Stimulus::Enable, Stimulus::Disable];

/// What happens to his side. To ours: DO, DONT, and the same two decisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stimulus {
    Will,
    Wont,
    Enable,
    Disable,
}

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
fn mirrored(side: Side, verb: Verb) -> Verb {
    match (side, verb) {
        (Remote, verb) => verb,
        (Local, Will) => Do,
        (Local, Wont) => Dont,
        (Local, Do) => Will,
        (Local, Dont) => Wont,
    }
}

/// The cell of the table for his side.
fn cell(state: State, stimulus: Stimulus, policy: Policy) -> Cell {
    if state == Asked {
        let mut rows = WHILE_ASKED.into_iter();
        return rows.find(|row| row.0 == stimulus).unwrap().1;
    }
    let rows = match stimulus {
        Stimulus::Will if state == No => {
            return if policy == Accept {
                ON_WILL_AGREED
            } else if policy == Refuse {
                ON_WILL_OTHERWISE
            } else {
                ON_WILL_UNDECIDED
            };
        }
        Stimulus::Will => &ON_WILL[..],
        Stimulus::Wont => &ON_WONT,
        Stimulus::Enable => &TO_ENABLE,
        Stimulus::Disable => &TO_DISABLE,
    };
    *rows.iter().find(|row| row.0 == state).unwrap()
}

/// Lets it happen to the option on that side.
fn happens(
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
fn drive(
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
fn expect(
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

fn all_options() -> impl Iterator<Item = TelnetOption> {
    (0..=u8::MAX).map(TelnetOption::from)
}

/// All but TIMING-MARK, to which the table does not apply.
fn lasting_options() -> impl Iterator<Item = TelnetOption> {
    all_options().filter(|&option| option != TelnetOption::TM)
}

/// The state and the policy of everything.
fn everything(options: &Options) -> Vec<(State, Policy)> {
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
fn place(side: Side, option: TelnetOption) -> usize {
    let at = usize::from(option.code());
    if side == Local { at } else { 256 + at }
}

/// Every option but this one is in some state, and has some policy.
fn busy(but: TelnetOption) -> Options {
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

// The table.

#[test]
fn every_cell() {
    let mut cells = 0;
    for option in lasting_options() {
        let busy = busy(option);
        for side in SIDES {
            for state in STATES {
                let mut driven = busy.clone();
                drive(&mut driven, side, option, state);
                for policy in POLICIES {
                    driven.set_policy(side, option, policy);
                    assert_eq!(driven.state(side, option), state);
                    for stimulus in STIMULI {
                        let cell = cell(state, stimulus, policy);
                        let what = (side, option, stimulus, policy, cell);
                        let mut options = driven.clone();
                        let mut after = everything(&options);
                        let done =
                            happens(&mut options, side, option, stimulus);
                        expect(done, side, option, cell, &what);
                        if let Some(here) = after.get_mut(place(side, option)) {
                            *here = (cell.1, policy);
                        }
                        assert_eq!(everything(&options), after, "{what:?}");
                        let on = options.is_enabled(side, option);
                        assert_eq!(on, cell.1 == Yes, "{what:?}");
                        cells += 1;
                    }
                }
            }
        }
    }
    assert_eq!(cells, 255 * 2 * 6 * 4 * 3);
}

/// The state is all that counts, not how it came about: every sequence of
/// seven, with policy free to change at each step.
#[test]
fn every_history() {
    fn walk(options: &Options, side: Side, state: State, left: u32) -> u32 {
        const OPTION: TelnetOption = TelnetOption::BINARY;
        if left == 0 {
            return 1;
        }
        let mut ends = 0;
        for stimulus in STIMULI {
            for policy in POLICIES {
                if stimulus != Stimulus::Will && policy != Refuse {
                    continue;
                }
                let cell = cell(state, stimulus, policy);
                let mut next = options.clone();
                next.set_policy(side, OPTION, policy);
                let done = happens(&mut next, side, OPTION, stimulus);
                let what = (state, stimulus, policy);
                expect(done, side, OPTION, cell, &what);
                assert_eq!(next.state(side, OPTION), cell.1, "{what:?}");
                ends += walk(&next, side, cell.1, left - 1);
            }
        }
        ends
    }
    for side in SIDES {
        let ends = walk(&Options::new(), side, No, 7);
        assert_eq!(ends, 6_u32.pow(7));
    }
}

/// The states in which the other side keeps the peer from having ECHO.
const ECHOES: [State; 4] = [Yes, WantYes, WantYesOpposite, WantNoOpposite];

/// Every pair of states: what happens to one side is what the table says,
/// whatever the other side is in, and leaves the other side alone. For ECHO
/// the other side counts, and nothing else is different.
#[test]
fn the_sides_are_apart() {
    let mut cells = 0;
    let mut refused = 0;
    for option in lasting_options() {
        for side in SIDES {
            for state in STATES {
                for other in STATES.into_iter().chain([Asked]) {
                    let mut driven = Options::new();
                    drive(&mut driven, side.other(), option, other);
                    drive(&mut driven, side, option, state);
                    for policy in POLICIES {
                        for others in POLICIES {
                            driven.set_policy(side, option, policy);
                            driven.set_policy(side.other(), option, others);
                            for stimulus in STIMULI {
                                let held = option == TelnetOption::ECHO
                                    && ECHOES.contains(&other);
                                let agreed = if held { Refuse } else { policy };
                                let cell = cell(state, stimulus, agreed);
                                let what = (side, option, stimulus, other);
                                let mut options = driven.clone();
                                let done = happens(
                                    &mut options,
                                    side,
                                    option,
                                    stimulus,
                                );
                                expect(done, side, option, cell, &what);
                                let left = SIDES.map(|side| {
                                    let state = options.state(side, option);
                                    (state, options.policy(side, option))
                                });
                                let mut right =
                                    [(cell.1, policy), (other, others)];
                                if side == Remote {
                                    right.reverse();
                                }
                                assert_eq!(left, right, "{what:?}");
                                cells += 1;
                                refused += u32::from(agreed != policy);
                            }
                        }
                    }
                }
            }
        }
    }
    assert_eq!(cells, 255 * 2 * 6 * 7 * 3 * 3 * 4);
    assert_eq!(refused, 2 * 6 * 4 * 2 * 3 * 4);
}

// What follows from the table.

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

// The open question.

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

// ECHO.

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

// TIMING-MARK, which has no lasting state. In words of its own: DO asks for
// a mark, WILL is the mark, WONT refuses it, DONT says it was not asked for.

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
