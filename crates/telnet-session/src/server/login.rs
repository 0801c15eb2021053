//! Asking a user who it is.

use std::fmt;
use std::io;
use std::task::Poll;
use std::time::{Duration, Instant};

use bytes::Bytes;

use super::read_line::ReadLine;
use crate::editor::Entry;
use crate::session::Session;
use crate::wait::{Timeouts, Wait};

/// How users log in.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoginRules {
    /// How often a user may try. Default 3.
    pub attempts: u32,
    /// How long a user waits for the refusal. Default 2 s.
    pub delay: Duration,
    /// What asks for the name. Default `login: `.
    pub user_prompt: Bytes,
    /// What asks for the password. Default `Password: `.
    pub password_prompt: Bytes,
    /// The line that refuses. It should not say what was wrong. Default
    /// `Login incorrect`.
    pub refusal: Bytes,
}

impl Default for LoginRules {
    fn default() -> Self {
        Self::new()
    }
}

impl LoginRules {
    /// The rules of a Unix host.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            attempts: 3,
            delay: Duration::from_secs(2),
            user_prompt: Bytes::from_static(b"login: "),
            password_prompt: Bytes::from_static(b"Password: "),
            refusal: Bytes::from_static(b"Login incorrect"),
        }
    }

    /// How often a user may try.
    #[must_use]
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// How long a user waits for the refusal.
    #[must_use]
    pub const fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// What asks for the name, and what for the password.
    #[must_use]
    pub fn prompts(
        mut self,
        user: impl Into<Bytes>,
        password: impl Into<Bytes>,
    ) -> Self {
        self.user_prompt = user.into();
        self.password_prompt = password.into();
        self
    }
}

/// Who a user says it is. Octets of the peer: believe nothing.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Credentials {
    /// The name. Never empty.
    pub user: Bytes,
    /// The password. Compare it in constant time, and keep only a hash of it that
    /// is made for passwords.
    pub password: Bytes,
}

impl fmt::Debug for Credentials {
    /// The password is not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let user = self.user.escape_ascii().to_string();
        f.debug_struct("Credentials")
            .field("user", &user)
            .finish_non_exhaustive()
    }
}

/// Asks a user for name and password, once: it ends with them, and it is for the
/// caller to check them, for as long as that takes.
///
/// If they are wrong, the caller asks again, with the number of the attempt one
/// higher: then the user is refused first, after
/// [`LoginRules::delay`]. At the last one it ends with `None`, as it does where
/// the user leaves by `^D`. `^C` begins anew.
///
/// [`Admit`] does all of it where the check is a function that does not wait.
///
/// Its errors are those of [`ReadLine`].
#[derive(Clone, Debug)]
pub struct AskLogin {
    rules: LoginRules,
    attempt: u32,
    timeouts: Timeouts,
    has_begun: bool,
    stage: Stage,
}

#[derive(Clone, Debug)]
enum Stage {
    /// Nothing is asked before this time, and then the user is refused.
    Refusal(Option<Instant>),
    User(ReadLine),
    Password(Bytes, ReadLine),
}

impl AskLogin {
    /// Asks for the attempt of this number, from 0 on. The timeouts are for all of
    /// it.
    #[must_use]
    pub fn new(
        rules: &LoginRules,
        attempt: u32,
        timeouts: impl Into<Timeouts>,
    ) -> Self {
        Self {
            rules: rules.clone(),
            attempt,
            timeouts: timeouts.into(),
            has_begun: false,
            stage: Stage::Refusal(None),
        }
    }

    fn begin(&mut self, now: Instant) {
        self.timeouts = self.timeouts.starting(now);
        self.has_begun = true;
        self.stage = if self.attempt == 0 {
            self.ask_user()
        } else {
            Stage::Refusal(now.checked_add(self.rules.delay))
        };
    }

    fn ask_user(&self) -> Stage {
        let line = ReadLine::new(&self.rules.user_prompt, self.timeouts);
        Stage::User(line.without_history())
    }

