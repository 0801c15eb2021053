//! Option negotiation: the Q method of RFC 1143.

use crate::{
    AllCells, Cell, Cells, Negotiation, Policy, Side, State, TelnetOption, Verb,
};

/// What a received negotiation or a call meant for one option on one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Change {
    /// Now enabled, by agreement.
    Enabled,
    /// Now disabled, by agreement.
    Disabled,
    /// The peer refused what we had asked for: disabled.
    Refused,
    /// We refused what the peer had asked for: disabled.
    Denied,
    /// The peer asks; [`Options::answer`] is due.
    Asked,
    /// The peer took its question back before it was answered. Its first
    /// request is answered with a refusal: disabled.
    Withdrawn,
    /// Our request went out.
    Requested,
    /// Our request is remembered until the one before it is answered.
    Queued,
    /// The remembered request was forgotten: the one before it stands.
    Unqueued,
    /// The peer answered our request, and the remembered opposite one went
    /// out: negotiation goes on.
    Reversed,
    /// The peer answered DONT by WILL, or WONT by DO, which RFC 1143 calls an
    /// error. The state is what we last wanted.
    Contradicted,
    /// Nothing to do: it is so already, or asked for already.
    Redundant,
    /// TIMING-MARK (RFC 860): the mark was answered, by us or by the peer.
    Marked,
}

/// What to send, and what changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[must_use = "what is to be sent must be sent"]
#[non_exhaustive]
pub struct Transition {
    /// The negotiation to send now, in its place in the stream.
    pub send: Option<Negotiation>,
    /// The side spoken of.
    pub side: Side,
    /// The option spoken of.
    pub option: TelnetOption,
    /// Its state before.
    pub before: State,
    /// Its state now.
    pub after: State,
    /// What changed.
    pub change: Change,
}

/// The option states and policies of both sides of one connection.
///
/// This is the state machine of RFC 1143 verbatim, for a client and a server
/// alike. Between ends that follow it no exchange goes on for ever, and every
/// request is answered. It sends nothing itself: every call says what to
/// send, at most one negotiation for each received and each request made. All
/// options start disabled and refused.
///
/// Three rules stand beside the table:
/// * TIMING-MARK has no lasting state: every DO is answered (RFC 860). With
///   [`Policy::Accept`] a peer that answers WILL by DO keeps it going round;
///   a refusal is as good a mark and ends it.
/// * The peer may not have ECHO on both sides at once: a request for the
///   second is refused whatever the policy (RFC 857, pages 3–4).
/// * [`Policy::Ask`] adds a state, in which the peer waits.
///
/// ```
/// use telnet_proto::{Change, Negotiation, Options, Policy, Side, TelnetOption};
/// let mut options = Options::new();
/// options.set_policy(Side::Remote, TelnetOption::ECHO, Policy::Accept);
///
/// let it = options.receive(Negotiation::will(TelnetOption::ECHO));
/// assert_eq!(it.send, Some(Negotiation::do_(TelnetOption::ECHO)));
/// assert_eq!(it.change, Change::Enabled);
/// assert!(options.is_enabled(Side::Remote, TelnetOption::ECHO));
///
/// let it = options.receive(Negotiation::do_(TelnetOption::LINEMODE));
/// assert_eq!(it.send, Some(Negotiation::wont(TelnetOption::LINEMODE)));
/// ```
///
/// It is 512 octets, an octet for each option on each side, unless it is given
/// [`Cells`] of another kind.
#[derive(Clone, PartialEq, Eq)]
pub struct Options<C = AllCells> {
    cells: C,
}

/// New state; what to send, as "enable?"; what changed.
type Step = (State, Option<bool>, Change);

/// The peer asks to enable, or agrees: WILL for its side, DO for ours.
const fn peer_enables(state: State, policy: Policy) -> Step {
    match state {
        // "If we agree that he should enable, him=YES, send DO; otherwise,
        // send DONT."
        State::No => match policy {
            Policy::Accept => (State::Yes, Some(true), Change::Enabled),
            Policy::Refuse => (State::No, Some(false), Change::Denied),
            Policy::Ask => (State::Asked, None, Change::Asked),
        },
        State::Asked => (State::Asked, None, Change::Redundant),
        // "Ignore."
        State::Yes => (State::Yes, None, Change::Redundant),
        // "Error: DONT answered by WILL."
        State::WantNo => (State::No, None, Change::Contradicted),
        State::WantNoOpposite => (State::Yes, None, Change::Contradicted),
        State::WantYes => (State::Yes, None, Change::Enabled),
        State::WantYesOpposite => {
            (State::WantNo, Some(false), Change::Reversed)
        }
    }
}

