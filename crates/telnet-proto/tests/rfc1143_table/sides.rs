//! More than one cell: every history of one side, and every pair of states
//! of the two.

use telnet_proto::Policy::Refuse;
use telnet_proto::Side::Remote;
use telnet_proto::State::{Asked, No};
use telnet_proto::{Options, Side, State, TelnetOption};

use crate::drive::{drive, expect, happens, lasting_options};
use crate::echo::ECHOES;
use crate::table::{POLICIES, SIDES, STATES, STIMULI, Stimulus, cell};

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
