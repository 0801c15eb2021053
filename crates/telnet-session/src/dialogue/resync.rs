//! Finding the place again.

use std::task::Poll;
use std::time::Instant;

use bytes::Bytes;

use super::cli::Cli;
use super::error::DialogueError;
use super::run::Run;
use crate::session::Session;
use crate::wait::{Timeouts, Wait};

/// Finds the prompt again, where it is not known what stands: behind a command
/// that did not come to its end, or behind reads and writes by hand.
///
/// It reads what is there, presses Enter, and waits until a prompt stands and
/// nothing follows for half a second. A pager that asks is told to quit. It
/// ends with what came.
#[derive(Debug)]
pub struct Resync {
    run: Run,
}

impl Resync {
    /// Finds the prompt. The timeouts are for all of it.
    #[must_use]
    pub fn new(cli: &Cli, timeouts: impl Into<Timeouts>) -> Self {
        Self { run: Run::new(cli, b"", timeouts).resync() }
    }
}

impl Wait for Resync {
    type Output = Result<Bytes, DialogueError>;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        self.run.poll(session, now).map(|end| {
            let it = end?;
            Ok([&it.before[..], &it.text, &it.prompt].concat().into())
        })
    }

    fn deadline(&self) -> Option<Instant> {
        self.run.deadline()
    }
}
