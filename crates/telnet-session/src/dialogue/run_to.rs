//! Running a command whose output is handed on while it comes.

use std::fmt;
use std::io::Write;
use std::sync::Arc;
use std::task::Poll;
use std::time::Instant;

use super::cli::Cli;
use super::error::DialogueError;
use super::reply::Reply;
use super::run::Run;
use crate::session::Session;
use crate::wait::{Timeouts, Wait};

/// Runs a command like [`Run`], and writes its output while it comes, so that
/// it may be of any length: the last lines alone are held back until it is
/// known whether they are the prompt.
///
/// It ends with a [`Reply`] whose `text` and `raw` are empty.
pub struct RunTo<W> {
    run: Run,
    writer: W,
}

impl<W: Write> RunTo<W> {
    /// Runs `line`. The timeouts are for all of it.
    #[must_use]
    pub fn new(
        cli: &Cli,
        line: impl AsRef<[u8]>,
        writer: W,
        timeouts: impl Into<Timeouts>,
    ) -> Self {
        Self { run: Run::new(cli, line, timeouts), writer }
    }
}

impl<W: Write> Wait for RunTo<W> {
    type Output = Result<Reply, DialogueError>;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        let failed = |error| DialogueError::NotWritten(Arc::new(error));
        match self.run.poll(session, now) {
            Poll::Pending => {
                let written = self.run.hand_on(session, &mut self.writer);
                match written {
                    Ok(()) => Poll::Pending,
                    Err(error) => Poll::Ready(Err(failed(error))),
                }
            }
            Poll::Ready(Ok(mut reply)) => {
                let text = std::mem::take(&mut reply.text);
                reply.raw.clear();
                let written = self.writer.write_all(&text);
                Poll::Ready(written.map(|()| reply).map_err(failed))
            }
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
        }
    }

    fn deadline(&self) -> Option<Instant> {
        self.run.deadline()
    }
}

impl<W> fmt::Debug for RunTo<W> {
    /// Shows how far it is, not what was said.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.run.fmt(f)
    }
}
