//! Questions to the peer, and what it has told.

use telnet_proto::sub::new_environ::{self, Request};
use telnet_proto::sub::tspeed::TerminalSpeed;
use telnet_proto::sub::ttype::TerminalType;
use telnet_proto::sub::xdisploc::DisplayLocation;
use telnet_proto::{Side, State, TelnetOption};

use super::Session;
use crate::peer::Peer;

impl Session {
    /// What the peer has told of itself; `None` unless
    /// [`Config::ask_peer`](crate::Config::ask_peer) is on.
    #[must_use]
    pub fn peer(&self) -> Option<&Peer> {
        self.asking.as_ref().map(|it| it.peer())
    }

    /// Whether the peer has answered or refused all that it was asked: the
    /// requests of [`Config`](crate::Config), and the questions behind them. See
    /// [`Settled`](crate::wait::Settled).
    #[must_use]
    pub fn is_settled(&self) -> bool {
        let is_asked = |side, option| {
            matches!(
                self.option_state(side, option),
                State::WantYes | State::WantNoOpposite
            )
        };
        let mut requests = self.config.requests().iter();
        let is_open = requests.any(|&(side, option)| is_asked(side, option));
        !is_open && self.asking.as_ref().is_none_or(|it| it.is_settled())
    }

    /// An option of the peer's is agreed to, or is no more.
    pub(super) fn ask_as_agreed(
        &mut self,
        side: Side,
        option: TelnetOption,
        was_enabled: bool,
    ) {
        let Some(asking) = &mut self.asking else { return };
        let is_enabled = self.options.is_enabled(side, option);
        match (side, was_enabled, is_enabled) {
            (Side::Remote, false, true) if asking.begin(option) => {
                self.ask(option);
            }
            (Side::Remote, true, false) => asking.end(option),
            _ => {}
        }
    }

    /// The peer tells something.
    pub(super) fn hear(&mut self, option: TelnetOption, payload: &[u8]) {
        let Some(asking) = &mut self.asking else { return };
        let is_theirs = self.options.is_enabled(Side::Remote, option);
        if is_theirs && asking.hear(option, payload) {
            self.ask(option);
        }
    }

    fn ask(&mut self, option: TelnetOption) {
        match option {
            TelnetOption::TTYPE => {
                let parts = TerminalType::Send.to_parts().into_iter();
                self.push_subnegotiation(option, parts);
            }
            TelnetOption::TSPEED => {
                let parts = TerminalSpeed::Send.to_parts();
                self.push_subnegotiation(option, parts);
            }
            TelnetOption::XDISPLOC => {
                let parts = DisplayLocation::Send.to_parts().into_iter();
                self.push_subnegotiation(option, parts);
            }
            TelnetOption::NEW_ENVIRON => {
                // Without names it asks for all variables.
                let all = std::iter::empty::<Request<'_>>();
                self.push_subnegotiation(option, new_environ::send(all));
            }
            _ => {}
        }
    }
}
