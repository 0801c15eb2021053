//! A client's part of the dialogue, as one wait.

use std::task::Poll;
use std::time::{Duration, Instant};

use telnet_mio::session::Session;
use telnet_mio::{ReadUntil, Wait};

use super::recipe::{AWAITED, COMMANDS, LOGIN};

/// Longest that anything may take.
const LIMIT: Duration = Duration::from_secs(120);

/// Steps: what is awaited, and what is sent then.
pub(crate) struct Script {
    steps: Vec<(&'static str, Option<&'static str>)>,
    at: usize,
    wait: Option<ReadUntil>,
    to_the_end: bool,
    sent: Option<Instant>,
    /// How long each command took.
    pub(crate) times: Vec<Duration>,
}

impl Script {
    /// From the greeting to the prompt.
    pub(crate) fn login() -> Self {
        let mut steps: Vec<_> =
            LOGIN.iter().map(|(it, answer)| (*it, Some(*answer))).collect();
        steps.push((AWAITED, None));
        Self::new(steps, false)
    }

    /// From behind the first prompt to the end.
    pub(crate) fn commands() -> Self {
        let mut steps = vec![("", Some(COMMANDS[0]))];
        let rest = COMMANDS[1..].iter().map(|it| (AWAITED, Some(*it)));
        steps.extend(rest);
        Self::new(steps, true)
    }

    fn new(
        steps: Vec<(&'static str, Option<&'static str>)>,
        to_the_end: bool,
    ) -> Self {
        let times = Vec::with_capacity(4);
        Self { steps, at: 0, wait: None, to_the_end, sent: None, times }
    }
}

impl Wait for Script {
    type Output = ();

    fn poll(&mut self, session: &mut Session, now: Instant) -> Poll<()> {
        while let Some((awaited, answer)) = self.steps.get(self.at) {
            let wait = self.wait.get_or_insert_with(|| {
                ReadUntil::new(awaited.as_bytes(), LIMIT)
            });
            let Poll::Ready(outcome) = wait.poll(session, now) else {
                return Poll::Pending;
            };
            let _seen = outcome.matched().expect("what is awaited");
            self.wait = None;
            self.at += 1;
            if let Some(sent) = self.sent {
                self.times.push(now - sent);
            }
            if let Some(answer) = answer {
                session.send_line(answer.as_bytes()).expect("room");
                self.sent = Some(now);
            }
        }
        if !self.to_the_end {
            return Poll::Ready(());
        }
        session.consume(usize::MAX);
        if session.is_eof() { Poll::Ready(()) } else { Poll::Pending }
    }

    fn deadline(&self) -> Option<Instant> {
        self.wait.as_ref().and_then(Wait::deadline)
    }
}
