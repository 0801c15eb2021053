//! The wait for the modem's lines.

use std::io;
use std::task::Poll;
use std::time::Instant;

use telnet_session::{Deadline, Session};

use super::Client;
use super::step::{Step, With};
use crate::error::{closed, late};
use crate::state::ModemState;
use crate::until::Until;

/// Waits until the server tells a state of the modem's lines other than one
/// that was seen; any will do where none was. `TimedOut` if it does not in time,
/// `UnexpectedEof` if the stream ends before.
///
/// A server tells of changes by itself, as its mask says. That of all lines is
/// in force at first (RFC 2217, page 11); some servers want it to be set once.
#[derive(Debug)]
#[must_use]
pub struct AwaitLines<'c>(With<'c, Watching>);

impl<'c> AwaitLines<'c> {
    pub(super) fn new(
        client: &'c mut Client,
        seen: Option<ModemState>,
        deadline: Deadline,
    ) -> Self {
        Self(With { client, step: Watching::new(seen, deadline) })
    }
}

wait_of_step!(AwaitLines, io::Result<ModemState>);

/// How far an [`AwaitLines`] has come.
#[derive(Debug)]
pub(crate) struct Watching {
    seen: Option<ModemState>,
    until: Until,
}

impl Watching {
    pub(crate) fn new(seen: Option<ModemState>, deadline: Deadline) -> Self {
        Self { seen, until: Until::new(deadline) }
    }
}

impl Step for Watching {
    type Output = io::Result<ModemState>;

    fn poll(
        &mut self,
        client: &mut Client,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        let is_over = self.until.is_over(now);
        client.tend(session);
        let seen = self.seen.map(ModemState::lines);
        let told = client.modem.filter(|it| Some(it.lines()) != seen);
        if let Some(state) = told {
            return Poll::Ready(Ok(state));
        }
        if session.is_eof() {
            return Poll::Ready(Err(closed()));
        }
        if is_over {
            return Poll::Ready(Err(late("state of the modem's lines")));
        }
        Poll::Pending
    }

    fn deadline(&self, _client: &Client) -> Option<Instant> {
        self.until.at()
    }
}
