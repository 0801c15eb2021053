//! Running a command.

use std::fmt;
use std::task::Poll;
use std::time::Instant;

use bytes::{Bytes, BytesMut};
use telnet_proto::encode;

use super::cli::{Cli, PROMPT};
use super::echo::{Echo, find_echo};
use super::error::DialogueError;
use super::pager::find_erasure;
use super::render::render;
use crate::wait::Patience;
use crate::{Expect, Match, NoMatch, Session, Timeouts, Wait};

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
    timeouts: Timeouts,
    stage: Stage,
    patience: Patience,
    expect: Option<Expect>,
    output: BytesMut,
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
            timeouts,
            stage: Stage::Send,
            patience: Patience::new(timeouts),
            expect: None,
            output: BytesMut::new(),
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
        let text = session.unread();
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
        session.consume(skipped);
        self.stage = Stage::Output;
        Ok(true)
    }

    /// Keeps output.
    fn push(
        &mut self,
        session: &Session,
        text: &[u8],
    ) -> Result<(), DialogueError> {
        let max = session.config().max_unread;
        if self.output.len() + text.len() > max {
            return Err(DialogueError::TooLong { max });
        }
        self.output.extend_from_slice(text);
        Ok(())
    }

    /// Something that is known has come: the reply, if it was the prompt.
    fn on_match(
        &mut self,
        session: &mut Session,
        it: &Match,
    ) -> Result<Option<Reply>, DialogueError> {
        if it.index() == PROMPT {
            self.push(session, it.before())?;
            let text = render(&self.output);
            let prompt = it.text().slice_ref(it.matched());
            return Ok(Some(Reply { text: text.into(), prompt }));
        }
        self.push(session, it.before())?;
        // What follows is written over the question.
        self.push(session, &vec![b' '; it.matched().len()])?;
        self.push(session, b"\r")?;
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
            let timeouts = self.timeouts;
            let set = self.cli.run();
            let expect =
                self.expect.get_or_insert_with(|| Expect::new(set, timeouts));
            let Poll::Ready(outcome) = expect.poll(session, now) else {
                return Ok(None);
            };
            self.expect = None;
            let it = outcome.matched().map_err(|miss| self.miss(miss))?;
            if let Some(reply) = self.on_match(session, &it)? {
                return Ok(Some(reply));
            }
        }
        let Some(cause) = self.patience.is_over(now) else { return Ok(None) };
        let expected = Some(self.cli.run().clone());
        let miss = NoMatch::new(session.text_of_miss(), cause, expected);
        Err(self.miss(miss))
    }

    fn miss(&mut self, miss: NoMatch) -> DialogueError {
        let said = std::mem::take(&mut self.output).freeze();
        DialogueError::NoMatch { said, miss }
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
        self.timeouts = self.timeouts.starting(now);
        match self.step(session, now) {
            Ok(Some(reply)) => Poll::Ready(Ok(reply)),
            Ok(None) => Poll::Pending,
            Err(error) => Poll::Ready(Err(error)),
        }
    }

    fn deadline(&self) -> Option<Instant> {
        match &self.expect {
            Some(expect) => expect.deadline(),
            None => self.patience.deadline(),
        }
    }
}

impl fmt::Debug for Run {
    /// Shows how far it is, not what was said.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Run")
            .field("stage", &self.stage)
            .field("output", &self.output.len())
            .finish_non_exhaustive()
    }
}
