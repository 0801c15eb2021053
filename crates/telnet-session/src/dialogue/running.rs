//! A command that runs.

use std::fmt;
use std::task::Poll;
use std::time::{Duration, Instant};

use bytes::Bytes;

use super::answers::Answers;
use super::cli::Cli;
use super::echo::Host;
use super::error::DialogueError;
use super::heard::Heard;
use super::reply::{Reply, is_line};
use super::secret::Secret;
use super::silence::{LONG, Silence};
use super::standing::{Known, Standing};
use super::talk::Talk;
use super::turn::{Credential, Turn, asked, asked_credential, press};
use crate::hidden::Place;
use crate::wait::QUIET;
use crate::{
    Cause, Expect, OutputFull, Session, Side, TelnetOption, Timeouts, Wait,
};

/// A command that runs, or is to.
pub(super) struct Running {
    cli: Cli,
    timeouts: Timeouts,
    talk: Talk,
    pub(super) answers: Answers,
    /// What came before the line is sent, and how often that was looked for.
    before: Vec<u8>,
    looks: u16,
    /// Once the line was sent.
    sent: Option<Sent>,
}

/// So often is looked for what came before, with a host that never stops.
const LOOKS: u16 = 1024;

/// A line was sent.
struct Sent {
    heard: Heard,
    /// Where that was.
    from: Place,
    /// The prompt that stood before, and those before it.
    prompt: Vec<u8>,
    prompts: Vec<Vec<u8>>,
    /// Whether the host was seen to echo.
    echoes: Option<bool>,
    /// A dialogue before this one did not come to its end.
    is_lost: bool,
    /// The search for a prompt that counts wherever it comes.
    marker: Option<Expect>,
    /// The line that was answered last, and how long the text was then.
    answered: Option<(usize, Vec<u8>)>,
    secret: Option<Secret>,
}

impl Sent {
    /// What was heard, and what is known of the host.
    fn parts<'a>(
        &'a mut self,
        cli: &'a Cli,
        session: &Session,
    ) -> (&'a mut Heard, Host<'a>) {
        let will_echo = session.is_enabled(Side::Remote, TelnetOption::ECHO);
        let echoes = will_echo || self.echoes == Some(true);
        let host = Host { cli, prompt: &self.prompt, will_echo, echoes };
        (&mut self.heard, host)
    }

    /// How long a silence has to be, given that the echo may be to come.
    fn silence(&self, least: Silence, session: &Session) -> Silence {
        let will_echo = session.is_enabled(Side::Remote, TelnetOption::ECHO);
        match self.heard.has_echo() {
            true => least,
            false if self.echoes.unwrap_or(will_echo) => Silence::Longest,
            false => least.max(Silence::Usual),
        }
    }

    /// What a line asks was answered.
    fn answered(&mut self, line: Vec<u8>) {
        self.answered = Some((self.heard.text.len(), line));
    }

    /// How much of a line was answered already.
    fn behind_answer(&self, line: &[u8]) -> usize {
        let answered = self.answered.as_ref();
        let answered = answered.filter(|it| it.0 == self.heard.text.len());
        let asked = answered.map(|(_, line)| line.trim_ascii_end());
        asked.filter(|it| line.starts_with(it)).map_or(0, <[u8]>::len)
    }

    /// Whether a password was sent.
    const fn has_secret(&self) -> bool {
        self.secret.is_some()
    }

    fn find_marker(&mut self, session: &mut Session, now: Instant) -> Option<End> {
        let Poll::Ready(outcome) = self.marker.as_mut()?.poll(session, now)
        else {
            return None;
        };
        let it = outcome.matched().ok()?;
        Some(End::Marker(it.before().len(), it.text().len()))
    }
}

/// How it ends.
enum End {
    /// The prompt stands.
    Prompt(Standing),
    /// The prompt was found in the text: where it begins and ends.
    Marker(usize, usize),
}

/// What is expected, in words.
const WANTED: &str = "the prompt";

/// Why it ends without a prompt.
enum Failure {
    Missed(Cause),
    Asked(Vec<u8>),
    Refused,
    TooLong,
    NotSent(OutputFull),
}

impl From<OutputFull> for Failure {
    fn from(full: OutputFull) -> Self {
        Self::NotSent(full)
    }
}

