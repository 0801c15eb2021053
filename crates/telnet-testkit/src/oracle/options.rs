//! The model of option negotiation: section 7 of RFC 1143 in its own words.

use std::collections::HashMap;

use telnet_proto::{Change, Negotiation, Side, TelnetOption, Verb};

/// Whether to send "enable" or "disable", and what it means.
pub(super) type Step = (Option<bool>, Change);

/// The values of `us` and `him`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Value {
    #[default]
    No,
    WantNo,
    WantYes,
    Yes,
}

/// `usq` and `himq`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Queue {
    #[default]
    Empty,
    Opposite,
}

use Queue::{Empty, Opposite};
use Value::{No, WantNo, WantYes, Yes};

/// `us` and `usq` of each option on our side, `him` and `himq` on the peer's.
#[derive(Clone, Debug)]
pub(super) struct NaiveOptions {
    variables: HashMap<(Side, TelnetOption), (Value, Queue)>,
    /// What the peer may enable.
    agreed: Vec<(Side, TelnetOption)>,
}

impl NaiveOptions {
    pub(super) fn new(agreed: Vec<(Side, TelnetOption)>) -> Self {
        Self { variables: HashMap::new(), agreed }
    }

    pub(super) fn is_on(&self, side: Side, option: TelnetOption) -> bool {
        self.variables(side, option).0 == Yes
    }

    /// Whom the peer speaks of: WILL and WONT of itself, DO and DONT of us.
    pub(super) fn side(verb: Verb) -> Side {
        match verb {
            Verb::Will | Verb::Wont => Side::Remote,
            Verb::Do | Verb::Dont => Side::Local,
        }
    }

    /// The peer says something.
    pub(super) fn receive(&mut self, it: Negotiation) -> Step {
        let (side, option) = (Self::side(it.verb()), it.option());
        match (option, it.verb()) {
            (TelnetOption::TM, verb) => self.mark(verb),
            (_, Verb::Will | Verb::Do) => self.will_or_do(side, option),
            (_, Verb::Wont | Verb::Dont) => self.wont_or_dont(side, option),
        }
    }

    /// We want something. Requests are queued.
    pub(super) fn request(
        &mut self,
        side: Side,
        option: TelnetOption,
        enable: bool,
    ) -> Step {
        match (option, enable) {
            (TelnetOption::TM, _) => self.ask_for_mark(side, enable),
            (_, true) => self.ask_to_enable(side, option),
            (_, false) => self.ask_to_disable(side, option),
        }
    }

    /// "Upon receipt of WILL, we choose based upon him and himq"; of DO, upon
    /// us and usq.
    fn will_or_do(&mut self, side: Side, option: TelnetOption) -> Step {
        let agrees = self.agrees(side, option);
        let (is, send, change) = match self.variables(side, option) {
            (No, _) if agrees => ((Yes, Empty), Some(true), Change::Enabled),
            (No, _) => ((No, Empty), Some(false), Change::Denied),
            (Yes, _) => ((Yes, Empty), None, Change::Redundant),
            (WantNo, Empty) => ((No, Empty), None, Change::Contradicted),
            (WantNo, Opposite) => ((Yes, Empty), None, Change::Contradicted),
            (WantYes, Empty) => ((Yes, Empty), None, Change::Enabled),
            (WantYes, Opposite) => {
                ((WantNo, Empty), Some(false), Change::Reversed)
            }
        };
        self.variables.insert((side, option), is);
        (send, change)
    }

    /// "Upon receipt of WONT", and of DONT.
    fn wont_or_dont(&mut self, side: Side, option: TelnetOption) -> Step {
        let (is, send, change) = match self.variables(side, option) {
            (No, _) => ((No, Empty), None, Change::Redundant),
            (Yes, _) => ((No, Empty), Some(false), Change::Disabled),
            (WantNo, Empty) => ((No, Empty), None, Change::Disabled),
            (WantNo, Opposite) => {
                ((WantYes, Empty), Some(true), Change::Reversed)
            }
            (WantYes, _) => ((No, Empty), None, Change::Refused),
        };
        self.variables.insert((side, option), is);
        (send, change)
    }

    /// "If we decide to ask him to enable", and if we offer to.
    fn ask_to_enable(&mut self, side: Side, option: TelnetOption) -> Step {
        let was = self.variables(side, option);
        let (is, send, change) = match was {
            (No, _) => ((WantYes, Empty), Some(true), Change::Requested),
            (WantNo, Empty) => ((WantNo, Opposite), None, Change::Queued),
            (WantYes, Opposite) => ((WantYes, Empty), None, Change::Unqueued),
            (Yes, _) | (WantNo, Opposite) | (WantYes, Empty) => {
                (was, None, Change::Redundant)
            }
        };
        self.variables.insert((side, option), is);
        (send, change)
    }

    /// "If we decide to ask him to disable", and if we stop.
    fn ask_to_disable(&mut self, side: Side, option: TelnetOption) -> Step {
        let was = self.variables(side, option);
        let (is, send, change) = match was {
            (Yes, _) => ((WantNo, Empty), Some(false), Change::Requested),
            (WantNo, Opposite) => ((WantNo, Empty), None, Change::Unqueued),
            (WantYes, Empty) => ((WantYes, Opposite), None, Change::Queued),
            (No, _) | (WantNo, Empty) | (WantYes, Opposite) => {
                (was, None, Change::Redundant)
            }
        };
        self.variables.insert((side, option), is);
        (send, change)
    }

    /// TIMING-MARK (RFC 860) is never on: each DO is answered, and either
    /// answer to ours is the mark.
    fn mark(&mut self, verb: Verb) -> Step {
        let him = (Side::Remote, TelnetOption::TM);
        let awaited = self.variables(him.0, him.1).0 == WantYes;
        match verb {
            Verb::Do => {
                let agrees = self.agrees(Side::Local, TelnetOption::TM);
                (Some(agrees), Change::Marked)
            }
            Verb::Will | Verb::Wont if awaited => {
                self.variables.insert(him, (No, Empty));
                (None, Change::Marked)
            }
            Verb::Will => (Some(false), Change::Denied),
            Verb::Wont | Verb::Dont => (None, Change::Redundant),
        }
    }

    /// One mark at a time, and none unasked.
    fn ask_for_mark(&mut self, side: Side, enable: bool) -> Step {
        let value = self.variables(side, TelnetOption::TM).0;
        if (side, enable, value) != (Side::Remote, true, No) {
            return (None, Change::Redundant);
        }
        self.variables.insert((side, TelnetOption::TM), (WantYes, Empty));
        (Some(true), Change::Requested)
    }

    /// Whether the peer may have it. ECHO is for one side: not for this one
    /// where the other has it, was asked to have it, or will be (RFC 857). And
    /// OLD-ENVIRON is not for this end where it has the new one.
    fn agrees(&self, side: Side, option: TelnetOption) -> bool {
        let other = self.variables(side.other(), option);
        let elsewhere = !matches!(other, (No, _) | (WantNo, Empty));
        let is_old = (side, option) == (Side::Local, TelnetOption::OLD_ENVIRON);
        let has_new = self.is_on(Side::Local, TelnetOption::NEW_ENVIRON);
        let is_taken = option == TelnetOption::ECHO && elsewhere;
        !(is_taken || is_old && has_new)
            && self.agreed.contains(&(side, option))
    }

    fn variables(&self, side: Side, option: TelnetOption) -> (Value, Queue) {
        self.variables.get(&(side, option)).copied().unwrap_or_default()
    }
}
