//! A command that runs.

use std::fmt;
use std::task::Poll;
use std::time::{Duration, Instant};

use bytes::Bytes;

use super::answers::Answers;
use super::cli::Cli;
use super::error::DialogueError;
use super::failure::Failure;
use super::heard::Heard;
use super::reply::{Reply, is_line};
use super::secret::Secret;
use super::sent::{End, Sent};
use super::silence::{LONG, LONGEST, Silence};
use super::standing::{Known, Standing};
use super::talk::Talk;
use super::turn::{Credential, Turn, asked, asked_credential, press};
use crate::expect::Expect;
use crate::session::Session;
use crate::wait::QUIET;
use crate::wait::Timeouts;

/// A command that runs, or is to.
pub(super) struct Running {
    pub(super) cli: Cli,
    pub(super) timeouts: Timeouts,
    pub(super) talk: Talk,
    pub(super) answers: Answers,
    /// What came before the line is sent, and how often that was looked for.
    pub(super) before: Vec<u8>,
    pub(super) looks: u16,
    /// It is to find the prompt, whatever comes before.
    pub(super) is_resync: bool,
    /// Once the line was sent.
    pub(super) sent: Option<Sent>,
}

/// So often is looked for what came before, with a host that never stops.
const LOOKS: u16 = 1024;

/// Behind the question of a pager there may be so many lines of a log.
const LOGGED: usize = 4;

impl Running {
    pub(super) fn new(cli: &Cli, timeouts: Timeouts) -> Self {
        Self {
            cli: cli.clone(),
            timeouts,
            talk: Talk::new(timeouts),
            answers: Answers::default(),
            before: Vec::new(),
            looks: 0,
            is_resync: false,
            sent: None,
        }
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        self.talk.deadline()
    }

