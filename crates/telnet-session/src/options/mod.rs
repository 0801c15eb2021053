//! What is agreed.

mod agreed;
mod answers;
mod budget;
mod few;

use std::time::Instant;

pub(crate) use agreed::Agreed;
pub(crate) use answers::Answers;
use budget::Budget;
use few::Few;
use telnet_proto::{
    Change, Negotiation, Options, Policy, Side, State, TelnetOption, Transition,
};

use crate::config::Config;

/// The options of both sides, and how often the peer may change them.
pub(crate) struct Negotiator {
    options: Options<Few>,
    budget: Budget,
}

impl Negotiator {
    pub(crate) fn new(config: &Config) -> Self {
        let mut options = Options::with_cells(Few::default());
        for (side, option, policy) in config.all_policies() {
            options.set_policy(side, option, policy);
        }
        Self { options, budget: Budget::new(config.max_option_changes) }
    }

    pub(crate) const fn states(&self) -> &Options<Few> {
        &self.options
    }

    pub(crate) fn is_enabled(&self, side: Side, option: TelnetOption) -> bool {
        self.options.is_enabled(side, option)
    }

    pub(crate) fn state(&self, side: Side, option: TelnetOption) -> State {
        self.options.state(side, option)
    }

    pub(crate) fn set_policy(
        &mut self,
        side: Side,
        option: TelnetOption,
        policy: Policy,
    ) {
        self.options.set_policy(side, option, policy);
    }

    pub(crate) fn request(
        &mut self,
        side: Side,
        option: TelnetOption,
        enable: bool,
    ) -> Transition {
        self.options.request(side, option, enable)
    }

    pub(crate) fn answer(
        &mut self,
        side: Side,
        option: TelnetOption,
        accept: bool,
    ) -> Transition {
        self.options.answer(side, option, accept)
    }

    /// Runs a received negotiation through RFC 1143, by policy or as said.
    #[inline]
    pub(crate) fn receive(
        &mut self,
        received: Negotiation,
        accept: Option<bool>,
    ) -> Transition {
        let to = match accept {
            None => self.options.receive(received),
            Some(accept) => {
                let side = received.verb().side_when_received();
                let option = received.option();
                let policy = self.options.policy(side, option);
                self.set_policy(side, option, policy_for(accept));
                let to = self.options.receive(received);
                self.set_policy(side, option, policy);
                to
            }
        };
        if is_change(to.change) {
            self.budget.spend();
        }
        to
    }

    /// Whether it would change an option, and the peer has changed options too
    /// often already. Where `is_open`, more than the policy may accept it.
    #[inline]
    pub(crate) fn is_too_much(
        &self,
        received: Negotiation,
        is_open: bool,
    ) -> bool {
        if !self.budget.is_spent() {
            return false;
        }
        let mut options = self.options.clone();
        if is_open {
            let side = received.verb().side_when_received();
            options.set_policy(side, received.option(), Policy::Accept);
        }
        is_change(options.receive(received).change)
    }

    // ---- the budget ----

    /// Whether the peer has asked for too much already.
    pub(crate) const fn is_spent(&self) -> bool {
        self.budget.is_spent()
    }

    /// The peer has asked for something that is answered.
    pub(crate) const fn spend(&mut self) {
        self.budget.spend();
    }

    pub(crate) fn tick(&mut self, now: Instant) {
        self.budget.refill(now);
    }
}

pub(crate) const fn policy_for(accept: bool) -> Policy {
    if accept { Policy::Accept } else { Policy::Refuse }
}

/// Whether an option has another state than before, by the peer's doing.
const fn is_change(change: Change) -> bool {
    matches!(change, Change::Enabled | Change::Disabled)
}
