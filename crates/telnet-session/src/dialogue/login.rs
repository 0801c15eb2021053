//! Logging in.

use std::fmt;
use std::task::Poll;
use std::time::{Duration, Instant};

use bytes::Bytes;

use super::cli::Cli;
use super::error::DialogueError;
use super::failure::Failure;
use super::prompt::is_sign;
use super::reply::is_line;
use super::secret::Secret;
use super::silence::{LONG, Silence};
use super::standing::{Known, Standing};
use super::talk::Talk;
use super::turn::{Credential, asked, asked_credential};
use crate::outcome::Cause;
use crate::session::Session;
use crate::wait::{Timeouts, Wait};

/// Logs in: waits for the host's questions, answers them, and waits for the
/// prompt.
///
/// ```text
///   user_prompt ──▶ name ──▶ password_prompt ──▶ password ──▶ prompt: done
///                                                    └──▶ refusal, or a
///                                                  question again: Refused
/// ```
///
/// A host that asks for one of the two, or for none, is fine. What is compared
/// is the line that stands when nothing more comes, as a terminal shows it, so
/// `Last login: ` in a greeting is no question; while a question stands, it is
/// no prompt. What pagers ask is answered, and so is `Press any key`; a host
/// that says nothing for a second gets an Enter, twice at most.
///
/// It ends with what the host said meanwhile, as a terminal shows it, through
/// the prompt. That prompt is known from then on: see [`Run`](crate::dialogue::Run).
///
/// **Both go over the wire as they are**: Telnet is plaintext.
pub struct Login {
    cli: Cli,
    user: Bytes,
    password: Bytes,
    talk: Talk,
    /// What the host said: the lines that have ended.
    said: Vec<u8>,
    /// What was asked for and answered.
    answered: Step,
    secret: Option<Secret>,
    /// How often Enter was pressed to wake the host.
    woken: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
enum Step {
    Nothing,
    User,
    Password,
}

/// A host that has said nothing for so long gets an Enter.
const WAKE: Duration = Duration::from_secs(1);

/// So often.
const WAKES: u32 = 2;

impl Login {
    /// Logs in as `user`. The timeouts are for all of it.
    #[must_use]
    pub fn new(
        cli: &Cli,
        user: impl AsRef<[u8]>,
        password: impl AsRef<[u8]>,
        timeouts: impl Into<Timeouts>,
    ) -> Self {
        Self {
            cli: cli.clone(),
            user: Bytes::copy_from_slice(user.as_ref()),
            password: Bytes::copy_from_slice(password.as_ref()),
            talk: Talk::new(timeouts.into()),
            said: Vec::new(),
            answered: Step::Nothing,
            secret: None,
            woken: 0,
        }
    }

    fn begin(&mut self, session: &mut Session) -> Result<(), DialogueError> {
        for (text, what) in
            [(&self.user, "the user's name"), (&self.password, "the password")]
        {
            if !is_line(text) {
                return Err(DialogueError::LineEnd { what });
            }
        }
        self.talk.begin(session);
        Ok(())
    }

