//! The loop of a wait over a stream that does not wait, step by step.

use std::io;
use std::task::Poll;
use std::time::Instant;

use telnet_session::{Session, Wait};

use crate::{Flow, Transport};

/// What a wait is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Purpose {
    /// Input. That output fails does not end it.
    Read,
    /// Handing data over. Input is read only where output is stuck, so that a
    /// peer which is stuck itself can go on.
    Queue,
    /// The same, until the stream is flushed.
    Send,
}

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there is no fourth way")]
pub enum Progress<T> {
    /// The wait is over.
    Ready(T),
    /// Something has moved: go on, now or soon.
    Moved,
    /// Nothing can move. Go on when the stream is ready, or at
    /// [`Drive::deadline`].
    Stuck,
}

/// A wait under way.
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

    /// When to go on at the latest.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        self.wait.deadline()
    }

    /// Polls the wait, writes, and reads.
    ///
    /// # Errors
    /// Those of the stream; `QuotaExceeded` if the wait can never end because
    /// a cap is reached.
    pub fn step(
        &mut self,
        flow: &mut Flow,
        session: &mut Session,
        transport: &mut impl Transport,
        now: Instant,
    ) -> io::Result<Progress<W::Output>> {
        let reads = self.purpose == Purpose::Read;
        if self.output.is_none() {
            if let Poll::Ready(output) = self.wait.poll(session, now) {
                self.output = Some(output);
            }
        }
        let mut moved = if reads {
            flow.replies(session, transport)
        } else {
            flow.output(session, transport)?
        };
        if let Some(output) = self.finished(flow, now) {
            return Ok(Progress::Ready(output));
        }
        if !moved {
            session.check_room()?;
        }
        if session.wants_read() && (reads || !moved) {
            moved |= flow.input(session, transport)?;
        }
        Ok(if moved { Progress::Moved } else { Progress::Stuck })
    }

    /// What it ended with, unless it waits for the stream to be flushed.
    fn finished(&mut self, flow: &Flow, now: Instant) -> Option<W::Output> {
        let held = self.purpose == Purpose::Send
            && flow.is_unflushed()
            && self.deadline().is_none_or(|end| now < end);
        if held { None } else { self.output.take() }
    }
}
