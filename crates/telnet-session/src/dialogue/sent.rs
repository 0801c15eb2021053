//! A line that was sent.

use std::task::Poll;
use std::time::Instant;

use super::cli::Cli;
use super::echo::Host;
use super::heard::Heard;
use super::secret::Secret;
use super::silence::Silence;
use super::standing::Standing;
use crate::expect::Expect;
use crate::session::Session;
use crate::text::Place;
use crate::wait::Wait;
use telnet_proto::{Side, TelnetOption};

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
