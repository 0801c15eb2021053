//! The waits for what the peer says to a request.

use std::io;
use std::task::Poll;
use std::time::Instant;

use telnet_proto::{Side, State, TelnetOption};

use super::patience::Patience;
use super::{Timeouts, Wait};
use crate::error::ClosedError;
use crate::session::Session;

/// A request to the peer, made once, and what has come of it.
#[derive(Clone, Copy, Debug)]
struct Request {
    side: Side,
    option: TelnetOption,
    enable: bool,
    is_made: bool,
    patience: Patience,
}

impl Request {
    fn new(
        side: Side,
        option: TelnetOption,
        enable: bool,
        timeouts: Timeouts,
    ) -> Self {
        let patience = Patience::new(timeouts);
        Self { side, option, enable, is_made: false, patience }
    }

    /// Whether the option is in force, once that is settled; an error if the
    /// time is over, or the stream.
    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<io::Result<bool>> {
        self.patience.poll(session, now);
        let Self { side, option, enable, .. } = *self;
        // A mark that was asked for before says nothing of what was sent since.
        let is_free = option != TelnetOption::TM
            || session.option_state(side, option) == State::No;
        if !self.is_made && is_free {
            session.request(side, option, enable);
            self.is_made = true;
        }
        if self.is_made {
            let state = session.option_state(side, option);
            if state == State::Yes || state == State::No {
                return Poll::Ready(Ok(state == State::Yes));
            }
        }
        if session.is_eof() {
            return Poll::Ready(Err(ClosedError.into()));
        }
        self.patience.waiting(session, now)
    }
}

/// Asks that `side` enable or disable an option, and waits for the answer: its
/// output is whether the option is in force then. `TimedOut` if none comes in
/// time, `UnexpectedEof` if the stream ends before; the request stands all the
/// same. Text that comes meanwhile stays unread.
///
/// Not in the telnetlib profile, which knows no states of options.
#[derive(Clone, Copy, Debug)]
pub struct Negotiate(Request);

impl Negotiate {
    /// Waits for as long as the timeouts say; what they say of a silence is
    /// of no account, and `idle` is about text.
    #[must_use]
    pub fn new(
        side: Side,
        option: TelnetOption,
        enable: bool,
        timeouts: impl Into<Timeouts>,
    ) -> Self {
        Self(Request::new(side, option, enable, timeouts.into()))
    }
}

impl Wait for Negotiate {
    type Output = io::Result<bool>;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        self.0.poll(session, now)
    }

    fn deadline(&self) -> Option<Instant> {
        self.0.patience.deadline()
    }
}

/// Asks for a timing mark, and waits for it: then the peer has dealt with all
/// that was sent before (RFC 860). A peer that does not know the option refuses
/// it, which is as good a mark, though it says less: that its Telnet has come
/// to this place. `TimedOut` if no mark comes in time, `UnexpectedEof` if the
/// stream ends before. Text that comes meanwhile stays unread.
///
/// There is one mark under way at a time: one that was asked for before is
/// waited for first. Not in the telnetlib profile.
#[derive(Clone, Copy, Debug)]
pub struct TimingMark(Request);

impl TimingMark {
    /// Waits for as long as the timeouts say; what they say of a silence is
    /// of no account, and `idle` is about text.
    #[must_use]
    pub fn new(timeouts: impl Into<Timeouts>) -> Self {
        let option = TelnetOption::TM;
        Self(Request::new(Side::Remote, option, true, timeouts.into()))
    }
}

impl Wait for TimingMark {
    type Output = io::Result<()>;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        self.0.poll(session, now).map(|it| it.map(|_| ()))
    }

    fn deadline(&self) -> Option<Instant> {
        self.0.patience.deadline()
    }
}

/// Asks the peer to log this user off, by the option LOGOUT (RFC 727), and
/// waits for the answer: whether it agrees, or has closed the connection. Where
/// it refuses, what the user runs there may go on. `TimedOut` if no answer
/// comes in time. Text that comes meanwhile stays unread.
///
/// Not in the telnetlib profile.
#[derive(Clone, Copy, Debug)]
pub struct Logout(Request);

impl Logout {
    /// Waits for as long as the timeouts say; what they say of a silence is
    /// of no account, and `idle` is about text.
    #[must_use]
    pub fn new(timeouts: impl Into<Timeouts>) -> Self {
        let option = TelnetOption::LOGOUT;
        Self(Request::new(Side::Remote, option, true, timeouts.into()))
    }
}

impl Wait for Logout {
    type Output = io::Result<bool>;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        let agreed = self.0.poll(session, now);
        let is_error = matches!(agreed, Poll::Ready(Err(_)));
        if is_error && session.is_eof() {
            return Poll::Ready(Ok(true));
        }
        agreed
    }

    fn deadline(&self) -> Option<Instant> {
        self.0.patience.deadline()
    }
}