    /// Goes on as far as what has come allows; the prompt, at the end.
    fn step(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Result<Option<Standing>, Failure> {
        let came = self.talk.poll(session, now);
        if let Some(from) = came {
            for text in session.inbox().all_from(from, self.talk.seen().text())
            {
                let said = &mut self.said;
                let rest = self.talk.show_rest(&self.cli, text, said);
                self.talk.screen.write(rest, said);
            }
            self.talk.look_again(now);
        }
        if came.is_none() || self.talk.is_end(session) {
            if let Some(standing) = self.decide(session, now)? {
                return Ok(Some(standing));
            }
        }
        if session.unread().len() >= session.config().max_unread {
            return Err(Failure::TooLong);
        }
        match self.talk.is_over(session, now) {
            Some(Cause::Eof) if self.is_refused() => Err(Failure::Refused),
            Some(cause) => Err(Failure::Missed(cause)),
            None => Ok(None),
        }
    }

    /// No more is there to be read: answers what is asked; the prompt, if it
    /// stands.
    fn decide(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Result<Option<Standing>, Failure> {
        let line = self.talk.line();
        if line.trim_ascii().is_empty() {
            self.wake(session, now)?;
            return Ok(None);
        }
        // A host that does not end the line of its question goes on behind
        // the answer.
        if self.talk.goes_on(&self.cli, self.said.len(), &line) {
            return Ok(None);
        }
        let new = self.behind_answer(&line);
        let line = line.get(new..).unwrap_or_default();
        if line.trim_ascii().is_empty()
            || self.answer(new, line, session, now)?
        {
            return Ok(None);
        }
        let found = self.standing(line, session, now);
        Ok(found.map(|it| it.behind(new)))
    }

    /// Answers what a line asks, from an octet of it on; whether it asks
    /// something.
    fn answer(
        &mut self,
        from: usize,
        line: &[u8],
        session: &mut Session,
        now: Instant,
    ) -> Result<bool, Failure> {
        let said = self.said.len();
        if let Some(turn) =
            asked(&self.cli, &mut self.talk, from, line, session, now)
        {
            self.talk.take_turn(turn, from, said, session, now)?;
            return Ok(true);
        }
        let next = match asked_credential(&self.cli, &self.talk, from, line) {
            Some(Credential::User) => Step::User,
            Some(Credential::Password) => Step::Password,
            None => return Ok(false),
        };
        // A question that is new counts at once; one that is asked again may
        // be a line drawn again.
        let is_new = self.answered < next;
        let silence = if is_new { Duration::ZERO } else { LONG };
        if !self.talk.is_silent_for(silence, session, now) {
            return Ok(true);
        }
        if !is_new {
            return Err(Failure::Refused);
        }
        let line = self.talk.line();
        if next == Step::User {
            session.send_line(&self.user)?;
        } else {
            session.send_secret_line(&self.password)?;
            self.secret = Some(Secret::new(&self.password, &line, said));
        }
        self.answered = next;
        self.talk.has_answered(line, from, said, now);
        Ok(true)
    }

    /// Presses Enter where the host says nothing, as a console does until one
    /// is pressed.
    fn wake(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Result<(), Failure> {
        if self.answered == Step::Nothing
            && self.woken < WAKES
            && !session.is_eof()
            && self.talk.is_quiet_for(WAKE, now)
        {
            session.send_line(b"")?;
            self.woken += 1;
            self.talk.sent(now);
        }
        Ok(())
    }

    /// The prompt, if it stands.
    fn standing(
        &mut self,
        line: &[u8],
        session: &Session,
        now: Instant,
    ) -> Option<Standing> {
        let known = Known {
            cli: &self.cli,
            prompt: b"",
            prompts: &[],
            before: &self.said,
            is_whole: self.talk.is_whole(),
        };
        let found = known.other(line).or_else(|| {
            // It looks like none that is known, but it stands there.
            let last = line.trim_ascii_end().last();
            let is_it = self.answered != Step::Nothing
                && !self.cli.has_named()
                && self.talk.is_whole()
                && last.is_some_and(|it| is_sign(*it))
                && !ends_with_percentage(line);
            is_it.then(|| Standing::whole(line, Silence::Longest))
        })?;
        let silence = match found.silence {
            Silence::Usual => Silence::Login,
            // A sign alone: the blank behind it may be to come.
            _ if Cli::is_lone(line) && line.ends_with(b" ") => Silence::Login,
            it @ (Silence::None
            | Silence::Login
            | Silence::Long
            | Silence::Longest) => it,
        };
        self.talk.is_silent(silence, session, now).then_some(found)
    }

    /// How much of a line is the question that was answered last, and the
    /// name that was.
    fn behind_answer(&self, line: &[u8]) -> usize {
        let asked = self.talk.behind_answer(self.said.len(), line);
        if asked == 0 {
            return 0;
        }
        let rest = line.get(asked..).unwrap_or_default();
        let typed = rest.trim_ascii_start();
        let behind = typed.strip_prefix(&self.user[..]).unwrap_or(typed);
        line.len() - behind.len()
    }

    /// Whether the host has said that it refuses the login.
    fn is_refused(&self) -> bool {
        let mut said = self.said.clone();
        self.talk.screen.show(&mut said);
        self.answered != Step::Nothing
            && said.split(|it| *it == b'\n').any(|it| self.cli.refuses(it))
    }

    /// Whether the user's name has come back.
    fn has_echoed(&self) -> bool {
        let mut lines = self.said.split(|it| *it == b'\n');
        let is_echo = |it: &[u8]| {
            let typed = it.trim_ascii_end().strip_suffix(&self.user[..]);
            typed.is_some_and(|before| !before.is_empty())
        };
        !self.user.is_empty() && lines.any(is_echo)
    }

    /// What was said, the line that stands at its end.
    fn take_said(&mut self) -> Bytes {
        let mut said = std::mem::take(&mut self.said);
        self.talk.screen.show(&mut said);
        if let Some(secret) = &self.secret {
            secret.mask(&mut said);
        }
        said.into()
    }

    /// What is expected, in words.
    const fn wanted(&self) -> &'static str {
        match self.answered {
            Step::Nothing => {
                "a question for the user's name or a password, or the prompt"
            }
            Step::User => "a question for a password, or the prompt",
            Step::Password => "the prompt",
        }
    }
}

/// `45%` and `12.5 %`, which are no prompt.
fn ends_with_percentage(line: &[u8]) -> bool {
    let Some(before) = line.trim_ascii_end().strip_suffix(b"%") else {
        return false;
    };
    let word = before.trim_ascii_end().rsplit(|it| *it == b' ').next();
    word.unwrap_or_default().iter().all(|it| !it.is_ascii_alphabetic())
}

impl Wait for Login {
    type Output = Result<Bytes, DialogueError>;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        if !self.talk.has_begun() {
            if let Err(error) = self.begin(session) {
                return Poll::Ready(Err(error));
            }
        }
        let end = match self.step(session, now) {
            Ok(None) => return Poll::Pending,
            Ok(Some(standing)) => {
                let line = self.talk.line();
                let prompt = line.get(standing.prompt).unwrap_or_default();
                let console = session.console();
                console.learn(prompt);
                console.end_line();
                if self.has_echoed() {
                    console.set_echoes(true);
                }
                Ok(self.take_said())
            }
            Err(why) => {
                let said = self.take_said();
                Err(why.error(self.wanted(), said, session))
            }
        };
        let _raw = self.talk.end(session, 0);
        Poll::Ready(end)
    }

    fn deadline(&self) -> Option<Instant> {
        self.talk.deadline()
    }
}

impl fmt::Debug for Login {
    /// Shows neither name nor password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login")
            .field("answered", &self.answered)
            .finish_non_exhaustive()
    }
}
