//! The wait for answers.

use std::io;
use std::task::Poll;
use std::time::Instant;

use telnet_session::{Deadline, Session};

use super::Client;
use super::step::{Step, With};
use crate::error::closed;
use crate::request::{Outcome, Report, Request};
use crate::setting::Setting;
use crate::until::{Until, sooner};

/// Waits until requests are answered, or the deadline has passed.
///
/// All of them are sent in one burst. Where a server does not answer all within
/// the client's [patience](Client::set_patience), what is left of the four that
/// make characters is sent again, one by one. What else has no answer then is
/// given up, and is not waited for any more later on.
///
/// While the server asks for silence nothing is sent, and the deadline runs.
///
/// Its output is what has come of each request. It is an error if the stream
/// ends before, and if it asks for a baud rate of 0. Dropped before it is
/// ready, what was sent is not taken back.
#[derive(Debug)]
#[must_use]
pub struct Ask<'c>(With<'c, Asking>);

impl<'c> Ask<'c> {
    pub(super) fn new(
        client: &'c mut Client,
        requests: impl Iterator<Item = Request>,
        deadline: Deadline,
    ) -> Self {
        let step = Asking::new(client, requests, deadline);
        Self(With { client, step })
    }
}

wait_of_step!(Ask, io::Result<Report>);

/// How far an [`Ask`] has come. The client knows the requests.
#[derive(Debug)]
pub(crate) struct Asking {
    until: Until,
    is_valid: bool,
    throws_away: bool,
}

impl Asking {
    pub(crate) fn new(
        client: &mut Client,
        requests: impl Iterator<Item = Request>,
        deadline: Deadline,
    ) -> Self {
        let mut is_valid = true;
        let mut throws_away = false;
        client.batch.begin(requests.inspect(|request| {
            is_valid &= *request != Request::Set(Setting::BaudRate(0));
            if let Request::Purge(what) = request {
                throws_away |= what.is_of_received();
            }
        }));
        let until = Until::new(deadline);
        Self { until, is_valid, throws_away }
    }
}

impl Step for Asking {
    type Output = io::Result<Report>;

    fn poll(
        &mut self,
        client: &mut Client,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        if !self.is_valid {
            let why = "a baud rate of 0 is none: give bits in a second";
            let error = io::Error::new(io::ErrorKind::InvalidInput, why);
            return Poll::Ready(Err(error));
        }
        let is_over = self.until.is_over(now);
        client.tend(session);
        client.batch.look_at(now, client.patience, &mut client.quirks);
        if is_over {
            client.batch.end(&mut client.quirks);
        } else if !client.is_suspended {
            client.batch.send(session, now);
        }
        if let Some(replies) = client.batch.report() {
            let is_unanswered = |(request, outcome): &(Request, Outcome)| {
                matches!(request, Request::Purge(_))
                    && *outcome == Outcome::Unanswered
            };
            if self.throws_away && replies.iter().any(is_unanswered) {
                // No answer says where the past ends: it ends here.
                session.consume(session.unread().len());
            }
            return Poll::Ready(Ok(Report::new(replies)));
        }
        if session.is_eof() {
            return Poll::Ready(Err(closed()));
        }
        Poll::Pending
    }

    fn deadline(&self, client: &Client) -> Option<Instant> {
        let impatient = client.batch.impatient_at(client.patience);
        sooner(self.until.at(), impatient)
    }
}
