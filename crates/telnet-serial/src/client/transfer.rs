//! The waits for data.

use std::io;
use std::task::Poll;
use std::time::Instant;

use telnet_session::{Deadline, Session, Wait};

use super::Client;
use crate::error::{closed, late, unsent};
use crate::until::{Until, sooner};
use crate::wire;

/// Waits for at least one octet from the port, or the end of the stream, and
/// takes nothing: it is [unread](Session::unread) then. `TimedOut` if none
/// comes in time.
#[derive(Debug)]
#[must_use]
pub struct Receive<'c> {
    client: &'c mut Client,
    until: Until,
}

impl<'c> Receive<'c> {
    pub(super) fn new(client: &'c mut Client, deadline: Deadline) -> Self {
        Self { client, until: Until::new(deadline) }
    }
}

impl Wait for Receive<'_> {
    type Output = io::Result<()>;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        let is_over = self.until.is_over(now);
        self.client.tend(session);
        if !session.unread().is_empty() || session.is_eof() {
            return Poll::Ready(Ok(()));
        }
        if is_over {
            return Poll::Ready(Err(late("octet from the port")));
        }
        Poll::Pending
    }

    fn deadline(&self) -> Option<Instant> {
        self.until.at()
    }
}

/// Waits until data for the port was transmitted. While the server asks for
/// silence nothing is queued, and while it has not said whether it takes BINARY,
/// for as long as the client's [patience](Client::set_patience).
///
/// It is for the `send` of a connection, which flushes the stream. After an
/// error, or dropped before it is ready, it leaves in the session what
/// [`queued`](Self::queued) says. `TimedOut` if not all was queued in time,
/// `UnexpectedEof` if the stream ends while the server asks for silence.
#[derive(Debug)]
#[must_use]
pub struct Transfer<'c> {
    client: &'c mut Client,
    data: &'c [u8],
    queued: usize,
    /// Whether it ends with the first octets that were taken.
    takes_a_part: bool,
    until: Until,
    /// Until when it waits for an answer about BINARY.
    settled: Until,
    is_settled: bool,
}

impl<'c> Transfer<'c> {
    pub(super) fn new(
        client: &'c mut Client,
        data: &'c [u8],
        deadline: Deadline,
    ) -> Self {
        let settled = Until::new(client.patience);
        let until = Until::new(deadline);
        Self {
            client,
            data,
            queued: 0,
            takes_a_part: false,
            until,
            settled,
            is_settled: false,
        }
    }

    /// Ends as soon as some of the data was taken, as [`io::Write::write`]
    /// does, and does not wait until it was transmitted.
    pub const fn a_part(mut self) -> Self {
        self.takes_a_part = true;
        self
    }

    /// How many octets of the data are in the session or on their way.
    #[must_use]
    pub const fn queued(&self) -> usize {
        self.queued
    }
}

impl Wait for Transfer<'_> {
    type Output = io::Result<()>;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        let is_over = self.until.is_over(now);
        self.client.tend(session);
        let len = self.data.len();
        self.is_settled |=
            self.settled.is_over(now) || !wire::is_undecided(session);
        if self.is_settled && !self.client.is_suspended && self.queued < len {
            let rest = self.data.get(self.queued..).unwrap_or_default();
            self.queued += wire::send(session, rest);
        }
        let is_queued = self.queued == len;
        let is_taken = self.takes_a_part && self.queued > 0;
        if is_taken || is_queued && !session.wants_write() {
            return Poll::Ready(Ok(()));
        }
        if session.is_eof() && self.client.is_suspended {
            return Poll::Ready(Err(closed()));
        }
        if is_over {
            let silent = self.client.is_suspended;
            return Poll::Ready(Err(unsent(self.queued, len, silent)));
        }
        Poll::Pending
    }

    fn deadline(&self) -> Option<Instant> {
        sooner(self.until.at(), self.settled.at().filter(|_| !self.is_settled))
    }
}
