//! Questions to the peer, and what it has told.

use telnet_proto::sub::charset::{self, Charset};
use telnet_proto::sub::new_environ::{self, Request};
use telnet_proto::sub::tspeed::TerminalSpeed;
use telnet_proto::sub::ttype::TerminalType;
use telnet_proto::sub::xdisploc::DisplayLocation;
use telnet_proto::{Side, State, TelnetOption, encode};

use super::Session;
use super::send::queue_subnegotiation;
use super::tell::kind_of;
use crate::peer::Peer;
use crate::watch::EventKind;

impl Session {
    /// What the peer has told of itself; `None` unless
    /// [`Config::ask_peer`](crate::Config::ask_peer) is on.
    #[must_use]
    pub fn peer(&self) -> Option<&Peer> {
        self.asking.as_ref().map(|it| it.peer())
    }

    /// Whether the peer has answered or refused all that it was asked: the
    /// requests of [`Config`](crate::Config), and the questions behind them.
    /// See [`Settled`](crate::wait::Settled).
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
        is_enabled: bool,
    ) {
        let has_charsets = !self.config.told().charsets().is_empty();
        let Some(asking) = &mut self.asking else { return };
        let is_to_be_asked = side == asked_on(option)
            && (option != TelnetOption::CHARSET || has_charsets);
        if is_to_be_asked && !is_enabled {
            asking.end(option);
        } else if is_to_be_asked && asking.begin(option) {
            self.ask(option);
        }
    }

    /// The peer tells something.
    pub(super) fn hear(&mut self, option: TelnetOption, payload: &[u8]) {
        let Some(asking) = &mut self.asking else { return };
        if !self.options.is_enabled(asked_on(option), option) {
            return;
        }
        if option == TelnetOption::CHARSET {
            self.hear_charset(payload);
        } else if asking.hear(option, payload) {
            self.ask(option);
        }
        #[cfg(feature = "encoding")]
        if option == TelnetOption::TTYPE {
            self.hear_mtts();
        }
    }

    /// An answer to our request for a character set, if there is one open.
    fn hear_charset(&mut self, payload: &[u8]) {
        let option = TelnetOption::CHARSET;
        let Some(asking) = &mut self.asking else { return };
        if !asking.is_open(option) {
            return;
        }
        match Charset::parse(payload) {
            Ok(Charset::Accepted(name)) => {
                asking.end(option);
                // One that was not asked for is none.
                let taken = self.config.told().charset(name);
                if let Some(name) = taken.map(Into::into) {
                    self.take_charset(name);
                }
            }
            Ok(Charset::Rejected | Charset::TtableRejected) => {
                asking.end(option);
            }
            // A table was refused, which ends it, too (RFC 2066, page 7).
            _ if payload.first() == Some(&charset::TTABLE_IS) => {
                asking.end(option);
            }
            _ => {}
        }
    }

    /// It is agreed on, whoever has asked.
    pub(super) fn take_charset(&mut self, name: Box<str>) {
        if let Some(asking) = &mut self.asking {
            asking.set_charset(&name);
        }
        #[cfg(feature = "encoding")]
        self.switch_charset(&name);
        self.note(EventKind::Charset(name));
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
            TelnetOption::NEW_ENVIRON => self.ask_variables(),
            TelnetOption::CHARSET => {
                let names = self.config.told().charsets();
                let names = names.iter().take(charset::MAX_NAMES);
                let names = names.map(|it| it.as_bytes());
                let parts = charset::request(charset::SEPARATOR, names);
                let to = (&mut self.outgoing, &mut self.watch);
                queue_subnegotiation(to, option, parts);
            }
            _ => {}
        }
    }

    /// Asks for as many of the variables as fit, from the first one on that was
    /// not asked for. Without names all are asked for.
    fn ask_variables(&mut self) {
        let Some(asking) = &mut self.asking else { return };
        let names = self.config.told().asked();
        let names = names.get(asking.named()..).unwrap_or_default();
        let fit = fitting(names);
        asking.add_named(fit);
        let names = names.iter().take(fit).map(|it| request(it));
        let to = (&mut self.outgoing, &mut self.watch);
        let parts = new_environ::send(names);
        queue_subnegotiation(to, TelnetOption::NEW_ENVIRON, parts);
    }
}

/// On which side an option is that lets us ask: on the peer's, as a rule; but
/// who has said WILL CHARSET may ask for a character set (RFC 2066, page 9).
fn asked_on(option: TelnetOption) -> Side {
    match option {
        TelnetOption::CHARSET => Side::Local,
        _ => Side::Remote,
    }
}

/// Longest subnegotiation that asks for variables, in octets: old peers have a
/// buffer of 256.
const LONGEST_SEND: usize = 255;

/// How many of the names fit into one. The first one does.
fn fitting(names: &[Box<str>]) -> usize {
    let fits = |count: &usize| {
        let names = names.iter().take(*count).map(|it| request(it));
        let parts = new_environ::send(names);
        let option = TelnetOption::NEW_ENVIRON;
        let octets = encode::subnegotiation(option, parts).map(<[u8]>::len);
        octets.sum::<usize>() <= LONGEST_SEND
    };
    (1..=names.len()).take_while(fits).last().unwrap_or(0)
}

fn request(name: &str) -> Request<'_> {
    let name = name.as_bytes();
    Request::new(kind_of(name), name)
}
