//! The one loop of all adapters, step by step.

use std::io;
use std::task::Poll;
use std::time::Instant;

use telnet_session::{Session, Wait};

use crate::{Flow, Transport};

/// How many reads there are for one write that is stuck, at most.
const READS: usize = 64;

/// What a wait is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Purpose {
    /// Input. That output fails does not end it.
    Read,
    /// Handing data over. Input is read only where output is stuck, so that a
    /// peer which is stuck itself can go on.
    Queue,
    /// Handing data over, until the stream is flushed. Input is read as for
    /// [`Queue`](Self::Queue).
    Send,
}

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there is no fourth way")]
pub enum Progress<T> {
    /// It is over.
    Ready(T),
    /// Something has moved: go on, now or soon.
    Moved,
    /// Nothing can move. Go on when the stream is ready, or at the deadline.
    Stuck,
}

/// A wait under way. The loop of an adapter calls [`step`](Self::step) until it
/// is ready; between two steps it waits as its kind does.
#[derive(Debug)]
pub struct Drive<'w, W: Wait> {
    wait: &'w mut W,
    purpose: Purpose,
    /// What it ended with, while the stream is flushed.
    output: Option<W::Output>,
}

impl<'w, W: Wait> Drive<'w, W> {
    /// Begins.
    #[must_use]
    pub const fn new(wait: &'w mut W, purpose: Purpose) -> Self {
        Self { wait, purpose, output: None }
    }

    /// When to go on at the latest, for the sake of the wait. The session may
    /// have a time of its own: [`wake`](Self::wake) has both.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        self.wait.deadline()
    }

    /// When to go on at the latest.
    #[must_use]
    pub fn wake(&self, session: &Session) -> Option<Instant> {
        sooner(self.deadline(), session)
    }

    /// Polls the wait, writes, and reads. A transport that waits does so in
    /// here, until the deadline at most.
    ///
    /// # Errors
    /// Those of the stream; `QuotaExceeded` if the wait can never end because a
    /// cap is reached, `UnexpectedEof` if it goes on behind the end of the
    /// stream and has no deadline, `TimedOut` if a heartbeat asked and the peer
    /// did not answer.
    pub fn step(
        &mut self,
        flow: &mut Flow,
        session: &mut Session,
        transport: &mut impl Transport,
        now: Instant,
    ) -> io::Result<Progress<W::Output>> {
        let reads = self.purpose == Purpose::Read;
        if session.config().heartbeat.is_some() {
            session.tick(now);
        }
        let mut lent = false;
        if self.output.is_none() {
            if !reads {
                lent = flow.lent(self.wait, session, transport)?;
            }
            if let Poll::Ready(output) = self.wait.poll(session, now) {
                self.output = Some(output);
            }
        }
        let moved = if reads {
            flow.replies(session, transport)
        } else {
            flow.output(session, transport)? || lent
        };
        if let Some(output) = self.finished(flow, now) {
            return Ok(Progress::Ready(output));
        }
        if !moved {
            let moved = self.fill(flow, session, transport, now)?;
            return Ok(if moved { Progress::Moved } else { Progress::Stuck });
        }
        // What was sent may have made room for what is waited for: it is
        // polled again before anything waits.
        if reads && session.wants_write() && session.wants_read() {
            flow.input(session, transport, Some(now))?;
        }
        Ok(Progress::Moved)
    }

    /// Nothing can be written: reads, and waits for it where the transport
    /// does. Whether anything came.
    fn fill(
        &self,
        flow: &mut Flow,
        session: &mut Session,
        transport: &mut impl Transport,
        now: Instant,
    ) -> io::Result<bool> {
        let reads = self.purpose == Purpose::Read;
        let until = self.deadline();
        let has_output = session.wants_write() || flow.is_unflushed();
        if reads || !has_output {
            session.check_room()?;
        }
        if !session.wants_read() {
            if session.is_eof() && !has_output && until.is_none() {
                return Err(endless());
            }
            transport.pause(until)?;
            return Ok(false);
        }
        let until = self.wake(session);
        let mut moved = flow.input(session, transport, until)?;
        if !moved {
            session.check_alive()?;
        }
        if !reads {
            // The peer cannot go on before it is rid of all that it has.
            let mut more = moved;
            for _ in 1..READS {
                more = more
                    && session.wants_read()
                    && flow.input(session, transport, Some(now))?;
                moved |= more;
            }
        }
        Ok(moved)
    }

    /// What it ended with, unless it waits for the stream to be flushed.
    fn finished(&mut self, flow: &Flow, now: Instant) -> Option<W::Output> {
        let held = self.purpose == Purpose::Send
            && flow.is_unflushed()
            && self.deadline().is_none_or(|end| now < end);
        if held { None } else { self.output.take() }
    }
}

/// The sooner of a deadline and the session's own time: when to go on.
#[must_use]
pub fn sooner(deadline: Option<Instant>, session: &Session) -> Option<Instant> {
    [deadline, session.tick_at()].into_iter().flatten().min()
}

fn endless() -> io::Error {
    let why = "the connection is closed, and the wait goes on without a \
               deadline: nothing can end it";
    io::Error::new(io::ErrorKind::UnexpectedEof, why)
}
