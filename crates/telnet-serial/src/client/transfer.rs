//! The waits for data.

use std::io;
use std::task::Poll;
use std::time::Instant;

use telnet_session::{Deadline, Session};

use super::Client;
use super::step::{Step, With};
use crate::error::{closed, late, unsent};
use crate::until::{Until, sooner};
use crate::wire;

/// Waits for at least one octet from the port, or the end of the stream, and
/// takes nothing: it is [unread](Session::unread) then. `TimedOut` if none
/// comes in time.
#[derive(Debug)]
#[must_use]
pub struct Receive<'c>(With<'c, Receiving>);

impl<'c> Receive<'c> {
    pub(super) fn new(client: &'c mut Client, deadline: Deadline) -> Self {
        Self(With { client, step: Receiving::new(deadline) })
    }
}

wait_of_step!(Receive, io::Result<()>);

/// How far a [`Receive`] has come.
#[derive(Debug)]
pub(crate) struct Receiving {
    until: Until,
}

impl Receiving {
    pub(crate) fn new(deadline: Deadline) -> Self {
        Self { until: Until::new(deadline) }
    }
}

impl Step for Receiving {
    type Output = io::Result<()>;

    fn poll(
        &mut self,
        client: &mut Client,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        let is_over = self.until.is_over(now);
        client.tend(session);
        if !session.unread().is_empty() || session.is_eof() {
            return Poll::Ready(Ok(()));
        }
        if is_over {
            return Poll::Ready(Err(late("octet from the port")));
        }
        Poll::Pending
    }

    fn deadline(&self, _client: &Client) -> Option<Instant> {
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
pub struct Transfer<'c>(With<'c, Sending<'c>>);

impl<'c> Transfer<'c> {
    pub(super) fn new(
        client: &'c mut Client,
        data: &'c [u8],
        deadline: Deadline,
    ) -> Self {
        Self(With { client, step: Sending::new(data, deadline) })
    }

    /// Ends as soon as some of the data was taken, as [`io::Write::write`]
    /// does, and does not wait until it was transmitted.
    pub const fn a_part(self) -> Self {
        let Self(With { client, step }) = self;
        Self(With { client, step: step.a_part() })
    }

    /// How many octets of the data are in the session or on their way.
    #[must_use]
    pub const fn queued(&self) -> usize {
        self.0.step.queued()
    }
}

wait_of_step!(Transfer, io::Result<()>);

/// How far a [`Transfer`] has come.
#[derive(Debug)]
pub(crate) struct Sending<'d> {
    data: &'d [u8],
    queued: usize,
    /// Whether it ends with the first octets that were taken.
    takes_a_part: bool,
    until: Until,
    /// Whether it does not wait for an answer about BINARY, or not any more.
    is_settled: bool,
}

impl<'d> Sending<'d> {
    pub(crate) fn new(data: &'d [u8], deadline: Deadline) -> Self {
        let until = Until::new(deadline);
        Self { data, queued: 0, takes_a_part: false, until, is_settled: false }
    }

    /// Ends with the first octets that were taken.
    pub(crate) const fn a_part(mut self) -> Self {
        self.takes_a_part = true;
        self
    }

    /// How many octets of the data are in the session or on their way.
    pub(crate) const fn queued(&self) -> usize {
        self.queued
    }
}

impl Step for Sending<'_> {
    type Output = io::Result<()>;

    fn poll(
        &mut self,
        client: &mut Client,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        let is_over = self.until.is_over(now);
        client.tend(session);
        let len = self.data.len();
        self.is_settled |= client.is_settled(session, now);
        if self.is_settled && !client.is_suspended && self.queued < len {
            let rest = self.data.get(self.queued..).unwrap_or_default();
            self.queued += wire::send(session, rest);
        }
        let is_queued = self.queued == len;
        let is_taken = self.takes_a_part && self.queued > 0;
        if is_taken || is_queued && !session.wants_write() {
            return Poll::Ready(Ok(()));
        }
        if session.is_eof() && client.is_suspended {
            return Poll::Ready(Err(closed()));
        }
        if is_over {
            let silent = client.is_suspended;
            return Poll::Ready(Err(unsent(self.queued, len, silent)));
        }
        Poll::Pending
    }

    fn deadline(&self, client: &Client) -> Option<Instant> {
        let settled = client.settled_at.filter(|_| !self.is_settled);
        sooner(self.until.at(), settled)
    }
}