impl Running {
    pub(super) fn new(cli: &Cli, timeouts: Timeouts) -> Self {
        Self {
            cli: cli.clone(),
            timeouts,
            talk: Talk::new(timeouts),
            answers: Answers::default(),
            before: Vec::new(),
            looks: 0,
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
        let mut sent = match self.sent.take() {
            Some(sent) => sent,
            None => {
                if !is_line(line) {
                    let what = "the command";
                    return Poll::Ready(Err(DialogueError::LineEnd { what }));
                }
                if !self.clear(session, now) {
                    return Poll::Pending;
                }
                self.sent = Some(match self.start(line, session, now) {
                    Ok(sent) => sent,
                    Err(error) => return Poll::Ready(Err(error)),
                });
                return Poll::Pending;
            }
        };
        match self.step(&mut sent, session, now) {
            Ok(None) => {
                self.sent = Some(sent);
                Poll::Pending
            }
            Ok(Some(end)) => Poll::Ready(self.end(sent, end, session)),
            Err(why) => Poll::Ready(Err(self.fail(sent, why, session))),
        }
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
            marker.map(|set| Expect::new(set, self.timeouts).from(from.text));
        let console = session.console();
        Ok(Sent {
            heard,
            from,
            prompt: console.prompt.clone(),
            prompts: console.prompts.clone(),
            echoes: console.echoes,
            is_lost: std::mem::replace(&mut console.out_of_step, true),
            marker,
            answered: None,
            secret: None,
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
            let (heard, host) = sent.parts(&self.cli, session);
            for text in session.inbox.all_from(from, self.talk.seen().text) {
                heard.take(&mut self.talk.screen, text, &host);
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
        if came.is_none() || session.is_eof() {
            if let Some(standing) = self.decide(sent, session, now)? {
                return Ok(Some(End::Prompt(standing)));
            }
        }
        if session.unread().len() >= session.config().max_unread {
            return Err(Failure::TooLong);
        }
        match self.talk.is_over(session, now) {
            Some(cause) => Err(Failure::Missed(cause)),
            None => Ok(None),
        }
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
        if line.trim_ascii().is_empty() || self.talk.seen() == sent.from {
            return Ok(None);
        }
        let known = Known {
            cli: &self.cli,
            prompt: &sent.prompt,
            prompts: &sent.prompts,
            before: &sent.heard.text,
            is_whole: self.talk.is_whole(),
        };
        let (same, other) = (known.same(&line), known.other(&line));
        // Nothing but a blank of the prompt may have come.
        let is_base = sent.heard.is_base(&line);
        let later = |it: Standing| Standing {
            silence: if is_base { Silence::Longest } else { it.silence },
            ..it
        };
        let (same, other) = (same.map(later), other.map(later));
        if let Some(standing) = same {
            let silence = sent.silence(standing.silence, session);
            let is_it = self.talk.is_silent(silence, session, now);
            return Ok(is_it.then_some(standing));
        }
        let new = sent.behind_answer(&line);
        let shown = line.get(new..).unwrap_or_default();
        if !shown.trim_ascii().is_empty()
            && self.answer(sent, new, shown, session, now)?
        {
            return Ok(None);
        }
        if sent.marker.is_some() {
            return Ok(None);
        }
        Ok(other.filter(|standing| {
            let silence = sent.silence(standing.silence, session);
            self.talk.is_silent(silence, session, now)
        }))
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
        let credential = asked_credential(&self.cli, &self.talk, from, line);
        let is_ours = self.answers.password.is_some() || sent.has_secret();
        if credential == Some(Credential::Password) && is_ours {
            if self.talk.is_silent_for(Duration::ZERO, now) {
                let password = self.answers.password.take();
                let password = password.ok_or(Failure::Refused)?;
                session.send_secret_line(&password)?;
                let (line, from) = (self.talk.line(), sent.heard.text.len());
                sent.secret = Some(Secret::new(&password, &line, from));
                sent.answered(line);
                self.talk.sent(now);
            }
            return Ok(true);
        }
        if let Some(answer) = self.answers.find(line) {
            if self.talk.is_silent_for(QUIET, now) {
                session.send_line(&answer)?;
                sent.answered(self.talk.line());
                self.talk.sent(now);
            }
            return Ok(true);
        }
        let Some(turn) = asked(&self.cli, &mut self.talk, from, line, now)
        else {
            if credential.is_none() {
                return Ok(false);
            }
            if self.talk.is_silent_for(LONG, now) {
                return Err(Failure::Asked(line.to_vec()));
            }
            return Ok(true);
        };
        match turn {
            Turn::Open => return Ok(true),
            Turn::Asked => return Err(Failure::Asked(line.to_vec())),
            Turn::Page(at, key) => {
                press(session, &key)?;
                self.talk.take_question(from + at);
            }
            Turn::Key(key) => press(session, &key)?,
            Turn::Line(it) => session.send_line(&it)?,
        }
        sent.answered(self.talk.line());
        self.talk.sent(now);
        Ok(true)
    }

    // ---- how it ends ----

    fn end(
        &mut self,
        mut sent: Sent,
        end: End,
        session: &mut Session,
    ) -> Result<Reply, DialogueError> {
        let has_echo = sent.heard.has_echo();
        let mut reply = match end {
            End::Prompt(standing) => self.end_at_prompt(&mut sent, &standing),
            End::Marker(start, end) => {
                self.end_at_marker(&mut sent, start, end, session)
            }
        };
        if let Some(secret) = &sent.secret {
            secret.mask(&mut sent.heard.text);
        }
        reply.text = std::mem::take(&mut sent.heard.text).into();
        reply.before = std::mem::take(&mut sent.heard.before).into();
        reply.echo = std::mem::take(&mut sent.heard.echo).into();
        reply.raw = self.talk.end(session, sent.from.text);
        reply.refused = reply.refusal(&self.cli);
        if sent.is_lost && !has_echo {
            let said = [&reply.before[..], &reply.text, &reply.prompt].concat();
            return Err(DialogueError::OutOfStep { said: said.into() });
        }
        let console = session.console();
        console.out_of_step = false;
        console.echoes = Some(has_echo);
        if sent.marker.is_none() {
            console.learn(&sent.prompt);
            console.learn(reply.last_line());
        }
        let refuses = |it: &[u8]| self.cli.refuses(it);
        let mut lines = reply.text.split(|it| *it == b'\n');
        if sent.secret.is_some() && lines.any(refuses) {
            return Err(DialogueError::Refused { said: reply.text });
        }
        Ok(reply)
    }

    fn end_at_prompt(&self, sent: &mut Sent, standing: &Standing) -> Reply {
        let heard = &mut sent.heard;
        let line = self.talk.line();
        let prompt = line.get(standing.prompt.clone()).unwrap_or_default();
        let prompt = if prompt == sent.prompt {
            prompt
        } else {
            with_one_blank(prompt)
        };
        heard.end(&sent.prompt, prompt);
        // A prompt that the cursor left, and that was drawn again.
        let left = self.talk.screen.left().trim_ascii();
        if !left.is_empty() && left == prompt.trim_ascii() {
            heard.drop_last_line(left);
        }
        let mut lines = standing.lines;
        if lines == 0 && heard.last_line().is_some_and(Cli::is_preface) {
            lines = 1;
        }
        let mut whole = heard.take_lines(lines);
        whole.extend_from_slice(prompt);
        let mut shown = Vec::new();
        self.talk.screen.show(&mut shown);
        let rest = line.len() - standing.text;
        shown.truncate(shown.len().saturating_sub(rest));
        heard.text.append(&mut shown);
        Reply { prompt: whole.into(), ..Reply::default() }
    }

    /// The text is read again, up to the prompt in it.
    fn end_at_marker(
        &mut self,
        sent: &mut Sent,
        start: usize,
        end: usize,
        session: &mut Session,
    ) -> Reply {
        let raw = session.unread_from(sent.from.text);
        let prompt = raw.get(start..end).unwrap_or_default().to_vec();
        let place = |n: usize| session.inbox.place(sent.from.text + n as u64);
        let (upto, behind) = (place(start), place(end));
        self.talk.begin(session);
        let mut before = Vec::new();
        let from = self.talk.seen();
        self.talk.see(sent.from);
        self.talk.show(session, from, &mut before);
        let mut heard = sent.heard.again(&self.talk.line(), before);
        let from = sent.from;
        let (_, host) = sent.parts(&self.cli, session);
        for text in session.inbox.all_from(from, upto.text) {
            heard.take(&mut self.talk.screen, text, &host);
        }
        heard.end(&sent.prompt, b"");
        self.talk.screen.show(&mut heard.text);
        self.talk.see(behind);
        self.talk.show(session, upto, &mut Vec::new());
        sent.heard = heard;
        Reply { prompt: prompt.into(), ..Reply::default() }
    }

    fn fail(
        &mut self,
        mut sent: Sent,
        why: Failure,
        session: &mut Session,
    ) -> DialogueError {
        sent.heard.end(&sent.prompt, b"");
        let mut said = std::mem::take(&mut sent.heard.before);
        let from = said.len();
        said.append(&mut sent.heard.text);
        self.talk.screen.show(&mut said);
        if let Some(secret) = sent.secret {
            secret.behind(from).mask(&mut said);
        }
        let _raw = self.talk.end(session, sent.from.text);
        let console = session.console();
        let said = said.into();
        match why {
            Failure::Missed(cause) => {
                DialogueError::Missed { wanted: WANTED, cause, said }
            }
            Failure::Asked(question) => {
                console.out_of_step = false;
                DialogueError::Asked { question: question.into(), said }
            }
            Failure::Refused => DialogueError::Refused { said },
            Failure::TooLong => {
                let max = session.config().max_unread;
                DialogueError::TooLong { max, said }
            }
            Failure::NotSent(full) => full.into(),
        }
    }
}

/// A prompt without more than one blank at its end: where it is drawn again,
/// there are more for a while.
fn with_one_blank(prompt: &[u8]) -> &[u8] {
    let len = prompt.trim_ascii_end().len() + 1;
    prompt.get(..len).unwrap_or(prompt)
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
