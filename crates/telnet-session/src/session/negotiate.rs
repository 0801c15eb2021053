//! Option negotiation, and the option callback of telnetlib.

use telnet_proto::{
    Change, Command, Negotiation, Policy, Side, State, TelnetOption, Transition,
};

use super::{Callback, OptionHandle, Session};
use crate::exclusive::Exclusive;
use crate::watch::{Direction, EventKind, Trace};

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
        let moved = self.options.request(side, option, enable);
        self.apply(moved)
    }

    /// Answers a question that [`Policy::Ask`] left open; nothing happens
    /// where none is.
    pub fn answer(
        &mut self,
        side: Side,
        option: TelnetOption,
        accept: bool,
    ) -> Change {
        let moved = self.options.answer(side, option, accept);
        self.apply(moved)
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
        let callback: Callback = Exclusive::new(Box::new(callback));
        self.callback = Some(Box::new(callback));
    }

    /// Takes the option callback away again.
    pub fn clear_option_negotiation_callback(&mut self) {
        self.callback = None;
    }

    /// Calls the callback; whether there is one.
    #[inline]
    pub(super) fn call_back(
        &mut self,
        command: Command,
        about: Option<Negotiation>,
    ) -> (bool, Option<Negotiation>) {
        match self.callback.take() {
            None => (false, about),
            Some(callback) => self.call(callback, command, about),
        }
    }

    #[inline(never)]
    fn call(
        &mut self,
        mut callback: Box<Callback>,
        command: Command,
        about: Option<Negotiation>,
    ) -> (bool, Option<Negotiation>) {
        let option = about.map_or(TelnetOption::NOOPT, Negotiation::option);
        let mut handle = OptionHandle::new(self, about);
        callback.get_mut()(&mut handle, command, option);
        let undecided = handle.undecided();
        self.callback = Some(callback);
        (true, undecided)
    }

    /// Whether it would change an option, and the peer has changed options too
    /// often already. A callback may accept what policy refuses.
    pub(super) fn is_too_much(&self, it: Negotiation) -> bool {
        self.options.is_too_much(it, self.callback.is_some())
    }

    pub(super) fn on_negotiation(&mut self, it: Negotiation) {
        self.watch.tracer().line(&Trace::Negotiation(Direction::Received, it));
        let (_, undecided) = self.call_back(it.verb().command(), Some(it));
        if let Some(it) = undecided {
            self.decide(it, None);
        }
    }

    /// Obeys a received negotiation, by policy or as said.
    pub(super) fn decide(&mut self, it: Negotiation, accept: Option<bool>) {
        let is_old = it.option() == TelnetOption::OLD_ENVIRON;
        let accept = match accept {
            None if is_old => self.refuses_old_environ(it),
            _ => accept,
        };
        let moved = self.options.receive(it, accept);
        self.apply(moved);
    }

    /// OLD-ENVIRON is refused where NEW-ENVIRON, which has taken its place, is in
    /// force: `telnetd` of GNU inetutils asks for both, and waits for the answers to
    /// both, but puts a question by the new one alone.
    fn refuses_old_environ(&self, it: Negotiation) -> Option<bool> {
        let is_old = it == Negotiation::do_(TelnetOption::OLD_ENVIRON);
        let new = TelnetOption::NEW_ENVIRON;
        (is_old && self.is_enabled(Side::Local, new)).then_some(false)
    }

    /// Sends what is to be sent, reports it, and does what a change of state
    /// brings with it.
    fn apply(&mut self, it: Transition) -> Change {
        let Transition { send, side, option, change, .. } = it;
        if let Some(send) = send {
            self.push_negotiation(send);
        }
        self.note(EventKind::Option { side, option, change });
        if side == Side::Remote && change == Change::Marked {
            self.incoming.set_flushes(false);
        }
        let is_enabled = it.after == State::Yes;
        if is_enabled != (it.before == State::Yes) {
            self.begin_or_end(side, option, is_enabled);
        }
        change
    }

    /// An option is in force now, or is no more.
    fn begin_or_end(
        &mut self,
        side: Side,
        option: TelnetOption,
        is_enabled: bool,
    ) {
        if side == Side::Local && is_enabled {
            self.respond_to_enabled(option);
        }
        match option {
            TelnetOption::LINEMODE => self.linemode_as_agreed(side, is_enabled),
            TelnetOption::LFLOW => {
                self.flow_control_as_agreed(side, is_enabled);
            }
            TelnetOption::ECHO => self.note_echo(),
            _ => {}
        }
        self.ask_as_agreed(side, option, is_enabled);
        #[cfg(feature = "mccp")]
        self.compress_as_agreed(side, option, is_enabled);
    }
}
