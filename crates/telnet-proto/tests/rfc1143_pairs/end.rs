//! One end of the connection as a table, and the table of [`Options`].

use telnet_proto::{
    Negotiation, Options, Policy, Side, State, TelnetOption, Transition, Verb,
};

pub(crate) const SIDES: [Side; 2] = [Side::Local, Side::Remote];
pub(crate) const VERBS: [Verb; 4] =
    [Verb::Will, Verb::Wont, Verb::Do, Verb::Dont];

/// All options but ECHO and TIMING-MARK are treated alike.
pub(crate) const PLAIN: TelnetOption = TelnetOption::SGA;

/// The state an end goes to, and what it sends.
pub(crate) type Outcome = (u8, Option<Verb>);

/// One end of the connection: a table of all that it can do.
#[derive(Default)]
pub(crate) struct End {
    /// What each state is called: local, remote.
    pub(crate) states: Vec<(State, State)>,
    /// By state and verb received, in the order of [`VERBS`]; several where
    /// policy decides.
    pub(crate) receipts: Vec<[Vec<Outcome>; 4]>,
    /// By state: the answers to an open question.
    pub(crate) answers: Vec<Vec<Outcome>>,
    /// By state: what it may do unasked, at any time.
    pub(crate) requests: Vec<Vec<Outcome>>,
    /// By state: what it may do unasked, but only when nothing is under way
    /// and no question is open.
    pub(crate) at_rest: Vec<Vec<Outcome>>,
}

fn add(outcomes: &mut Vec<Outcome>, outcome: Outcome) {
    if !outcomes.contains(&outcome) {
        outcomes.push(outcome);
    }
}

/// All that [`Options`] does with one option, if its application requests
/// it on the sides of `wishes` and no other, and each message may meet any
/// of the policies (local, remote).
pub(crate) fn ours(
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
pub(crate) fn pairs(policies: &[Policy]) -> Vec<(Policy, Policy)> {
    let with = |&local| policies.iter().map(move |&remote| (local, remote));
    policies.iter().flat_map(with).collect()
}

pub(crate) const YES_OR_NO: [Policy; 2] = [Policy::Accept, Policy::Refuse];
pub(crate) const ANY: [Policy; 3] =
    [Policy::Accept, Policy::Refuse, Policy::Ask];