    fn ask_password(&self, user: Bytes) -> Stage {
        let prompt = &self.rules.password_prompt;
        Stage::Password(user, ReadLine::secret(prompt, self.timeouts))
    }

    /// Goes on as far as what has come allows.
    fn step(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<io::Result<Option<Credentials>>> {
        loop {
            let next = match &mut self.stage {
                Stage::Refusal(until) => {
                    if until.is_some_and(|it| now < it) && !session.is_eof() {
                        return Poll::Pending;
                    }
                    let refusal = &self.rules.refusal;
                    if let Err(error) = session.send_line(refusal) {
                        if session.wants_write() {
                            return Poll::Pending;
                        }
                        return Poll::Ready(Err(error.into()));
                    }
                    if self.attempt >= self.rules.attempts {
                        return Poll::Ready(Ok(None));
                    }
                    self.ask_user()
                }
                Stage::User(line) => {
                    let entry = std::task::ready!(line.poll(session, now))?;
                    if entry == Entry::End {
                        return Poll::Ready(Ok(None));
                    }
                    let user = entry.into_line().filter(|it| !it.is_empty());
                    user.map_or_else(
                        || self.ask_user(),
                        |it| self.ask_password(it),
                    )
                }
                Stage::Password(user, line) => {
                    let entry = std::task::ready!(line.poll(session, now))?;
                    if entry == Entry::End {
                        return Poll::Ready(Ok(None));
                    }
                    if let Some(password) = entry.into_line() {
                        let user = std::mem::take(user);
                        let who = Credentials { user, password };
                        return Poll::Ready(Ok(Some(who)));
                    }
                    self.ask_user()
                }
            };
            self.stage = next;
        }
    }
}

impl Wait for AskLogin {
    type Output = io::Result<Option<Credentials>>;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        session.tick(now);
        if !self.has_begun {
            self.begin(now);
        }
        self.step(session, now)
    }

    fn deadline(&self) -> Option<Instant> {
        match &self.stage {
            Stage::Refusal(until) => *until,
            Stage::User(line) | Stage::Password(_, line) => line.deadline(),
        }
    }
}

/// Has a user log in: asks for name and password until a function says that they
/// are right, as often as [`LoginRules::attempts`] says. It ends with the name,
/// or with `None` where the user has failed or left. See [`AskLogin`].
pub struct Admit<F> {
    check: F,
    asks: AskLogin,
}

impl<F> Admit<F>
where
    F: FnMut(&Credentials) -> bool,
{
    /// The timeouts are for all of it. The function must not wait: where it does,
    /// [`AskLogin`] is for that.
    #[must_use]
    pub fn new(
        rules: &LoginRules,
        check: F,
        timeouts: impl Into<Timeouts>,
    ) -> Self {
        Self { check, asks: AskLogin::new(rules, 0, timeouts) }
    }
}

impl<F> Wait for Admit<F>
where
    F: FnMut(&Credentials) -> bool,
{
    type Output = io::Result<Option<Bytes>>;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        loop {
            let Some(who) = std::task::ready!(self.asks.poll(session, now))?
            else {
                return Poll::Ready(Ok(None));
            };
            if (self.check)(&who) {
                return Poll::Ready(Ok(Some(who.user)));
            }
            let attempt = self.asks.attempt.saturating_add(1);
            let (rules, time) = (&self.asks.rules, self.asks.timeouts);
            self.asks = AskLogin::new(rules, attempt, time);
        }
    }

    fn deadline(&self) -> Option<Instant> {
        self.asks.deadline()
    }
}

impl<F> fmt::Debug for Admit<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Admit")
            .field("asks", &self.asks)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_not_shown() {
        let user = Bytes::from_static(b"ada");
        let password = Bytes::from_static(b"secret");
        let shown = format!("{:?}", Credentials { user, password });
        assert!(shown.contains("ada") && !shown.contains("secret"), "{shown}");
    }
}