/// The peer disables, or refuses: WONT for its side, DONT for ours.
const fn peer_disables(state: State) -> Step {
    match state {
        State::No => (State::No, None, Change::Redundant),
        State::Asked => (State::No, Some(false), Change::Withdrawn),
        State::Yes => (State::No, Some(false), Change::Disabled),
        State::WantNo => (State::No, None, Change::Disabled),
        State::WantNoOpposite => (State::WantYes, Some(true), Change::Reversed),
        State::WantYes | State::WantYesOpposite => {
            (State::No, None, Change::Refused)
        }
    }
}

/// We decide to ask to enable.
const fn we_enable(state: State) -> Step {
    match state {
        State::No => (State::WantYes, Some(true), Change::Requested),
        State::Asked => (State::Yes, Some(true), Change::Enabled),
        State::Yes | State::WantYes | State::WantNoOpposite => {
            (state, None, Change::Redundant)
        }
        State::WantNo => (State::WantNoOpposite, None, Change::Queued),
        State::WantYesOpposite => (State::WantYes, None, Change::Unqueued),
    }
}

/// We decide to ask to disable.
const fn we_disable(state: State) -> Step {
    match state {
        State::No | State::WantNo | State::WantYesOpposite => {
            (state, None, Change::Redundant)
        }
        State::Asked => (State::No, Some(false), Change::Denied),
        State::Yes => (State::WantNo, Some(false), Change::Requested),
        State::WantNoOpposite => (State::WantNo, None, Change::Unqueued),
        State::WantYes => (State::WantYesOpposite, None, Change::Queued),
    }
}

/// TIMING-MARK as the peer speaks of it (RFC 860). It is exempt from the
/// silence of "already on": "DO TIMING-MARK" is answered every time, and
/// either answer to ours is the mark.
const fn peer_marks(verb: Verb, state: State, policy: Policy) -> Step {
    match (verb, state) {
        (Verb::Do, _) => {
            let will = matches!(policy, Policy::Accept);
            (State::No, Some(will), Change::Marked)
        }
        (Verb::Will | Verb::Wont, State::WantYes) => {
            (State::No, None, Change::Marked)
        }
        // A mark that we did not ask for "has been IGNORED".
        (Verb::Will, _) => (State::No, Some(false), Change::Denied),
        (Verb::Wont | Verb::Dont, _) => (state, None, Change::Redundant),
    }
}

/// TIMING-MARK as we ask for it: one DO at a time, never a WILL unasked.
const fn we_mark(side: Side, state: State, enable: bool) -> Step {
    match (side, state, enable) {
        (Side::Remote, State::No, true) => {
            (State::WantYes, Some(true), Change::Requested)
        }
        _ => (state, None, Change::Redundant),
    }
}

impl Options {
    /// All options of both sides disabled, and refused to the peer.
    #[must_use]
    pub const fn new() -> Self {
        Self { cells: AllCells::new() }
    }
}

impl<C: Cells> Options<C> {
    /// Options whose states and policies are kept in `cells`, as they are there.
    #[must_use]
    pub const fn with_cells(cells: C) -> Self {
        Self { cells }
    }

    /// Where they are kept.
    #[must_use]
    pub const fn cells(&self) -> &C {
        &self.cells
    }

    /// The negotiation state.
    #[inline]
    #[must_use]
    pub fn state(&self, side: Side, option: TelnetOption) -> State {
        self.cells.cell(side, option).state()
    }

    /// Whether the option is in force: state YES, and no other.
    #[inline]
    #[must_use]
    pub fn is_enabled(&self, side: Side, option: TelnetOption) -> bool {
        self.state(side, option) == State::Yes
    }

