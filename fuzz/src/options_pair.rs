//! Two ends that follow RFC 1143, whatever they want and in whatever order
//! things arrive: the exchange ends, and then both are of one mind.
//!
//! Input: octets in pairs, what happens and to which option. Then everything
//! arrives and every question is answered.

use std::collections::VecDeque;

use telnet_proto::{
    Change, Negotiation, Options, Policy, Side, State, TelnetOption, Transition,
};

use crate::input::Input;

/// Few, so that things meet: two plain ones and both that have rules.
const OPTIONS: [TelnetOption; 5] = [
    TelnetOption::BINARY,
    TelnetOption::ECHO,
    TelnetOption::TM,
    TelnetOption::NAWS,
    TelnetOption::EXOPL,
];
const SIDES: [Side; 2] = [Side::Local, Side::Remote];
const POLICIES: [Policy; 3] = [Policy::Refuse, Policy::Accept, Policy::Ask];
/// What may be under way in one direction about one side of an option.
const MOST_UNDER_WAY: usize = 2;
/// Messages and answers to come about one option, at most.
const LONGEST_CHAIN: usize = 12;

/// One end, and what is under way to it.
#[derive(Default)]
struct End {
    options: Options,
    arriving: VecDeque<Negotiation>,
    sent: usize,
    /// Messages that a receipt or a request may have cost.
    owed: usize,
}

struct Pair([End; 2]);

/// Runs one input.
pub fn run(input: &[u8]) {
    let mut input = Input::new(input);
    let mut pair = Pair([End::default(), End::default()]);
    while !input.is_empty() {
        let (what, which) = (input.octet(), input.octet());
        pair.happens(what, OPTIONS[usize::from(which) % OPTIONS.len()]);
        pair.check_bounds();
    }
    pair.settle();
    pair.check_agreement();
}

impl Pair {
    /// The lowest bit says to whom, the next two of which side and whether
    /// yes or no.
    fn happens(&mut self, what: u8, option: TelnetOption) {
        let at = usize::from(what & 1);
        let side = SIDES[usize::from(what >> 1 & 1)];
        let yes = what >> 2 & 1 == 1;
        match what >> 3 & 7 {
            0 | 1 => {
                self.receive(at);
            }
            2 => while self.receive(at) {},
            3 | 4 => {
                self.0[at].owed += 1;
                let it = self.0[at].options.request(side, option, yes);
                // It may answer an open question instead.
                let speaks = matches!(
                    it.change,
                    Change::Requested | Change::Enabled | Change::Denied
                );
                assert_eq!(it.send.is_some(), speaks, "{:?}", it.change);
                self.done(at, it);
            }
            5 => self.answer(at, side, option, yes),
            _ => {
                let policy = POLICIES[usize::from(what >> 6) % 3];
                let options = &mut self.0[at].options;
                let before = options.state(side, option);
                options.set_policy(side, option, policy);
                assert_eq!(options.policy(side, option), policy);
                assert_eq!(options.state(side, option), before);
            }
        }
    }

    /// The next message arrives, if there is one.
    fn receive(&mut self, at: usize) -> bool {
        let end = &mut self.0[at];
        let Some(message) = end.arriving.pop_front() else { return false };
        end.owed += 1;
        let it = end.options.receive(message);
        assert_eq!(it.side, message.verb().side_when_received());
        assert_eq!(it.option, message.option());
        self.done(at, it);
        true
    }

    fn answer(
        &mut self,
        at: usize,
        side: Side,
        option: TelnetOption,
        yes: bool,
    ) {
        let options = &mut self.0[at].options;
        let open = options.state(side, option) == State::Asked;
        let it = options.answer(side, option, yes);
        assert_eq!(open, it.change != Change::Redundant);
        assert!(!open || it.send.is_some(), "a question without answer");
        self.done(at, it);
    }

    fn done(&mut self, at: usize, it: Transition) {
        let Some(send) = it.send else { return };
        assert_eq!(send.option(), it.option);
        assert_eq!(send.verb().side_when_sent(), it.side);
        self.0[at].sent += 1;
        self.0[1 - at].arriving.push_back(send);
    }

    fn check_bounds(&self) {
        for end in &self.0 {
            assert!(end.sent <= end.owed, "more sent than owed");
            assert!(end.arriving.len() <= most_under_way());
        }
        for end in self.0.iter().filter(|end| end.arriving.len() > 2) {
            for about in OPTIONS {
                for side in SIDES {
                    let spoken = |it: &&Negotiation| {
                        it.option() == about
                            && it.verb().side_when_received() == side
                    };
                    let count = end.arriving.iter().filter(spoken).count();
                    assert!(count <= MOST_UNDER_WAY, "{about} {side:?}");
                }
            }
        }
    }

    /// All that is under way arrives, all that is asked is answered, until
    /// nothing happens any more.
    fn settle(&mut self) {
        let mut left = LONGEST_CHAIN * OPTIONS.len();
        loop {
            let mut moved = 0;
            for at in 0..2 {
                while self.receive(at) {
                    moved += 1;
                    assert!(moved <= left, "the exchange goes on");
                }
                for option in OPTIONS {
                    for side in SIDES {
                        let state = self.0[at].options.state(side, option);
                        if state == State::Asked {
                            self.answer(
                                at,
                                side,
                                option,
                                option.code() & 2 > 0,
                            );
                            moved += 1;
                        }
                    }
                }
            }
            self.check_bounds();
            if moved == 0 {
                return;
            }
            assert!(moved <= left, "the exchange goes on");
            left -= moved;
        }
    }

    fn check_agreement(&self) {
        let [a, b] = &self.0;
        for code in 0..=u8::MAX {
            let option = TelnetOption::from(code);
            for side in SIDES {
                let ours = a.options.state(side, option);
                let theirs = b.options.state(side.other(), option);
                assert_eq!(ours, theirs, "{option} {side:?}");
                assert!(matches!(ours, State::Yes | State::No), "{ours:?}");
                let plain =
                    OPTIONS.contains(&option) && option != TelnetOption::TM;
                assert!(plain || ours == State::No, "{option} is on");
            }
        }
    }
}

/// Both sides of each option.
const fn most_under_way() -> usize {
    2 * MOST_UNDER_WAY * OPTIONS.len()
}
