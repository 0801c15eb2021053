//! The wait for the option.

use std::io::{self, ErrorKind};
use std::task::Poll;
use std::time::Instant;

use telnet_session::proto::State;
use telnet_session::proto::sub::Role;
use telnet_session::{Deadline, Policy, Session, Side, TelnetOption, Wait};

use super::Client;
use crate::error::closed;
use crate::quirk::Quirk;
use crate::until::{Until, sooner};
use crate::wire;

/// Waits until the server has agreed to COM-PORT-OPTION, and until it has said
/// whether it takes BINARY.
///
/// It is an error if the server refuses the option (`Unsupported`), if it does
/// not answer in time (`TimedOut`), or if the stream ends before. A server that
/// takes the option and no BINARY is taken as it is: see
/// [`Quirk::NoBinary`](crate::Quirk::NoBinary).
#[derive(Debug)]
#[must_use]
pub struct Open<'c> {
    client: &'c mut Client,
    until: Until,
    has_asked: bool,
    /// Until when what is not needed may stay open.
    settled: Until,
    is_late: bool,
}

impl<'c> Open<'c> {
    pub(super) fn new(client: &'c mut Client, deadline: Deadline) -> Self {
        let settled = Until::new(client.patience);
        let until = Until::new(deadline);
        Self { client, until, has_asked: false, settled, is_late: false }
    }

    /// For a session that was not made with [`Client::config`]: what is asked
    /// for already is not asked again.
    fn ask(session: &mut Session) {
        let option = TelnetOption::COM_PORT_OPTION;
        for side in [Side::Local, Side::Remote] {
            for both in [TelnetOption::BINARY, TelnetOption::SGA] {
                session.set_policy(side, both, Policy::Accept);
                session.request(side, both, true);
            }
            session.set_policy(side, option, Policy::Accept);
        }
        session.request(wire::side_of_option(Role::Client), option, true);
    }

    fn note_what_is_missing(&mut self, session: &Session) {
        let quirks = &mut self.client.quirks;
        for side in [Side::Local, Side::Remote] {
            if !session.is_enabled(side, TelnetOption::BINARY) {
                quirks.note(Quirk::NoBinary(side));
            }
        }
        let ours = wire::side_of_option(Role::Client);
        if !session.is_enabled(ours, TelnetOption::COM_PORT_OPTION) {
            quirks.note(Quirk::OptionIsTheServers);
        }
    }
}

impl Wait for Open<'_> {
    type Output = io::Result<()>;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        let is_over = self.until.is_over(now);
        if !session.config().events {
            let why = "answers of the port are events, and they are off: \
                 make the connection with telnet_serial::Client::config";
            let error = io::Error::new(ErrorKind::InvalidInput, why);
            return Poll::Ready(Err(error));
        }
        if !self.has_asked {
            Self::ask(session);
            self.has_asked = true;
        }
        self.client.tend(session);
        self.is_late |= is_over | self.settled.is_over(now);
        let is_agreed = wire::is_agreed(session);
        if is_agreed && (session.is_settled() || self.is_late) {
            self.note_what_is_missing(session);
            return Poll::Ready(Ok(()));
        }
        if session.is_eof() {
            return Poll::Ready(Err(closed()));
        }
        let side = wire::side_of_option(Role::Client);
        let state = session.option_state(side, TelnetOption::COM_PORT_OPTION);
        if !is_agreed && state == State::No && session.is_settled() {
            let why = "the host refuses COM-PORT-OPTION (RFC 2217): it may \
                 serve the port as plain Telnet, or as a raw stream";
            let error = io::Error::new(ErrorKind::Unsupported, why);
            return Poll::Ready(Err(error));
        }
        if is_over {
            let why = "the host does not answer WILL COM-PORT-OPTION \
                 (RFC 2217) in time: it may serve a raw stream";
            let error = io::Error::new(ErrorKind::TimedOut, why);
            return Poll::Ready(Err(error));
        }
        Poll::Pending
    }

    fn deadline(&self) -> Option<Instant> {
        let settled = self.settled.at().filter(|_| !self.is_late);
        sooner(self.until.at(), settled)
    }
}
