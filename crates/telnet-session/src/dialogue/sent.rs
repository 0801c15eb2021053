//! A line that was sent.

use std::task::Poll;
use std::time::Instant;

use super::answered::{Answered, Rest};
use super::cli::Cli;
use super::echo::Host;
use super::heard::Heard;
use super::secret::Secret;
use super::silence::Silence;
use super::standing::Standing;
use crate::hidden::Place;
use crate::{Expect, Session, Side, TelnetOption, Wait};

/// How a reply ends.
pub(super) enum End {
    /// The prompt stands.
    Prompt(Standing),
    /// The prompt was found in the text: where it begins and ends.
    Marker(usize, usize),
}

/// A line was sent.
pub(super) struct Sent {
    pub(super) heard: Heard,
    /// Where that was, or up to where the output was handed on.
    pub(super) from: Place,
    /// Whether something has come since.
    pub(super) has_come: bool,
    /// The prompt that stood before, and those before it.
    pub(super) prompt: Vec<u8>,
    pub(super) prompts: Vec<Vec<u8>>,
    /// Whether the host was seen to echo.
    pub(super) echoes: Option<bool>,
    /// A dialogue before this one did not come to its end.
    pub(super) is_lost: bool,
    /// The search for a prompt that counts wherever it comes.
    pub(super) marker: Option<Expect>,
    /// The question that was answered last.
    pub(super) answered: Option<Answered>,
    pub(super) secret: Option<Secret>,
    /// The first lines of the output, if it was handed on.
    pub(super) head: Vec<u8>,
}

impl Sent {
    /// What was heard, and what is known of the host.
    pub(super) fn parts<'a>(
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
    pub(super) fn silence(&self, least: Silence, session: &Session) -> Silence {
        let will_echo = session.is_enabled(Side::Remote, TelnetOption::ECHO);
        match self.heard.has_echo() {
            true => least,
            false if self.echoes.unwrap_or(will_echo) => Silence::Longest,
            false => least.max(Silence::Usual),
        }
    }

    /// What a line asks, from an octet of it on, was answered; it is shown as
    /// `shown` now.
    pub(super) fn answered(
        &mut self,
        line: Vec<u8>,
        from: usize,
        shown: Vec<u8>,
    ) {
        let said = self.heard.text.len();
        self.answered = Some(Answered::new(said, line, from, shown));
    }

    /// How much of a line was answered already.
    pub(super) fn behind_answer(&self, line: &[u8]) -> usize {
        let said = self.heard.text.len();
        self.answered.as_ref().map_or(0, |it| it.behind(said, line))
    }

    /// Whether the line with the question that was answered last still stands.
    pub(super) fn stands_answered(&self) -> bool {
        let said = self.heard.text.len();
        self.answered.as_ref().is_some_and(|it| it.is_at(said))
            && self.heard.has_echo()
    }

    /// The question in a line, if it was answered already and only goes on.
    pub(super) fn goes_on(&self, cli: &Cli, line: &[u8]) -> Option<Rest> {
        let said = self.heard.text.len();
        self.answered.as_ref()?.goes_on(cli, said, line)
    }

    /// Whether a password was sent.
    pub(super) const fn has_secret(&self) -> bool {
        self.secret.is_some()
    }

    pub(super) fn find_marker(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Option<End> {
        let Poll::Ready(outcome) = self.marker.as_mut()?.poll(session, now)
        else {
            return None;
        };
        let it = outcome.matched().ok()?;
        Some(End::Marker(it.before().len(), it.text().len()))
    }
}
