//! Option negotiation, and the option callback of telnetlib.

use telnet_proto::{
    Change, Command, Negotiation, Policy, Side, State, TelnetOption, Transition,
};

use crate::exclusive::Exclusive;
use crate::session::{OptionHandle, Session};
use crate::watch::EventKind;
use crate::watch::{Direction, Trace};

impl Session {
    /// Asks that `side` enable or disable an option; an open question of the
    /// peer is thereby answered. What comes of it is an
    /// [`EventKind::Option`]. A request that is under way is not
    /// repeated (RFC 1143).
    pub fn request(
        &mut self,
        side: Side,
        option: TelnetOption,
        enable: bool,
    ) -> Change {
        let was = self.is_enabled(side, option);
        let it = self.options.request(side, option, enable);
        self.apply(it, was)
    }

    /// Answers a question that [`Policy::Ask`] left open; nothing happens
    /// where none is.
    pub fn answer(
        &mut self,
        side: Side,
        option: TelnetOption,
        accept: bool,
    ) -> Change {
        let was = self.is_enabled(side, option);
        let it = self.options.answer(side, option, accept);
        self.apply(it, was)
    }

    /// What requests of the peer meet from now on: see
    /// [`Config::policy`](crate::Config::policy).
    pub fn set_policy(
        &mut self,
        side: Side,
        option: TelnetOption,
        policy: Policy,
    ) {
        self.options.set_policy(side, option, policy);
    }

    /// Whether an option is in force.
    #[must_use]
    pub fn is_enabled(&self, side: Side, option: TelnetOption) -> bool {
        self.options.is_enabled(side, option)
    }

    /// The negotiation state of an option.
    #[must_use]
    pub fn option_state(&self, side: Side, option: TelnetOption) -> State {
        self.options.state(side, option)
    }

    /// Calls `callback` for each command received, as telnetlib did: with a
    /// handle to answer through, the command, and the option of WILL, WONT, DO
    /// and DONT or else [`TelnetOption::NOOPT`]. For a subnegotiation it is
    /// called with SB, then with SE, when
    /// [`read_sb_data`](OptionHandle::read_sb_data) has it.
    ///
    /// What the callback neither accepts nor refuses is decided by policy. In
    /// the telnetlib profile it is then not answered at all.
    pub fn set_option_negotiation_callback(
        &mut self,
        callback: impl FnMut(&mut OptionHandle<'_>, Command, TelnetOption)
        + Send
        + 'static,
    ) {
        self.callback = Some(Exclusive::new(Box::new(callback)));
    }

    /// Takes the option callback away again.
    pub fn clear_option_negotiation_callback(&mut self) {
        self.callback = None;
    }

    /// Calls the callback; whether there is one.
    pub(crate) fn call_back(
        &mut self,
        command: Command,
        about: Option<Negotiation>,
    ) -> (bool, Option<Negotiation>) {
        let Some(mut callback) = self.callback.take() else {
            return (false, about);
        };
        let option = about.map_or(TelnetOption::NOOPT, Negotiation::option);
        let mut handle = OptionHandle::new(self, about);
        callback.get_mut()(&mut handle, command, option);
        let undecided = handle.undecided();
        self.callback = Some(callback);
        (true, undecided)
    }

    /// Whether it would change an option, and the peer has changed options too
    /// often already.
    pub(crate) fn is_too_much(&self, it: Negotiation) -> bool {
        if !self.option_changes.is_spent() {
            return false;
        }
        let (side, option) = (it.verb().side_when_received(), it.option());
        let mut options = self.options.clone();
        if self.callback.is_some() {
            // It may accept what policy refuses.
            options.set_policy(side, option, Policy::Accept);
        }
        is_change(options.receive(it).change)
    }

    pub(crate) fn on_negotiation(&mut self, it: Negotiation) {
        self.tracer.line(&Trace::Negotiation(Direction::Received, it));
        let (_, undecided) = self.call_back(it.verb().command(), Some(it));
        if let Some(it) = undecided {
            self.decide(it, None);
        }
    }

    /// Runs a received negotiation through RFC 1143, by policy or as said.
    pub(crate) fn decide(&mut self, it: Negotiation, accept: Option<bool>) {
        let (side, option) = (it.verb().side_when_received(), it.option());
        let was = self.is_enabled(side, option);
        let policy = self.options.policy(side, option);
        if let Some(accept) = accept {
            self.set_policy(side, option, Self::policy_for(accept));
        }
        let transition = self.options.receive(it);
        if is_change(transition.change) {
            self.option_changes.spend();
        }
        self.set_policy(side, option, policy);
        self.apply(transition, was);
    }

    pub(crate) const fn policy_for(accept: bool) -> Policy {
        if accept { Policy::Accept } else { Policy::Refuse }
    }

    /// Sends what is to be sent, reports it, and does what a change of state
    /// brings with it.
    fn apply(&mut self, it: Transition, was: bool) -> Change {
        let Transition { send, side, option, change, .. } = it;
        if let Some(send) = send {
            self.push_negotiation(send);
        }
        self.note(EventKind::Option { side, option, change });
        if side == Side::Local && !was && self.is_enabled(side, option) {
            self.respond_to_enabled(option);
        }
        change
    }
}

/// Whether an option has another state than before, by the peer's doing.
const fn is_change(change: Change) -> bool {
    matches!(change, Change::Enabled | Change::Disabled)
}