    /// What a request of the peer to enable the option meets.
    #[inline]
    #[must_use]
    pub fn policy(&self, side: Side, option: TelnetOption) -> Policy {
        self.cells.cell(side, option).policy()
    }

    /// Sets what a request of the peer to enable the option meets from now
    /// on. An option that is enabled stays so; a question that is open
    /// still waits for [`answer`](Self::answer). For TIMING-MARK
    /// [`Policy::Ask`] counts as refusal: it must be answered in its place.
    pub fn set_policy(
        &mut self,
        side: Side,
        option: TelnetOption,
        policy: Policy,
    ) {
        let state = self.state(side, option);
        self.cells.set_cell(side, option, Cell::new(state, policy));
    }

    /// A negotiation command was received.
    pub fn receive(&mut self, received: Negotiation) -> Transition {
        let verb = received.verb();
        let side = verb.side_when_received();
        let option = received.option();
        let cell = self.cells.cell(side, option);
        let state = cell.state();
        let step = if option == TelnetOption::TM {
            peer_marks(verb, state, cell.policy())
        } else if !verb.enables() {
            peer_disables(state)
        } else if self.other_echoes(side, option) {
            // Were both ends to echo what they receive, an octet would go round
            // for ever (RFC 857, pages 3–4): the second side is refused.
            peer_enables(state, Policy::Refuse)
        } else {
            peer_enables(state, cell.policy())
        };
        self.apply(side, option, cell, step)
    }

    /// Asks that `side` enable or disable the option. An open question of the
    /// peer is thereby answered.
    ///
    /// While a request is under way the opposite one is remembered and sent
    /// after the answer (RFC 1143, section 5): no call sends twice. ECHO on
    /// both sides is not prevented here, where it is the application's wish.
    pub fn request(
        &mut self,
        side: Side,
        option: TelnetOption,
        enable: bool,
    ) -> Transition {
        let cell = self.cells.cell(side, option);
        let state = cell.state();
        let step = if option == TelnetOption::TM {
            we_mark(side, state, enable)
        } else if enable {
            we_enable(state)
        } else {
            we_disable(state)
        };
        self.apply(side, option, cell, step)
    }

    /// Answers a question that [`Policy::Ask`] left open. Where none is open
    /// nothing happens, and the change is [`Change::Redundant`].
    pub fn answer(
        &mut self,
        side: Side,
        option: TelnetOption,
        accept: bool,
    ) -> Transition {
        let cell = self.cells.cell(side, option);
        if cell.state() == State::Asked {
            let accept = accept && !self.other_echoes(side, option);
            self.request(side, option, accept)
        } else {
            let step = (cell.state(), None, Change::Redundant);
            self.apply(side, option, cell, step)
        }
    }

    fn other_echoes(&self, side: Side, option: TelnetOption) -> bool {
        option == TelnetOption::ECHO
            && matches!(
                self.state(side.other(), option),
                State::Yes
                    | State::WantYes
                    | State::WantYesOpposite
                    | State::WantNoOpposite
            )
    }

    fn apply(
        &mut self,
        side: Side,
        option: TelnetOption,
        cell: Cell,
        (after, send, change): Step,
    ) -> Transition {
        let before = cell.state();
        if after != before {
            let cell = Cell::new(after, cell.policy());
            self.cells.set_cell(side, option, cell);
        }
        let send = send.map(|enable| {
            Negotiation::new(Verb::to_send(side, enable), option)
        });
        Transition { send, side, option, before, after, change }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self::new()
    }
}

impl<C: Cells> core::fmt::Debug for Options<C> {
    /// Shows the options that are not simply disabled.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let mut map = f.debug_map();
        for code in 0..=u8::MAX {
            let option = TelnetOption::from(code);
            for side in [Side::Local, Side::Remote] {
                let state = self.state(side, option);
                if state != State::No {
                    map.entry(&(side, option), &state);
                }
            }
        }
        map.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_not_simply_off_is_shown() {
        let mut options = Options::default();
        assert_eq!(std::format!("{options:?}"), "{}");
        let it = options.request(Side::Local, TelnetOption::NAWS, true);
        assert_eq!(it.change, Change::Requested);
        let shown = std::format!("{options:?}");
        assert_eq!(shown, "{(Local, NAWS): WantYes}");
    }
}
