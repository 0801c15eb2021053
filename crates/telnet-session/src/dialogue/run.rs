//! Running a command.

use std::fmt;
use std::task::Poll;
use std::time::Instant;

use bytes::Bytes;
use telnet_proto::encode;

use super::cli::{Cli, PROMPT};
use super::echo::{Echo, find_echo};
use super::error::DialogueError;
use super::pager::find_erasure;
use super::render::render;
use super::talk::Talk;
use crate::wait::Patience;
use crate::{Match, NoMatch, Session, Timeouts, Wait};

/// Runs a command: sends a line and waits for the prompt, turning the pages
/// of a pager.
///
/// ```text
///   line ──▶ its echo ──▶ output ──▶ pager ──▶ its answer ──▶ output ...
///                            └──▶ prompt: done
/// ```
///
/// It ends with a [`Reply`]: the output without the echo and the questions of
/// the pager, as it would look on a terminal.
pub struct Run {
    cli: Cli,
    line: Bytes,
    talk: Talk,
    stage: Stage,
    /// For the stages that wait for none of the patterns.
    patience: Patience,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// The line is to be sent.
    Send,
    /// The line may come back.
    Echo,
    /// The pager may take its question away.
    Erasure,
    /// Output, until something that is known comes.
    Output,
}

/// What a command has put out.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Reply {
    /// The output as it looks on a terminal that is wide enough, lines ended
    /// by LF: without the echo of the command, without what was written over
    /// or erased, without escape sequences.
    pub text: Bytes,
    /// The prompt after it, as it came.
    pub prompt: Bytes,
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
        Self {
            cli: cli.clone(),
            line: Bytes::copy_from_slice(line.as_ref()),
            talk: Talk::new(timeouts),
            stage: Stage::Send,
            patience: Patience::new(timeouts),
        }
    }

    /// What can be done before more arrives; whether that is all.
    fn prepare(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Result<bool, DialogueError> {
        if self.stage == Stage::Send {
            session.send_line(&self.line)?;
            self.stage = Stage::Echo;
        }
        self.patience.poll(session, now);
        let text = self.talk.unseen(session);
        let skipped = match self.stage {
            Stage::Echo => match find_echo(text, &self.line) {
                Echo::Whole(n) => Some(n),
                Echo::No => Some(0),
                // What stays like this is no echo.
                Echo::Partial => {
                    let some = !text.is_empty();
                    self.patience.is_quiet(some, now).then_some(0)
                }
            },
            Stage::Erasure => find_erasure(text),
            Stage::Send | Stage::Output => return Ok(true),
        };
        let skipped = skipped.or_else(|| session.is_eof().then_some(0));
        let Some(skipped) = skipped else { return Ok(false) };
        self.talk.see(session, skipped);
        self.stage = Stage::Output;
        Ok(true)
    }

    /// Something that is known has come: the reply, if it was the prompt.
    fn on_match(
        &mut self,
        session: &mut Session,
        it: &Match,
    ) -> Result<Option<Reply>, DialogueError> {
        self.talk.keep(session, it.before())?;
        if it.index() == PROMPT {
            let text = render(&self.talk.said);
            let prompt = it.text().slice_ref(it.matched());
            return Ok(Some(Reply { text: text.into(), prompt }));
        }
        // What follows is written over the question.
        self.talk.keep(session, &vec![b' '; it.matched().len()])?;
        self.talk.keep(session, b"\r")?;
        let pagers = &self.cli.patterns().pagers;
        if let Some((_, answer)) = pagers.get(it.index() - 1) {
            let wanted = encode::escape(answer).map(<[u8]>::len).sum();
            session.check_output(wanted)?;
            let _all = session.send(answer);
        }
        self.stage = Stage::Erasure;
        Ok(None)
    }

    fn step(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Result<Option<Reply>, DialogueError> {
        while self.prepare(session, now)? {
            let set = self.cli.run();
            let Some(it) = self.talk.next(set, session, now)? else {
                return Ok(None);
            };
            if let Some(reply) = self.on_match(session, &it)? {
                return Ok(Some(reply));
            }
        }
        let Some(cause) = self.patience.is_over(now) else { return Ok(None) };
        let expected = Some(self.cli.run().clone());
        let text = Bytes::copy_from_slice(self.talk.unseen(session));
        let miss = NoMatch::new(text, cause, expected);
        Err(self.talk.miss(miss))
    }
}

impl Wait for Run {
    type Output = Result<Reply, DialogueError>;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        session.tick(now);
        self.talk.poll(now);
        let Some(end) = self.step(session, now).transpose() else {
            return Poll::Pending;
        };
        self.talk.end(session);
        Poll::Ready(end)
    }

    fn deadline(&self) -> Option<Instant> {
        let waiting = self.talk.deadline();
        waiting.unwrap_or_else(|| self.patience.deadline())
    }
}

impl fmt::Debug for Run {
    /// Shows how far it is, not what was said.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Run")
            .field("stage", &self.stage)
            .field("output", &self.talk.said.len())
            .finish_non_exhaustive()
    }
}
