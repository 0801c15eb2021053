//! The option callback of telnetlib.

use bytes::Bytes;
use telnet_proto::{Command, Negotiation, TelnetOption, Verb};

use super::Session;
use crate::error::{CommandError, OutputFullError};

/// What an option callback may answer through: see
/// [`Session::set_option_negotiation_callback`].
///
/// It stands where telnetlib handed out the bare socket.
#[derive(Debug)]
pub struct OptionHandle<'a> {
    session: &'a mut Session,
    /// The negotiation that the call is about, until it is decided.
    undecided: Option<Negotiation>,
}

impl<'a> OptionHandle<'a> {
    pub(crate) const fn new(
        session: &'a mut Session,
        undecided: Option<Negotiation>,
    ) -> Self {
        Self { session, undecided }
    }

    /// What the callback has left undecided.
    pub(crate) const fn undecided(self) -> Option<Negotiation> {
        self.undecided
    }

    /// The connection, to look at.
    #[must_use]
    pub const fn session(&self) -> &Session {
        self.session
    }

    /// Agrees to the request that the call is about: WILL is answered DO, DO
    /// is answered WILL. Nothing is sent where RFC 1143 wants silence, and
    /// nothing happens in a call about anything else.
    pub fn accept(&mut self) {
        self.decide(true);
    }

    /// Refuses it: WILL is answered DONT, DO is answered WONT.
    pub fn refuse(&mut self) {
        self.decide(false);
    }

    fn decide(&mut self, accept: bool) {
        let Some(asked) = self.undecided.take() else { return };
        if self.session.config.profile().answers_without_memory() {
            let enable = accept && asked.verb().enables();
            let side = asked.verb().side_when_received();
            let verb = Verb::to_send(side, enable);
            let answer = Negotiation::new(verb, asked.option());
            self.session.push_negotiation(answer);
        } else {
            self.session.decide(asked, Some(accept));
        }
    }

    /// The last whole subnegotiation: see [`Session::read_sb_data`]. Call it
    /// when the command is SE.
    pub fn read_sb_data(&mut self) -> Bytes {
        self.session.read_sb_data()
    }

    /// Sends a subnegotiation: see [`Session::send_subnegotiation`].
    ///
    /// # Errors
    /// [`OutputFullError`] as there.
    pub fn send_subnegotiation<'p, P>(
        &mut self,
        option: TelnetOption,
        payload: P,
    ) -> Result<(), OutputFullError>
    where
        P: IntoIterator<Item = &'p [u8], IntoIter: Clone>,
    {
        self.session.send_subnegotiation(option, payload)
    }

    /// Sends a command: see [`Session::send_command`].
    ///
    /// # Errors
    /// [`CommandError`] as there.
    pub fn send_command(
        &mut self,
        command: Command,
    ) -> Result<(), CommandError> {
        self.session.send_command(command)
    }

    /// Sends data, escaped: see [`Session::send`]. Returns how many octets
    /// were accepted.
    #[must_use]
    pub fn send(&mut self, data: &[u8]) -> usize {
        self.session.send(data)
    }
}
