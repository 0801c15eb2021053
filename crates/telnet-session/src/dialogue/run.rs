//! Running a command.

use std::fmt;
use std::io::{self, Write};
use std::task::Poll;
use std::time::Instant;

use bytes::Bytes;

use super::cli::Cli;
use super::error::DialogueError;
use super::reply::Reply;
use super::running::Running;
use crate::session::Session;
use crate::wait::{Timeouts, Wait};
use stream_expect::{Pattern, PatternError};

/// Runs a command: sends a line and waits for the prompt, turning the pages
/// of a pager.
///
/// ```text
///   line ──▶ its echo ──▶ output ──▶ pager ──▶ its key ──▶ output ...
///                            ├──▶ question ──▶ its answer ──▶ output ...
///                            └──▶ prompt: done
/// ```
///
/// It ends with a [`Reply`]. Everything is compared with lines as a terminal
/// shows them, whatever [`Config::strip_ansi`](crate::Config::strip_ansi)
/// says:
///
/// * **The echo** is the line that ends with the command, behind the prompt:
///   also where it was wrapped, scrolled, drawn again, came late or in pieces.
///   Where the host echoes (WILL ECHO) it is the first line that ends, even
///   if the host has completed it. What came before is
///   [`Reply::before`](Reply).
/// * **The prompt** is the line that stands when nothing more comes. One that
///   stood before counts at once behind an echo. All others wait for a
///   silence: at most 100 ms for one of the same host, one that was named, or
///   the first one; 500 ms where it ends a line of the output, or where the
///   host's name has changed; 1 s where it looks like another host's. The
///   peer's marks (GA, EOR) count at once. [`Timeouts::quiet`] rules instead
///   where it is set: set it for a host that pauses behind lines of its
///   output which are equal to its prompt.
/// * **A question** is one at the end of what came.
///
/// Should the host go on behind a line that was taken for its prompt, nothing
/// is lost: it is in [`Reply::before`](Reply) of the next command.
pub struct Run {
    line: Bytes,
    running: Running,
}

impl Run {
    /// Runs `line`. The timeouts are for all of it.
    #[must_use]
    pub fn new(
        cli: &Cli,
        line: impl AsRef<[u8]>,
        timeouts: impl Into<Timeouts>,
    ) -> Self {
        let timeouts = timeouts.into();
        let line = Bytes::copy_from_slice(line.as_ref());
        Self { line, running: Running::new(cli, timeouts) }
    }

    /// Runs `enable`, or what the host has in its place
    /// ([`CliPatterns::enable`](crate::CliPatterns)), and answers its question
    /// for a password. A host that asks once more has refused it.
    #[must_use]
    pub fn enable(
        cli: &Cli,
        password: impl AsRef<[u8]>,
        timeouts: impl Into<Timeouts>,
    ) -> Self {
        let mut run = Self::new(cli, &cli.patterns().enable, timeouts);
        let password = Bytes::copy_from_slice(password.as_ref());
        run.running.answers.password = Some(password);
        run
    }

    /// Finds the prompt: see [`Resync`](crate::dialogue::Resync).
    pub(super) fn resync(mut self) -> Self {
        self.running.is_resync = true;
        self
    }

    /// Hands on what is known to be output.
    pub(super) fn hand_on(
        &mut self,
        session: &mut Session,
        writer: &mut dyn Write,
    ) -> io::Result<()> {
        self.running.hand_on(session, writer)
    }

    /// Answers by a line, in this call, when a line stands in which `asked`
    /// matches. The answers of a call come before those of its [`Cli`].
    ///
    /// # Errors
    /// [`PatternError`] if the pattern is too large.
    pub fn answer(
        mut self,
        asked: &Pattern,
        answer: impl AsRef<[u8]>,
    ) -> Result<Self, PatternError> {
        self.running.answers.add(asked, answer.as_ref())?;
        Ok(self)
    }
}

impl Wait for Run {
    type Output = Result<Reply, DialogueError>;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        self.running.poll(&self.line, session, now)
    }

    fn deadline(&self) -> Option<Instant> {
        self.running.deadline()
    }
}

impl fmt::Debug for Run {
    /// Shows how far it is, not what was said.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.running.fmt(f)
    }
}
