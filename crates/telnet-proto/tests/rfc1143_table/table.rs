//! The table as data, for his side, and every cell of it on both.

use telnet_proto::Change::{
    Contradicted, Denied, Disabled, Enabled, Queued, Redundant, Refused,
    Requested, Reversed, Unqueued, Withdrawn,
};
use telnet_proto::Policy::{Accept, Ask, Refuse};
use telnet_proto::Side::{Local, Remote};
use telnet_proto::State::{
    Asked, No, WantNo, WantNoOpposite, WantYes, WantYesOpposite, Yes,
};
use telnet_proto::Verb::{Do, Dont};
use telnet_proto::{Change, Policy, Side, State, Verb};

use crate::drive::{
    busy, drive, everything, expect, happens, lasting_options, place,
};

/// State; new state; what is sent; what it is called.
pub(crate) type Cell = (State, State, Option<Verb>, Change);

/// "Upon receipt of WILL", but for NO.
const ON_WILL: [Cell; 5] = [
    (Yes, Yes, None, Redundant),
    (WantNo, No, None, Contradicted),
    (WantNoOpposite, Yes, None, Contradicted),
    (WantYes, Yes, None, Enabled),
    (WantYesOpposite, WantNo, Some(Dont), Reversed),
];
/// NO, "if we agree"; "otherwise".
pub(crate) const ON_WILL_AGREED: Cell = (No, Yes, Some(Do), Enabled);
pub(crate) const ON_WILL_OTHERWISE: Cell = (No, No, Some(Dont), Denied);
/// Not in the RFC: we do not know yet.
pub(crate) const ON_WILL_UNDECIDED: Cell = (No, Asked, None, Change::Asked);

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
pub(crate) const WHILE_ASKED: [(Stimulus, Cell); 4] = [
    (Stimulus::Will, (Asked, Asked, None, Redundant)),
    (Stimulus::Wont, (Asked, No, Some(Dont), Withdrawn)),
    (Stimulus::Enable, (Asked, Yes, Some(Do), Enabled)),
    (Stimulus::Disable, (Asked, No, Some(Dont), Denied)),
];

/// The states of the RFC.
pub(crate) const STATES: [State; 6] =
    [No, Yes, WantNo, WantNoOpposite, WantYes, WantYesOpposite];
pub(crate) const POLICIES: [Policy; 3] = [Refuse, Accept, Ask];
pub(crate) const SIDES: [Side; 2] = [Local, Remote];
pub(crate) const STIMULI: [Stimulus; 4] =
    [Stimulus::Will, Stimulus::Wont, Stimulus::Enable, Stimulus::Disable];

/// What happens to his side. To ours: DO, DONT, and the same two decisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stimulus {
    Will,
    Wont,
    Enable,
    Disable,
}

/// The cell of the table for his side.
pub(crate) fn cell(state: State, stimulus: Stimulus, policy: Policy) -> Cell {
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
