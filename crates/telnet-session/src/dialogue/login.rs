//! Logging in.

use std::fmt;
use std::task::Poll;
use std::time::Instant;

use bytes::Bytes;

use super::cli::{Cli, PASSWORD, PROMPT, USER};
use super::error::DialogueError;
use super::talk::Talk;
use crate::{Match, Session, Timeouts, Wait};

/// Logs in: waits for the host's questions, answers them, and waits for the
/// prompt.
///
/// ```text
///   user_prompt ──▶ name ──▶ password_prompt ──▶ password ──▶ prompt: done
///                                                    └──▶ refusal, or a
///                                                  question again: Refused
/// ```
///
/// A host that asks for one of the two, or for none, is fine. The questions
/// count where the text ends with them, so `Last login: ` in a greeting is
/// none. It ends with what the host said meanwhile, through the prompt. A
/// prompt that was consumed before is not waited for again.
///
/// **Both go over the wire as they are**: Telnet is plaintext.
pub struct Login {
    cli: Cli,
    user: Bytes,
    password: Bytes,
    talk: Talk,
    /// What was asked for and answered.
    answered: Answered,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
enum Answered {
    Nothing,
    User,
    Password,
}

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
            answered: Answered::Nothing,
        }
    }

    /// The host has said something that is known. Whether that is the end.
    fn on_match(
        &mut self,
        session: &mut Session,
        it: &Match,
    ) -> Result<bool, DialogueError> {
        let (answer, then) = match it.index() {
            PROMPT => return Ok(true),
            USER if self.answered < Answered::User => {
                (&self.user, Answered::User)
            }
            PASSWORD if self.answered < Answered::Password => {
                (&self.password, Answered::Password)
            }
            _ => {
                return Err(DialogueError::Refused { said: it.text().clone() });
            }
        };
        if then == Answered::Password {
            session.send_secret_line(answer)?;
        } else {
            session.send_line(answer)?;
        }
        self.answered = then;
        Ok(false)
    }

    /// Goes on as far as what has come allows. What was said, at the end.
    fn step(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Result<Option<Bytes>, DialogueError> {
        loop {
            let set = if self.answered == Answered::Nothing {
                self.cli.login()
            } else {
                self.cli.logged_in()
            };
            let Some(it) = self.talk.next(set, session, now)? else {
                return Ok(None);
            };
            self.talk.keep(session, it.text())?;
            if self.on_match(session, &it)? {
                let said = std::mem::take(&mut self.talk.said);
                return Ok(Some(said.freeze()));
            }
        }
    }
}

impl Wait for Login {
    type Output = Result<Bytes, DialogueError>;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        self.talk.poll(now);
        let Some(end) = self.step(session, now).transpose() else {
            return Poll::Pending;
        };
        self.talk.end(session);
        Poll::Ready(end)
    }

    fn deadline(&self) -> Option<Instant> {
        self.talk.deadline().flatten()
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
