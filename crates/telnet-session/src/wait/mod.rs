//! What a connection can be waited for.

mod chain;
mod deadline;
mod event;
mod negotiate;
#[cfg_attr(
    not(feature = "expect"),
    expect(dead_code, reason = "a silence is an end for patterns")
)]
mod patience;
mod read;
mod send;
#[cfg(feature = "encoding")]
mod text;
mod timeouts;

use std::task::Poll;
use std::time::Instant;

pub use chain::{AndThen, Either, EitherOf, Map, Over, Then};
pub use deadline::Deadline;
pub use event::{NextEvent, ReadNext, Received, Settled};
pub use negotiate::{Logout, Negotiate, TimingMark};
pub(crate) use patience::Patience;
#[cfg(feature = "expect")]
pub(crate) use patience::QUIET;
pub use read::{ReadAll, ReadSome, ReadUntil, Readable};
pub use send::{SendData, SendItem};
#[cfg(feature = "encoding")]
pub use text::{ReadNextText, ReadText, SendText};
pub use timeouts::{Quiet, Timeouts};

use crate::session::Session;

/// A read, or anything else that a connection can be waited for, as a state
/// machine without I/O.
///
/// Poll it first thing and after each step of the connection. It is ready at
/// most once. It never blocks, and what it does not return stays in the
/// session, so it can be dropped at any time.
pub trait Wait {
    /// What it ends with.
    type Output;

    /// Looks whether it has come, at the time `now`. What has arrived counts
    /// for more than a deadline that has passed, and the first poll never
    /// times out, so that the socket is looked at once at least.
    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output>;

    /// When it is to be polled at the latest, though nothing arrives.
    fn deadline(&self) -> Option<Instant>;

    /// Data that [`poll`](Self::poll) would queue, as it is on the wire: who drives
    /// the wait may write the begin of it before the poll, and then says so by
    /// [`transmitted`](Self::transmitted). Much data is not copied then. Empty
    /// where there is none, where other output goes before it, and by default.
    fn transmit(&mut self, session: &Session) -> &[u8] {
        let _unused = session;
        &[]
    }

    /// The first `n` octets of [`transmit`](Self::transmit) were written. The
    /// default does nothing.
    fn transmitted(&mut self, session: &mut Session, n: usize) {
        let _unused = (session, n);
    }

    /// The same, its output made into something else.
    fn map<T, F>(self, make: F) -> Map<Self, F>
    where
        Self: Sized,
        F: FnOnce(Self::Output) -> T,
    {
        Map::new(self, make)
    }

    /// This one, and then another one that is made of its output, whatever
    /// that is, as one wait. [`and_then`](Self::and_then) is for dialogues.
    fn then<W, F>(self, next: F) -> Then<Self, F, W>
    where
        Self: Sized,
        W: Wait,
        F: FnOnce(Self::Output) -> W,
    {
        Then::new(self, next)
    }

    /// This one and, if it ends well, another one that is made of its output,
    /// as one wait: no command is sent behind a login that failed.
    ///
    /// ```
    /// use std::time::Duration;
    /// use telnet_session::{Cli, Wait};
    /// use telnet_session::dialogue::{Login, Run};
    /// let (cli, time) = (Cli::default(), Duration::from_secs(20));
    /// let version = Login::new(&cli, "admin", "secret", time)
    ///     .and_then(move |_said| Run::new(&cli, "show version", time));
    /// # let _ = version;
    /// ```
    fn and_then<T, U, E, W, F>(self, next: F) -> AndThen<Self, F, W>
    where
        Self: Sized + Wait<Output = Result<T, E>>,
        W: Wait<Output = Result<U, E>>,
        F: FnOnce(T) -> W,
    {
        AndThen::new(self, next)
    }

    /// This one or another one, whichever ends first; this one, if both have
    /// ended. What the other one has not returned stays in the session.
    ///
    /// ```
    /// use std::time::Duration;
    /// use telnet_session::Wait;
    /// use telnet_session::wait::{Either, NextEvent, ReadUntil};
    /// let time = Duration::from_secs(20);
    /// let line = ReadUntil::new(b"\n", time);
    /// let next = line.either(NextEvent::new(time)).map(|it| match it {
    ///     Either::Left(line) => format!("a line: {line:?}"),
    ///     Either::Right(event) => format!("an event: {event:?}"),
    /// });
    /// # let _ = next;
    /// ```
    fn either<W>(self, other: W) -> EitherOf<Self, W>
    where
        Self: Sized,
        W: Wait,
    {
        EitherOf::new(self, other)
    }
}

impl<W: Wait + ?Sized> Wait for Box<W> {
    type Output = W::Output;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        (**self).poll(session, now)
    }

    fn deadline(&self) -> Option<Instant> {
        (**self).deadline()
    }

    fn transmit(&mut self, session: &Session) -> &[u8] {
        (**self).transmit(session)
    }

    fn transmitted(&mut self, session: &mut Session, n: usize) {
        (**self).transmitted(session, n);
    }
}
