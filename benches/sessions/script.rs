//! A client's part of the dialogue, as one wait.

use std::sync::LazyLock;
use std::task::Poll;
use std::time::{Duration, Instant};

use telnet_mio::expect::Expect;
use telnet_mio::session::Session;
use telnet_mio::{Pattern, PatternSet, Wait};

use super::recipe::{AWAITED, COMMANDS, LOGIN};

/// Longest that anything may take.
const LIMIT: Duration = Duration::from_secs(120);

type Step = (Option<&'static PatternSet>, Option<&'static str>);

/// What is awaited and what is sent then, for all clients.
static TO_THE_PROMPT: LazyLock<Vec<Step>> = LazyLock::new(|| {
    let mut steps: Vec<Step> = LOGIN
        .iter()
        .map(|(awaited, answer)| (Some(set(awaited)), Some(*answer)))
        .collect();
    steps.push((Some(set(AWAITED)), None));
    steps
});

static TO_THE_END: LazyLock<Vec<Step>> = LazyLock::new(|| {
    let prompt = set(AWAITED);
    let mut steps: Vec<Step> = vec![(None, Some(COMMANDS[0]))];
    steps.extend(COMMANDS[1..].iter().map(|it| (Some(prompt), Some(*it))));
    steps
});

/// One for the whole program.
fn set(text: &str) -> &'static PatternSet {
    let set = PatternSet::new([Pattern::literal(text)]).expect("a text");
    Box::leak(Box::new(set))
}

/// Steps: what is awaited, and what is sent then.
pub(crate) struct Script {
    steps: &'static [Step],
    at: usize,
    wait: Option<Expect>,
    to_the_end: bool,
    sent: Option<Instant>,
    /// How long each command took.
    pub(crate) times: Vec<Duration>,
}

impl Script {
    /// From the greeting to the prompt.
    pub(crate) fn login() -> Self {
        Self::new(&TO_THE_PROMPT, false)
    }

    /// From behind the first prompt to the end.
    pub(crate) fn commands() -> Self {
        Self::new(&TO_THE_END, true)
    }

    fn new(steps: &'static [Step], to_the_end: bool) -> Self {
        let times = Vec::with_capacity(4);
        Self { steps, at: 0, wait: None, to_the_end, sent: None, times }
    }
}

impl Wait for Script {
    type Output = ();

    fn poll(&mut self, session: &mut Session, now: Instant) -> Poll<()> {
        while let Some((awaited, answer)) = self.steps.get(self.at) {
            if let Some(set) = awaited {
                let wait =
                    self.wait.get_or_insert_with(|| Expect::new(set, LIMIT));
                let Poll::Ready(outcome) = wait.poll(session, now) else {
                    return Poll::Pending;
                };
                let _seen = outcome.matched().expect("what is awaited");
            }
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
