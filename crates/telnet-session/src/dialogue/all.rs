//! Running commands one after the other.

use std::collections::VecDeque;
use std::fmt;
use std::task::Poll;
use std::time::Instant;

use bytes::Bytes;

use super::cli::Cli;
use super::error::DialogueError;
use super::reply::{Reply, is_line};
use super::run::Run;
use crate::session::Session;
use crate::wait::{Timeouts, Wait};

/// Runs commands one after the other, each when the prompt stands. It ends
/// with one [`Reply`] for each, in order.
///
/// A command that the host refuses does not end it: see
/// [`Reply::refused`](Reply). One that fails does, with
/// [`DialogueError::Stopped`], which has the replies so far.
pub struct RunAll {
    cli: Cli,
    timeouts: Timeouts,
    lines: VecDeque<Line>,
    run: Option<(Run, Line)>,
    replies: Vec<Reply>,
}

struct Line {
    text: Bytes,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// One that was given.
    Given,
    /// The one that begins to configure: without it the others are nothing.
    Begin,
    /// The one that ends that.
    End,
}

impl RunAll {
    /// Runs `lines`. The timeouts are for all of them.
    #[must_use]
    pub fn new<L: AsRef<[u8]>>(
        cli: &Cli,
        lines: impl IntoIterator<Item = L>,
        timeouts: impl Into<Timeouts>,
    ) -> Self {
        let line = |it: L| Line {
            text: Bytes::copy_from_slice(it.as_ref()),
            kind: Kind::Given,
        };
        Self {
            cli: cli.clone(),
            timeouts: timeouts.into(),
            lines: lines.into_iter().map(line).collect(),
            run: None,
            replies: Vec::new(),
        }
    }

    /// The same between the commands that begin and end to configure:
    /// [`CliPatterns::configure`](crate::CliPatterns) and `leave`.
    #[must_use]
    pub fn configure<L: AsRef<[u8]>>(
        cli: &Cli,
        lines: impl IntoIterator<Item = L>,
        timeouts: impl Into<Timeouts>,
    ) -> Self {
        let mut all = Self::new(cli, lines, timeouts);
        let patterns = cli.patterns();
        let line = |text: &Bytes, kind| Line { text: text.clone(), kind };
        if !patterns.configure.is_empty() {
            let begin = line(&patterns.configure, Kind::Begin);
            all.lines.push_front(begin);
        }
        if !patterns.leave.is_empty() {
            all.lines.push_back(line(&patterns.leave, Kind::End));
        }
        all
    }

    fn step(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Result<(), DialogueError>> {
        loop {
            let (run, line) = match &mut self.run {
                Some(run) => run,
                None => {
                    let Some(line) = self.lines.pop_front() else {
                        return Poll::Ready(Ok(()));
                    };
                    let run = Run::new(&self.cli, &line.text, self.timeouts);
                    self.run.insert((run, line))
                }
            };
            let Poll::Ready(end) = run.poll(session, now) else {
                return Poll::Pending;
            };
            let reply = match end {
                Ok(reply) => reply,
                Err(error) => {
                    let line = line.text.clone();
                    let done = std::mem::take(&mut self.replies);
                    let error = Box::new(error);
                    return Poll::Ready(Err(DialogueError::Stopped {
                        line,
                        done,
                        error,
                    }));
                }
            };
            match line.kind {
                Kind::Given => self.replies.push(reply),
                Kind::Begin => {
                    if let Some(line) = reply.refused {
                        let said = reply.text;
                        let error = DialogueError::Rejected { line, said };
                        return Poll::Ready(Err(error));
                    }
                }
                Kind::End => {}
            }
            self.run = None;
        }
    }
}

impl Wait for RunAll {
    type Output = Result<Vec<Reply>, DialogueError>;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        self.timeouts = self.timeouts.starting(now);
        // Before anything is sent.
        let is_first = self.run.is_none();
        if is_first && self.lines.iter().any(|line| !is_line(&line.text)) {
            let what = "a command";
            return Poll::Ready(Err(DialogueError::LineEnd { what }));
        }
        let end = self.step(session, now);
        end.map(|end| end.map(|()| std::mem::take(&mut self.replies)))
    }

    fn deadline(&self) -> Option<Instant> {
        self.run.as_ref().and_then(|(run, _)| run.deadline())
    }
}

impl fmt::Debug for RunAll {
    /// Shows how far it is, not what was said.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RunAll")
            .field("left", &self.lines.len())
            .field("done", &self.replies.len())
            .finish_non_exhaustive()
    }
}
