//! The end of a connection, from this side.

use std::io::{self, ErrorKind};
use std::time::{Duration, Instant};

use telnet_session::Session;
use telnet_session::wait::SendItem;

use crate::flow::try_again;
use crate::{Drive, Flow, Progress, Purpose, Transport};

/// How long the peer has to close its side, once it was told that ours is.
const LINGER: Duration = Duration::from_secs(1);

/// A close under way.
///
/// ```text
///   send what is queued ──▶ say that it was all ──▶ read on until the peer
///                                                   closes its side: done
/// ```
///
/// The last step is for what was sent: a socket that is closed while octets
/// from the peer lie unread, or still come, is reset by the system, and then
/// the peer loses what it has not received yet. What is read is kept, as far as
/// there is room. It takes a second at most; a peer that is silent then is left
/// alone, and one that still sends is told of, as `TimedOut`.
#[derive(Debug)]
pub struct Closing {
    deadline: Option<Instant>,
    stage: Stage,
    /// Whether the peer may go on.
    half: bool,
}

#[derive(Debug)]
enum Stage {
    Send {
        /// Whether there was a look at the stream.
        looked: bool,
    },
    Finish,
    Drain {
        until: Instant,
        /// Whether the peer has sent something since.
        heard: bool,
    },
}

impl Closing {
    /// Begins. All of it has until `deadline`, where there is one.
    #[must_use]
    pub const fn new(deadline: Option<Instant>) -> Self {
        let stage = Stage::Send { looked: false };
        Self { deadline, stage, half: false }
    }

    /// Begins the end of this direction alone: once that it was all is said,
    /// it is ready, and reading goes on. `Unsupported` is an error then.
    #[must_use]
    pub const fn half(deadline: Option<Instant>) -> Self {
        Self { half: true, ..Self::new(deadline) }
    }

    /// When to go on at the latest.
    #[must_use]
    pub const fn deadline(&self) -> Option<Instant> {
        match self.stage {
            Stage::Send { .. } | Stage::Finish => self.deadline,
            Stage::Drain { until, .. } => Some(until),
        }
    }

    /// Goes on as far as it can. Ready, the session is closed; what is left of
    /// the stream is the adapter's to close. What it is ready with says whether
    /// all that was sent has been handed over.
    pub fn step(
        &mut self,
        flow: &mut Flow,
        session: &mut Session,
        transport: &mut impl Transport,
        now: Instant,
    ) -> Progress<io::Result<()>> {
        let step = match &mut self.stage {
            Stage::Send { looked } => {
                // The wait is begun anew with each step, and has no end by itself.
                let looked = std::mem::replace(looked, true);
                let over =
                    looked && self.deadline.is_some_and(|end| now >= end);
                let mut wait = SendItem::nothing(self.deadline);
                let mut drive = Drive::new(&mut wait, Purpose::Send);
                let step = drive.step(flow, session, transport, now);
                let is_left = session.wants_write() || flow.is_unflushed();
                match step {
                    Ok(Progress::Ready(Ok(()))) if is_left => Err(untaken()),
                    Ok(Progress::Ready(Ok(()))) => {
                        session.close_output();
                        self.stage = Stage::Finish;
                        Ok(Progress::Moved)
                    }
                    Ok(_) if is_left && over => Err(untaken()),
                    step => step,
                }
            }
            Stage::Finish => self.finish(flow, transport, now),
            Stage::Drain { .. } => self.drain(flow, session, transport, now),
        };
        let ended = match step {
            Ok(Progress::Ready(ended)) => ended,
            Ok(Progress::Moved) => return Progress::Moved,
            Ok(Progress::Stuck) => return Progress::Stuck,
            Err(error) => Err(error),
        };
        if !self.half {
            flow.close(session);
        }
        Progress::Ready(ended)
    }

    fn finish(
        &mut self,
        flow: &Flow,
        transport: &mut impl Transport,
        now: Instant,
    ) -> io::Result<Progress<io::Result<()>>> {
        if let Err(error) = transport.finish() {
            let kind = error.kind();
            let ends = matches!(
                kind,
                ErrorKind::Unsupported | ErrorKind::NotConnected
            );
            if ends && !self.half {
                return Ok(Progress::Ready(Ok(())));
            }
            if try_again(error)? {
                return Ok(Progress::Moved);
            }
            if self.deadline.is_some_and(|end| now >= end) {
                return Err(late("the stream does not close"));
            }
            transport.pause(self.deadline)?;
            return Ok(Progress::Stuck);
        }
        if self.half || !flow.has_sent() {
            return Ok(Progress::Ready(Ok(())));
        }
        let until = now + LINGER;
        let until = self.deadline.map_or(until, |end| until.min(end));
        self.stage = Stage::Drain { until, heard: false };
        Ok(Progress::Moved)
    }

    fn drain(
        &mut self,
        flow: &mut Flow,
        session: &mut Session,
        transport: &mut impl Transport,
        now: Instant,
    ) -> io::Result<Progress<io::Result<()>>> {
        let Stage::Drain { until, heard } = &mut self.stage else {
            return Ok(Progress::Moved);
        };
        if now >= *until {
            return if *heard {
                Err(late("the peer still sends"))
            } else {
                Ok(Progress::Ready(Ok(())))
            };
        }
        match flow.drain(session, transport, Some(*until)) {
            Ok(None) => Ok(Progress::Stuck),
            // That it was reset is as good an end: it had what it wanted.
            Ok(Some(0)) | Err(_) => Ok(Progress::Ready(Ok(()))),
            Ok(Some(_)) => {
                *heard = true;
                Ok(Progress::Moved)
            }
        }
    }
}

fn untaken() -> io::Error {
    late("the stream does not take what is queued")
}

fn late(why: &str) -> io::Error {
    let why = format!(
        "{why}: the connection is closed, and the peer may not have got all \
         that was sent"
    );
    io::Error::new(ErrorKind::TimedOut, why)
}