    pub(super) fn poll(
        &mut self,
        line: &Bytes,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Result<Reply, DialogueError>> {
        if self.sent.is_none() {
            if let Err(error) = self.begin(line, session, now) {
                return Poll::Ready(Err(error));
            }
            // Behind the end of the stream nothing more comes that this could
            // be polled for.
            if !session.is_eof() {
                return Poll::Pending;
            }
        }
        let Some(mut sent) = self.sent.take() else { return Poll::Pending };
        match self.step(&mut sent, session, now) {
            Ok(None) => {
                self.sent = Some(sent);
                Poll::Pending
            }
            Ok(Some(end)) => Poll::Ready(self.end(sent, end, session)),
            Err(why) => Poll::Ready(Err(self.fail(sent, why, session))),
        }
    }

    /// Sends the line, once what is there already is read.
    fn begin(
        &mut self,
        line: &Bytes,
        session: &mut Session,
        now: Instant,
    ) -> Result<(), DialogueError> {
        if !is_line(line) {
            let what = "the command";
            return Err(DialogueError::LineEnd { what });
        }
        if self.clear(session, now) {
            self.sent = Some(self.start(line, session, now)?);
        }
        Ok(())
    }

    /// Reads what is there already: it is not the reply. Whether that is all.
    fn clear(&mut self, session: &mut Session, now: Instant) -> bool {
        if !self.talk.has_begun() {
            self.talk.begin(session);
        }
        if let Some(from) = self.talk.poll(session, now) {
            self.talk.show(session, from, &mut self.before);
        }
        self.looks += 1;
        let is_clear = self.talk.has_looked() || self.looks > LOOKS;
        if !is_clear {
            self.talk.look_again(now);
        }
        is_clear || session.is_eof()
    }

    /// Sends the line.
    fn start(
        &mut self,
        line: &Bytes,
        session: &mut Session,
        now: Instant,
    ) -> Result<Sent, DialogueError> {
        session.send_line(line)?;
        self.talk.sent(now);
        let from = self.talk.seen();
        let before = std::mem::take(&mut self.before);
        let heard = Heard::new(line, &self.talk.line(), before);
        let marker = self.cli.marker();
        let marker =
            marker.map(|set| Expect::new(set, self.timeouts).from(from.text()));
        let console = session.console();
        Ok(Sent {
            heard,
            from,
            has_come: false,
            prompt: console.prompt().to_vec(),
            prompts: console.prompts().to_vec(),
            echoes: console.echoes(),
            is_lost: console.begin_line(),
            marker,
            secret: None,
            head: Vec::new(),
        })
    }

    fn step(
        &mut self,
        sent: &mut Sent,
        session: &mut Session,
        now: Instant,
    ) -> Result<Option<End>, Failure> {
        let came = self.talk.poll(session, now);
        if let Some(from) = came {
            sent.has_come = true;
            for text in session.inbox().all_from(from, self.talk.seen().text())
            {
                let (heard, host) = sent.parts(&self.cli, session);
                let rest = if heard.has_echo() {
                    self.talk.show_rest(&self.cli, text, &mut heard.text)
                } else {
                    text
                };
                heard.take(&mut self.talk.screen, rest, &host);
            }
            if let Some(prompt) = sent.heard.prompt.take() {
                sent.prompt = prompt;
            }
            if self.talk.screen.line_len() > 0 {
                self.talk.look_again(now);
            }
        }
        if let Some(end) = sent.find_marker(session, now) {
            return Ok(Some(end));
        }
        let is_searching = session.is_searching();
        if is_searching {
            // The marker may stand in what was not searched yet.
            self.talk.look_again(now);
        } else if came.is_none() || self.talk.is_end(session) {
            if let Some(standing) = self.decide(sent, session, now)? {
                return Ok(Some(End::Prompt(standing)));
            }
        }
        let max_unread = session.config().max_unread;
        if !is_searching && session.unread().len() >= max_unread {
            return Err(Failure::TooLong);
        }
        let over = if is_searching {
            self.talk.is_late(now)
        } else {
            self.talk.is_over(session, now)
        };
        over.map_or(Ok(None), |cause| Err(Failure::Missed(cause)))
    }

    // ---- what the line is that stands ----

    /// No more is there to be read: the prompt, if it stands, and answers to
    /// what is asked.
    fn decide(
        &mut self,
        sent: &mut Sent,
        session: &mut Session,
        now: Instant,
    ) -> Result<Option<Standing>, Failure> {
        let line = self.talk.line();
        if !sent.has_come {
            return Ok(None);
        }
        if line.trim_ascii().is_empty() {
            self.answer_behind_a_log(sent, session, now)?;
            return Ok(None);
        }
        let known = Known {
            cli: &self.cli,
            prompt: &sent.prompt,
            prompts: &sent.prompts,
            before: &sent.heard.text,
            is_whole: self.talk.is_whole(),
        };
        // Nothing but a blank of the prompt may have come.
        let is_base = sent.heard.is_base(&line);
        let least = match self.is_resync {
            _ if is_base => Silence::Longest,
            true => Silence::Long,
            // It may be that of the command before: a shell echoes behind it
            // again what was typed while that one ran.
            false if sent.is_lost => Silence::Usual,
            false => Silence::None,
        };
        let later =
            |it: Standing| Standing { silence: it.silence.max(least), ..it };
        if let Some(standing) = known.same(&line).map(later) {
            let silence = sent.silence(standing.silence, session);
            let is_it = self.talk.is_silent(silence, session, now);
            return Ok(is_it.then_some(standing));
        }
        let other = known.other(&line).map(later);
        let said = sent.heard.text.len();
        if self.talk.goes_on(&self.cli, said, &line) {
            return Ok(None);
        }
        let new = self.talk.behind_answer(said, &line);
        let shown = line.get(new..).unwrap_or_default();
        if !shown.trim_ascii().is_empty()
            && self.answer(sent, new, shown, session, now)?
        {
            return Ok(None);
        }
        if sent.marker.is_some() {
            return Ok(None);
        }
        if other.is_none() {
            self.answer_behind_a_log(sent, session, now)?;
        }
        Ok(other.filter(|standing| {
            let silence = sent.silence(standing.silence, session);
            self.talk.is_silent(silence, session, now)
        }))
    }

    /// Answers a pager that has asked before the host wrote lines of a log
    /// behind the question.
    fn answer_behind_a_log(
        &mut self,
        sent: &mut Sent,
        session: &mut Session,
        now: Instant,
    ) -> Result<(), Failure> {
        let heard = &mut sent.heard;
        if !heard.has_echo() || !self.talk.is_silent_for(LONGEST, session, now)
        {
            return Ok(());
        }
        let page = |line: &[u8]| {
            let (from, key) = self.cli.pager(line)?;
            (line.trim_ascii().len() > 1).then(|| (from, key.clone()))
        };
        if let Some(key) = heard.take_end_of_last(LOGGED, page) {
            press(session, &key)?;
            self.talk.sent(now);
        }
        Ok(())
    }

    /// Answers what a line asks; whether it asks something.
    fn answer(
        &mut self,
        sent: &mut Sent,
        from: usize,
        line: &[u8],
        session: &mut Session,
        now: Instant,
    ) -> Result<bool, Failure> {
        let said = sent.heard.text.len();
        let credential = asked_credential(&self.cli, &self.talk, from, line);
        let is_ours = self.answers.password.is_some() || sent.has_secret();
        if credential == Some(Credential::Password) && is_ours {
            if self.talk.is_silent_for(Duration::ZERO, session, now) {
                let password = self.answers.password.take();
                let password = password.ok_or(Failure::Refused)?;
                session.send_secret_line(&password)?;
                let line = self.talk.line();
                sent.secret = Some(Secret::new(&password, &line, said));
                self.talk.has_answered(line, from, said, now);
            }
            return Ok(true);
        }
        if let Some(answer) = self.answers.find(line) {
            if self.talk.is_silent_for(QUIET, session, now) {
                session.send_line(&answer)?;
                self.talk.has_answered(self.talk.line(), from, said, now);
            }
            return Ok(true);
        }
        let asked = asked(&self.cli, &mut self.talk, from, line, session, now);
        let turn = match (asked, credential) {
            (Some(turn), _) if self.is_resync => turn.quitting(),
            (Some(turn), _) => turn,
            // The last words of a host that has gone ask nothing.
            (None, None) if session.is_eof() || !sent.heard.is_word(line) => {
                return Ok(false);
            }
            (None, _) if !self.talk.is_silent_for(LONG, session, now) => {
                Turn::Open
            }
            (None, None) => Turn::Page(0, Bytes::from_static(b" ")),
            (None, Some(_)) => Turn::Asked,
        };
        self.talk.take_turn(turn, from, said, session, now)?;
        Ok(true)
    }
}

impl fmt::Debug for Running {
    /// Shows how far it is, not what was said.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let output = self.sent.as_ref().map(|sent| sent.heard.text.len());
        f.debug_struct("Run")
            .field("sent", &self.sent.is_some())
            .field("output", &output)
            .finish_non_exhaustive()
    }
}
